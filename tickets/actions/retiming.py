"""A message that came at another time than was written down. The timers are computed again from there."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import clocks, events
from tickets.actions.locking import locked
from tickets.actions.promising import clean_reason, written
from tickets.actors import require
from tickets.choices import EventKind, MessageKind
from tickets.models import Message, Ticket, TicketEvent

OLDEST = datetime.timedelta(days=366)
RECEIVED = (EventKind.OPENED, EventKind.CUSTOMER_WROTE)


@transaction.atomic
def retime(
    message: Message, *, by: User, to: datetime.datetime, reason: str, at: datetime.datetime | None = None
) -> Message:
    """The customer's message came at `to`. What was written down stays; a later line corrects it.

    ValidationError if nobody's promise hangs on the message, or the time cannot be.
    """
    require(by, "promise.retime")
    reason = clean_reason(reason)
    ticket, now = locked(message.ticket), at or database_clock.now()
    fresh = ticket.messages.filter(pk=message.pk).first()
    if fresh is None:
        raise ValidationError(_("This message has gone to another ticket meanwhile."))
    told = ticket.events.filter(message=fresh, kind__in=RECEIVED).first()
    if told is None or fresh.contact_id is None:
        raise ValidationError(_("Only the time of what a customer wrote can be corrected."))
    _check(ticket, fresh, told, to, now)
    was = fresh.at
    fresh.at = to
    fresh.save(update_fields=["at"])
    events.touch(ticket, **_fields(ticket, told, to))
    events.record(
        ticket, EventKind.RETIMED, by=by, at=now, what=fresh.pk, was=was.isoformat(), to=written(to),
        opening=told.kind == EventKind.OPENED, reason=reason,
    )  # fmt: skip
    clocks.refresh(ticket, now)
    return fresh


def _check(
    ticket: Ticket, message: Message, told: TicketEvent, to: datetime.datetime, now: datetime.datetime
) -> None:
    if to > now:
        raise ValidationError(_("That is in the future."))
    if to == message.at:
        raise ValidationError(_("That is the time it has already."))
    if told.kind != EventKind.OPENED and to < ticket.opened_at:
        raise ValidationError(_("That is before the ticket was opened."))
    if told.kind == EventKind.OPENED:
        later = ticket.messages.exclude(pk=message.pk).order_by("at").first()
        if to < now - OLDEST:
            raise ValidationError(_("That is more than a year ago."))
        if later and to > later.at:
            raise ValidationError(_("That is after the next message of the conversation."))


def _fields(ticket: Ticket, told: TicketEvent, to: datetime.datetime) -> dict[str, Any]:
    """What the ticket itself says of the time: when it was opened, since when the customer waits."""
    fields: dict[str, Any] = {}
    if told.kind == EventKind.OPENED:
        fields["opened_at"] = to
    if ticket.unanswered_since:
        public = ticket.messages.filter(kind=MessageKind.PUBLIC)
        answer = public.filter(author__isnull=False).order_by("pk").last()
        asked = public.filter(contact__isnull=False, pk__gt=answer.pk if answer else 0).order_by("at").first()
        fields["unanswered_since"] = asked.at if asked else ticket.unanswered_since
    return fields
