"""Putting a ticket aside until a time, or until the customer writes; and having it back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User
from tickets import events
from tickets.actions.locking import copy_back, locked
from tickets.actors import Actor, require
from tickets.choices import ACTIVE, EventKind, Waking
from tickets.models import Ticket
from tickets.models.ticket import NEVER
from tickets.snooze import AWAKE, LONGEST

# What a notice says of them; a colleague who wakes a ticket by hand tells nobody.
WORDS = {
    Waking.TIME: "#{number} is back from its snooze: {subject}",
    Waking.PROMISE: "#{number} is back, a promise is due soon: {subject}",
    Waking.CUSTOMER: "#{number} is back, the customer wrote: {subject}",
    Waking.FAILED: "#{number} is back, an answer did not arrive: {subject}",
    Waking.MERGED: "#{number} is back, another ticket was merged in: {subject}",
    Waking.HANDED: "#{number} is back from its snooze with you: {subject}",
}


@transaction.atomic
def snooze(
    ticket: Ticket,
    *,
    by: User,
    until: datetime.datetime | None,
    keeps: bool = False,
    at: datetime.datetime | None = None,
) -> Ticket:
    """Out of the lists of what is to be done until then, or, without a time, until the customer writes.

    Its promises run on, and one that is due soon brings it back. `keeps`: what the customer writes does not.
    ValidationError if it is not anybody's work, or the time is none to wait for.
    """
    require(by, "ticket.move")
    fresh = locked(ticket)
    at = at or database_clock.now()
    if fresh.state not in ACTIVE:
        raise ValidationError(_("Only a ticket that is open can be snoozed."))
    if until is None and keeps:
        raise ValidationError(_("Choose a time, or let the customer’s answer wake it."))
    if until is not None and not at < until <= at + LONGEST:
        raise ValidationError(_("Choose a time that is ahead, within a year."))
    events.touch(fresh, snoozed_until=until or NEVER, snoozed_at=at, snooze_keeps=keeps)
    said = until.isoformat() if until else None
    events.record(fresh, EventKind.SNOOZED, by=by, at=at, until=said, keeps=keeps)
    copy_back(fresh, ticket)
    return ticket


@transaction.atomic
def wake(ticket: Ticket, *, by: User, at: datetime.datetime | None = None) -> Ticket:
    """Have it back at once."""
    require(by, "ticket.move")
    fresh = locked(ticket)
    rouse(fresh, Waking.HAND, by=by, at=at or database_clock.now())
    copy_back(fresh, ticket)
    return ticket


def rouse(ticket: Ticket, why: str, *, by: Actor, at: datetime.datetime) -> None:
    """The ticket, locked, is to be worked on again; whoever has it, or their team, is told. One that is awake
    stays as it is.
    """
    if ticket.snoozed_until is None:
        return
    by_hand = why == Waking.HAND
    events.touch(ticket, **AWAKE, active_at=ticket.active_at if by_hand else max(ticket.active_at, at))
    event = events.record(ticket, EventKind.WOKEN, by=by, at=at, why=why)
    if not by_hand and not events.is_history():
        notify(
            [one for one in _concerned(ticket) if one != by],
            key=f"woken-{ticket.pk}-{event.pk}", kind=Kind.WAKING, words=WORDS[Waking(why)],
            params={"number": ticket.pk, "subject": ticket.subject}, page="tickets:ticket",
            page_args=[ticket.pk], about=("ticket", ticket.pk), at=at,
        )  # fmt: skip


def _concerned(ticket: Ticket) -> list[User]:
    if ticket.assignee_id:
        return [ticket.assignee] if ticket.assignee.is_active else []
    return list(User.objects.filter(is_active=True, memberships__team=ticket.team_id).order_by("pk"))
