"""The inbox: the list region by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tickets.listing import listing_for


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "tickets/inbox.html", listing_for(request.user, request.GET).context())
