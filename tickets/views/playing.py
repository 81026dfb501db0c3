"""The next best ticket, and why it is that one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tickets.access import ticket_for, tickets_for
from tickets.actions.playing import offered_to, skip, take_next
from tickets.gate_words import lines_of
from tickets.next_best_words import reasons_of

SHOWN = 6


@require_GET
def next_best(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    hand = offered_to(request.user, now)
    ranked = hand.ranked[:SHOWN]
    tickets = tickets_for(request.user).for_rows().in_bulk([one.candidate.number for one in ranked])
    rows = [(tickets[one.candidate.number], reasons_of(one)) for one in ranked]
    context = {"best": rows[0] if rows else None, "others": rows[1:], "now": now, "here": "next"}
    context["kept"] = [(stand, lines_of(stand, now)) for stand in hand.kept_from]
    return render(request, "tickets/next.html", context)


@require_POST
def take_best(request: HttpRequest) -> HttpResponse:
    """To the ticket, which is theirs now; somebody who came first leaves them the next one."""
    try:
        ticket, one = take_next(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("tickets:next")
    said = _("Ticket %(number)s is yours: %(reasons)s.")
    messages.success(request, said % {"number": ticket.pk, "reasons": "; ".join(reasons_of(one))})
    return redirect("tickets:ticket", ticket.pk)


@require_POST
def skip_it(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    try:
        skip(ticket, by=request.user, reason=request.POST.get("reason", "").replace("\x00", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        messages.error(request, _("Your role may not do that."))
    else:
        messages.success(request, _("Ticket %(number)s is left to others for now.") % {"number": number})
    return redirect("tickets:next")
