"""Disputes that wait for a manager, and those that were answered."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets.queries import disputes_for

PAGE = 50


@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    if not request.user.may("promise.exclude"):
        raise Http404("no disputes for you")
    answered = request.GET.get("answered") == "1"
    found = disputes_for(request.user, answered=answered)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"here": "disputes", "now": timezone.now(), "page": page, "answered": answered}
    return render(request, "tickets/disputes.html", context)
