"""What a stranger wrote to a ticket: a colleague lets it in, or gives it a ticket of its own."""

from django.db import transaction

from lib import database_clock
from staff.models import User
from tickets import clocks, events, workflow
from tickets.actions.locking import locked
from tickets.actions.moving import apply_move
from tickets.actions.opening import open_ticket
from tickets.actors import require
from tickets.choices import EventKind, MessageKind
from tickets.models import Message, Participant, Ticket


class NotPending(Exception):
    """It is no third party's message any more: somebody else was quicker."""


@transaction.atomic
def admit(message: Message, *, by: User) -> Message:
    """Its writer takes part from now on, and the customer may read it; an answer is due from now on.

    NotPending if it has been decided already.
    """
    require(by, "ticket.reply")
    ticket, fresh = _pending(message)
    now = database_clock.now()
    fresh.kind, fresh.apart = MessageKind.PUBLIC, False
    fresh.save(update_fields=["kind", "apart"])
    if fresh.contact_id != ticket.requester_id:
        Participant.objects.get_or_create(ticket=ticket, contact=fresh.contact)
    events.touch(ticket, active_at=now, unanswered_since=ticket.unanswered_since or now)
    events.record(ticket, EventKind.ADMITTED, by=by, at=now, contact=fresh.contact_id)
    events.record(
        ticket, EventKind.CUSTOMER_WROTE, by=fresh.contact, at=now, message=fresh, via=fresh.channel
    )
    if follow := workflow.ON_CUSTOMER_MESSAGE.get(ticket.state):
        apply_move(ticket, follow, by=fresh.contact, at=now)
    clocks.refresh(ticket, now)
    return fresh


@transaction.atomic
def part(message: Message, *, by: User, subject: str = "") -> Ticket:
    """A ticket of its own for it, asked when it came. NotPending if it has been decided already."""
    require(by, "ticket.open")
    ticket, fresh = _pending(message)
    now = database_clock.now()
    own = open_ticket(
        by=by,
        requester=fresh.contact,
        team=ticket.team,
        subject=subject or ticket.subject,
        text=fresh.text,
        channel=fresh.channel,
        at=fresh.at,
        message=fresh,
    )
    events.touch(ticket, active_at=max(ticket.active_at, now))
    events.record(ticket, EventKind.PARTED, by=by, at=now, to=own.pk, contact=fresh.contact_id)
    return own


def _pending(message: Message) -> tuple[Ticket, Message]:
    ticket = locked(message.ticket)
    fresh = ticket.messages.select_related("contact").filter(pk=message.pk).first()
    if fresh is None or fresh.kind != MessageKind.THIRD_PARTY or fresh.contact is None:
        raise NotPending
    return ticket, fresh
