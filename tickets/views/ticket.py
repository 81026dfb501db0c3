"""The ticket page: the conversation, what came since, the whole history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tickets.page import mark_of, page_for
from tickets.sentences import sentence
from tickets.thread import events_of
from tickets.views.shown import changed, names_for, query_of, ticket_page


@require_GET
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    return ticket_page(request, number)


@require_GET
def pulse(request: HttpRequest, number: int) -> HttpResponse:
    """Asked every few seconds: nothing, or what changed since. The composer is never touched."""
    if mark_of(request.user, number) == request.GET.get("revision"):
        return HttpResponse(status=204)
    return changed(request, number)


@require_GET
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that happened, oldest first."""
    found = page_for(request.user, number)
    events = events_of(found)
    names = names_for(found, request.user, events, whole=True)
    lines = [(event, sentence(event, names)) for event in events]
    context = {"ticket": found, "lines": [line for line in lines if line[1]], "query": query_of(request)}
    return render(request, "tickets/ticket/history.html", context)
