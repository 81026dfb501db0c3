"""A planned answer that is not sent after all is a draft of its writer again, who is told why."""

import datetime

from lib import database_clock
from tickets import events
from tickets.actions.drafts import write_on
from tickets.actors import Actor, Desk
from tickets.choices import EventKind
from tickets.models import Draft, Ticket
from tickets.planned_words import Why, tell_writer

CLOCKWORK = Desk("planned answers")


def stop_planned(ticket: Ticket) -> None:
    """The customer wrote first: whatever waits on the locked ticket is not sent."""
    for row in Draft.objects.planned().filter(ticket=ticket).select_related("user").order_by("pk"):
        stop(ticket, row, Why.CUSTOMER, by=CLOCKWORK)


def stop(ticket: Ticket, row: Draft, why: Why, *, by: Actor) -> None:
    """On the locked ticket. Whoever stops their own need not be told."""
    at, send_at = database_clock.now(), row.send_at
    write_on(row)
    note(ticket, EventKind.ANSWER_UNPLANNED, row, by=by, at=at, why=why.value)
    if why != Why.WRITER and send_at:
        tell_writer(ticket, row, why, send_at=send_at, at=at)


def note(ticket: Ticket, kind: str, row: Draft, *, by: Actor, at: datetime.datetime, **data: object) -> None:
    events.touch(ticket)
    events.record(ticket, kind, by=by, at=at, user=row.user_id, draft=row.pk, **data)
