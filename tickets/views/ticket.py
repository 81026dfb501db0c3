"""The ticket page: the conversation, what came since, the whole history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from staff.duty import note_here
from tickets import handling, presence
from tickets.history import FILTERS, ON_PAPER, SHOWN, history_of
from tickets.page import mark_of, page_for
from tickets.views.shown import changed, names_for, ticket_page


@require_GET
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    return ticket_page(request, number)


@require_GET
def pulse(request: HttpRequest, number: int) -> HttpResponse:
    """Asked every few seconds: nothing, or what changed since. The composer is never touched."""
    known = mark_of(request.user, number)
    presence.look(request.user, number)
    note_here(request.user)
    if request.GET.get("active") == "1":
        handling.beat(request.user, number)
    if known == request.GET.get("revision"):
        return HttpResponse(status=204)
    return changed(request, number)


@require_GET
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that happened, newest first: all of it, what was changed, or what was said."""
    found = page_for(request.user, number)
    shows, on_paper = request.GET.get("show", ""), "all" in request.GET
    page = history_of(
        found,
        lambda events: names_for(found, request.user, events, whole=True),
        shows=shows,
        before=request.GET.get("before", ""),
        most=ON_PAPER if on_paper else SHOWN,
    )
    filters = [(name, words) for name, (words, _rows) in FILTERS.items()]
    context = {"ticket": found, "page": page, "shows": shows, "filters": filters, "on_paper": on_paper}
    return render(request, "tickets/ticket/history.html", context)
