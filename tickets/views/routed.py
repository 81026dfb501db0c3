"""Why a ticket is whose it is: a card beside it and a page; and looking for somebody again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tickets.access import ticket_for
from tickets.actions.routing import route
from tickets.choices import OURS, EventKind
from tickets.crews import routing_of
from tickets.models import Ticket
from tickets.routing import Choice, Rule, Strategy
from tickets.routing_words import why_of

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def routed(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    if request.method == "POST":
        return _look_again(request, ticket)
    events = ticket.events.filter(kind=EventKind.ROUTED).order_by("-pk")
    whys = [why_of(event) for event in events[: 1 if request.htmx else SHOWN]]
    routing = routing_of(ticket.team_id)
    context = {
        "ticket": ticket, "whys": whys, "now": timezone.now(), "here": "",
        "may_route": _waits(ticket) and routing.strategy != Strategy.MANUAL,
        "fallback": routing.fallback_minutes,
    }  # fmt: skip
    template = "tickets/routed.html#card" if request.htmx else "tickets/routed.html"
    return render(request, template, context)


def _waits(ticket: Ticket) -> bool:
    return ticket.assignee_id is None and ticket.state in OURS and ticket.snoozed_until is None


def _look_again(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    try:
        choice = route(ticket, by=request.user)
    except PermissionDenied:
        messages.error(request, _("Your role may not do that."))
    else:
        messages.success(request, _said(ticket, choice))
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("tickets:routed", ticket.pk)


def _said(ticket: Ticket, choice: Choice | None) -> str:
    if choice is None:
        return _("Somebody has it already.")
    if choice.rule is Rule.BY_HAND:
        return _("This team takes its tickets by hand.")
    if choice.person is None:
        return _("Nobody can take it yet.")
    return _("Ticket %(number)s assigned to %(name)s.") % {
        "number": ticket.pk,
        "name": ticket.assignee.full_name,
    }
