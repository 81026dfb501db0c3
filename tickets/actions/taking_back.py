"""An answer is held for some seconds: its writer may take it back as if it had never been sent.

Until `Message.held_until` nobody announces its event, so no letter is made, and no customer reads it. Whoever
announces an event and whoever takes an answer back want the same row, the event: one of them has it.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from lib import database_clock
from notices.actions import unsettle
from staff.models import User
from tickets import clocks, escalations, events
from tickets.actions import drafts
from tickets.actions.locking import copy_back, locked
from tickets.actions.unmaking import unmake
from tickets.choices import EventKind, MessageKind
from tickets.models import Draft, Macro, Message, Ticket, TicketEvent
from tickets.snooze import awake_if_ended
from tickets.unmerging import retold_by

# What is held longer than its writer sees: for the click that is under way when the time is over …
LATE_CLICK = datetime.timedelta(seconds=3)
# … and between the last moment to take it back and the first to send it.
APART = datetime.timedelta(seconds=2)
_OF_AN_ANSWER = (EventKind.AGENT_ANSWERED, EventKind.MOVED, EventKind.ASSIGNED)


class TooLate(Exception):
    """The answer has left, or is about to."""


@dataclass(frozen=True)
class Hold:
    """For how long it can be taken back, and what its writer typed, which then comes back."""

    seconds: int
    text: str
    to: str = ""
    cc: str = ""
    macro: Macro | None = None

    def until(self, at: datetime.datetime) -> datetime.datetime | None:
        seconds = datetime.timedelta(seconds=self.seconds)
        return at + seconds + LATE_CLICK + APART if self.seconds else None


def until(message: Message) -> datetime.datetime | None:
    """The last moment to take it back."""
    return message.held_until - APART if message.held_until else None


def keep(message: Message, hold: Hold | None) -> None:
    """What was typed, until it has left. Without a hold nothing is kept."""
    if hold and message.held_until:
        Draft.objects.create(
            user=message.author, ticket=message.ticket, kind=MessageKind.PUBLIC, message=message,
            text=hold.text, to=hold.to, cc=hold.cc, macro=hold.macro,
        )  # fmt: skip


@transaction.atomic
def take_back(message: Message, *, by: User) -> Ticket:
    """As if it had not been sent: nothing leaves, the ticket is as it was, without what a macro changed along
    with it, and what was typed is a draft again.

    The caller has made sure that it is theirs. What others did meanwhile stays. TooLate once it may be on its
    way; MergedAway if the ticket went into another.
    """
    ticket = locked(message.ticket)
    answered = _seize(message, ticket)
    now = database_clock.now()
    last = until(message)
    if answered is None or last is None or now > last:
        raise TooLate
    undone = _made_with(answered)
    _restore_draft(message)
    unmake(ticket, message, before=answered, by=by, at=now)
    events.touch(ticket, **({"assignee_id": None} if _was_handed_over(undone, ticket) else {}))
    events.record(
        ticket, EventKind.ANSWER_TAKEN_BACK, by=by, at=now, message=message, events=[one.pk for one in undone]
    )
    _as_before(ticket, message)
    _climb_on(ticket, since=message.at)
    clocks.refresh(ticket, now)
    copy_back(ticket, message.ticket)
    return ticket


def _seize(message: Message, ticket: Ticket) -> TicketEvent | None:
    """Its event, if nobody is announcing it: from now on nobody will. Not waited for, as whoever holds it may
    want the ticket.
    """
    found = TicketEvent.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        ticket=ticket, message=message, kind=EventKind.AGENT_ANSWERED, announced_at=None,
        message__kind=MessageKind.PUBLIC, message__ticket=ticket,
    ).first()  # fmt: skip
    if found:
        TicketEvent.objects.filter(pk=found.pk).update(announced_at=database_clock.now())
    return found


def _made_with(answered: TicketEvent) -> list[TicketEvent]:
    """The lines that the answer left in the log: itself, that its writer took the ticket, and the move."""
    rows = TicketEvent.objects.filter(
        ticket=answered.ticket_id, at=answered.at, actor=answered.actor_id, pk__gte=answered.pk,
        kind__in=_OF_AN_ANSWER,
    )  # fmt: skip
    return list(rows.order_by("pk"))


def _restore_draft(message: Message) -> None:
    drafts.bring_back(message)
    message.attachments.all().delete()
    Message.objects.filter(pk=message.pk).update(
        kind=MessageKind.TAKEN_BACK, text="", html="", recipients={}, held_until=None
    )


def _was_handed_over(undone: list[TicketEvent], ticket: Ticket) -> bool:
    """The answer made it its writer's, and nobody has given it to anybody since."""
    taken = [one for one in undone if one.kind == EventKind.ASSIGNED]
    if not taken or ticket.assignee_id != taken[0].actor_id:
        return False
    return not ticket.events.filter(kind=EventKind.ASSIGNED, pk__gt=taken[0].pk).exists()


def _as_before(ticket: Ticket, message: Message) -> None:
    """The state, and since when the customer waits, as the log tells them without the answer."""
    told = retold_by(ticket)
    said = ticket.messages.exclude(kind=MessageKind.TAKEN_BACK).aggregate(last=Max("at"))
    was_last = ticket.active_at == message.at and said["last"]
    events.touch(
        ticket, state=told.category.value, solved_at=told.ended_at, unanswered_since=told.owed_since,
        active_at=said["last"] if was_last else ticket.active_at, **awake_if_ended(told.category.value),
    )  # fmt: skip


def _climb_on(ticket: Ticket, since: datetime.datetime) -> None:
    """Ladders that the answer ended are climbed on."""
    for key in escalations.reopen(ticket, since):
        unsettle(("ticket", ticket.pk), keys=key)
