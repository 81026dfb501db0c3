"""Putting a ticket aside, and having it back."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions, undoing
from tickets.access import ticket_for
from tickets.models import Ticket
from tickets.models.ticket import NEVER
from tickets.snooze import presets
from tickets.views.moves import on_ticket
from tickets.views.shown import changed, refused


@require_POST
def snooze(request: HttpRequest, number: int) -> HttpResponse:
    """`until` is one of the times that are offered, "reply", or "" with a time in `at`."""
    ticket = ticket_for(request.user, number)
    before = undoing.kept(ticket)
    keeps = bool(request.POST.get("keeps"))
    try:
        actions.snooze(ticket, by=request.user, until=wanted(request), keeps=keeps)
    except ValidationError as error:
        return refused(request, number, " ".join(error.messages))
    except PermissionDenied:
        return refused(request, number, _("Your role may not do that."))
    act = undoing.token(request.user, [(ticket, before)])
    undo_url = reverse("tickets:undo", query={"act": act}) if act else ""
    return changed(request, number, said_of(ticket), focus="snooze", undo_url=undo_url)


def wanted(request: HttpRequest) -> datetime.datetime | None:
    """The time that was chosen; None means until the customer writes. ValidationError if it is none."""
    name, typed = (request.POST.get(field, "")[:40] for field in ("until", "at"))
    offered = presets(timezone.localtime())
    if name in offered:
        return offered[name]
    if name == "reply":
        return None
    try:
        at = parse_datetime(typed)
    except ValueError:
        at = None
    if name or at is None:
        raise ValidationError(_("Choose a time that is ahead, within a year."))
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def said_of(ticket: Ticket) -> str:
    until = ticket.snoozed_until
    if until is None or until == NEVER:
        return _("Ticket %(number)s is put aside until the customer writes.") % {"number": ticket.pk}
    local = timezone.localtime(until)
    return _("Ticket %(number)s is put aside until %(at)s.") % {
        "number": ticket.pk,
        "at": f"{date_format(local, 'D j M')} {local:%H:%M}",
    }


@on_ticket
def wake(request: HttpRequest, ticket: Ticket) -> str:
    actions.wake(ticket, by=request.user)
    return _("Ticket %(number)s is back.") % {"number": ticket.pk}
