"""The list below the search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tickets.completing import completions
from tickets.search import MOST_LENGTH


@require_GET
def complete(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", " ")[:MOST_LENGTH]
    at = request.GET.get("at", "")
    cursor = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else len(text)
    return render(request, "tickets/_completions.html", {"found": completions(request.user, text, cursor)})
