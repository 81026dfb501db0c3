"""What became of the letters that carry answers, and what a colleague decides about them."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from lib import database_clock
from lib.text import one_line
from outbox import actions as outbox
from outbox.choices import LOST, TAKEN, DeliveryState, LetterState
from outbox.models import Delivery, Letter
from staff.models import User
from tickets import clocks, events, workflow
from tickets.actions.locking import locked_end
from tickets.actions.moving import apply_move
from tickets.actions.snoozing import rouse
from tickets.actors import Desk, require
from tickets.choices import EventKind, MessageKind, Waking
from tickets.models import Message, Ticket

MAIL = Desk("mail")
_THREAD = "ticket-"
# After these, a failure is a new one.
AGAIN = (EventKind.ANSWER_RESENT, EventKind.ANSWER_ARRIVED)


class NothingToDecide(Exception):
    """The letter has been sent again, or said to have arrived, in the meantime."""


def thread_name(ticket: Ticket) -> str:
    """What letters about a ticket to its customer carry as their thread."""
    return f"{_THREAD}{ticket.pk}"


def attach_letter(message: Message, letter: Letter) -> None:
    """Remember the letter that carries this message."""
    message.letter = letter
    message.message_id = letter.message_id
    message.save(update_fields=["letter", "message_id"])


def note_deliveries(message: Message) -> None:
    """What became of the answer's letter, written into the ticket. Told twice, it is written once.

    Without the requester, or anybody, it has failed; that somebody in copy did not get it is only said.
    """
    letter = message.letter
    rows = list(letter.deliveries.all())
    lost = [row for row in rows if row.state in LOST]
    requester = message.ticket.requester.email.lower()
    nobody = not any(row.state in TAKEN or row.state in _OPEN for row in rows)
    if (lost and (nobody or any(row.address.lower() == requester for row in lost))) or (
        not rows and letter.state in {LetterState.FAILED, LetterState.SUPPRESSED}
    ):
        note_failure(message, problem=in_words(lost) or letter.problem, at=_at(lost))
    elif lost:
        _note(message, EventKind.ANSWER_PARTLY_FAILED, lost)
    if undecided := [row for row in rows if row.state == DeliveryState.UNDECIDED]:
        _note(message, EventKind.ANSWER_UNDECIDED, undecided)


_OPEN = frozenset({DeliveryState.QUEUED, DeliveryState.UNDECIDED})


@transaction.atomic
def note_letter(letter: Letter) -> None:
    """A letter that carries no answer, such as a confirmation, did not arrive or may not have: the ticket
    says so once. It moves nothing: nobody was promised it.
    """
    about, number = letter.thread[: len(_THREAD)], letter.thread[len(_THREAD) :]
    if about != _THREAD or not number.isdecimal():
        return
    found = Ticket.objects.filter(pk=number).first()
    if found is None:
        return
    ticket = locked_end(found)
    rows = list(letter.deliveries.all())
    for kind, states in _OF_LETTERS.items():
        troubled = [row for row in rows if row.state in states]
        told = ticket.events.filter(kind=kind, data__letter=letter.pk)
        if not troubled or told.exists():
            continue
        at = _at(troubled) or database_clock.now()
        events.touch(ticket, active_at=max(ticket.active_at, at))
        events.record(
            ticket, kind, by=MAIL, at=at, problem=in_words(troubled), letter=letter.pk, what=letter.kind
        )


_OF_LETTERS = {
    EventKind.ANSWER_PARTLY_FAILED: LOST - {DeliveryState.SUPPRESSED},
    EventKind.ANSWER_UNDECIDED: frozenset({DeliveryState.UNDECIDED}),
}


def in_words(rows: Sequence[Delivery]) -> str:
    """dana@okafor.example: 5.1.1 no such user"""
    said = (
        f"{row.address}: {row.diagnostic if row.code in row.diagnostic else f'{row.code} {row.diagnostic}'}"
        for row in rows[:5]
    )
    return one_line("; ".join(each.rstrip(": ") for each in said), 500)


def _at(rows: Sequence[Delivery]) -> datetime.datetime | None:
    return max((row.changed_at for row in rows), default=None)


@transaction.atomic
def note_failure(
    message: Message, *, problem: str, at: datetime.datetime | None = None, permanent: bool = True
) -> None:
    """An answer could not be delivered: the ticket says so, and a promise it had kept is open again.

    It is somebody's task again: what waited for the customer, or was solved, is open, unless a newer answer
    reached the requester. Told twice, it is written once.
    """
    ticket = locked_end(message.ticket)
    if EventKind.ANSWER_FAILED in _told(ticket, message):
        return
    at = at or database_clock.now()
    since = ticket.unanswered_since or _asked_at(ticket, message)
    events.touch(ticket, active_at=max(ticket.active_at, at), unanswered_since=since)
    events.record(
        ticket, EventKind.ANSWER_FAILED, by=MAIL, at=at, message=message, problem=problem[:500],
        permanent=permanent,
    )  # fmt: skip
    _make_ours(ticket, message, at)


@transaction.atomic
def _note(message: Message, kind: str, rows: Sequence[Delivery]) -> None:
    ticket = locked_end(message.ticket)
    before = _told(ticket, message).get(kind, set())
    addresses = {row.address for row in rows}
    if addresses <= before:
        return
    at = _at(rows) or database_clock.now()
    events.touch(ticket, active_at=max(ticket.active_at, at))
    events.record(
        ticket, kind, by=MAIL, at=at, message=message, problem=in_words(rows),
        addresses=sorted(addresses | before),
    )  # fmt: skip
    if kind == EventKind.ANSWER_UNDECIDED:
        _make_ours(ticket, message, at)


def _told(ticket: Ticket, message: Message) -> dict[str, set[str]]:
    """Kind → addresses, of what the ticket says since the letter last left."""
    told: dict[str, set[str]] = {}
    for kind, data in ticket.events.filter(message=message).order_by("pk").values_list("kind", "data"):
        if kind in AGAIN:
            told.clear()
        told.setdefault(kind, set()).update(data.get("addresses", ()))
    return told


def _asked_at(ticket: Ticket, message: Message) -> datetime.datetime | None:
    """Since when the customer waits, if this answer does not count; None if a later one does."""
    public = ticket.messages.filter(kind=MessageKind.PUBLIC).order_by("pk")
    if public.filter(pk__gt=message.pk, author__isnull=False).exists():
        return None
    before = public.filter(pk__lt=message.pk)
    answer = before.filter(author__isnull=False).last()
    asked = before.filter(contact__isnull=False, pk__gt=answer.pk if answer else 0).first()
    return asked.at if asked else None


def _is_overtaken(ticket: Ticket, message: Message) -> bool:
    """Whether the server of the requester took a newer answer. Should that one come back too, it says so."""
    newer = ticket.messages.filter(kind=MessageKind.PUBLIC, author__isnull=False, pk__gt=message.pk)
    arrived = Delivery.objects.filter(
        letter__in=newer.values("letter"), state__in=sorted(TAKEN), address__iexact=ticket.requester.email
    )
    return arrived.exists()


def _asked_after(ticket: Ticket, message: Message) -> datetime.datetime | None:
    """Since when the customer waits, if this answer counts: it answers nothing that was written after it."""
    later = ticket.messages.filter(kind=MessageKind.PUBLIC, pk__gt=message.pk).order_by("pk")
    if later.filter(author__isnull=False).exists():
        return ticket.unanswered_since
    asked = later.filter(contact__isnull=False).first()
    return asked.at if asked else None


def _make_ours(ticket: Ticket, message: Message, at: datetime.datetime) -> None:
    """A colleague has something to do about it, unless the requester got a newer answer anyhow."""
    rouse(ticket, Waking.FAILED, by=MAIL, at=at)
    follow = workflow.ON_ANSWER_FAILED.get(ticket.state)
    if follow and not _is_overtaken(ticket, message):
        apply_move(ticket, follow, by=MAIL, at=at)
    clocks.refresh(ticket, at)


@transaction.atomic
def send_again(message: Message, *, by: User) -> None:
    """The letter leaves once more, to those who did not get it or may not have. NothingToDecide."""
    require(by, "ticket.reply")
    if message.letter_id is None or not outbox.retry_letter(message.letter_id):
        raise NothingToDecide
    ticket = locked_end(message.ticket)
    now = database_clock.now()
    since = _asked_after(ticket, message)
    events.touch(ticket, active_at=max(ticket.active_at, now), unanswered_since=since)
    events.record(ticket, EventKind.ANSWER_RESENT, by=by, at=now, message=message)
    clocks.refresh(ticket, now)


@transaction.atomic
def say_it_arrived(message: Message, *, by: User) -> None:
    """A colleague knows that the customer has it, by phone perhaps. NothingToDecide."""
    require(by, "ticket.reply")
    if message.letter_id is None or not outbox.say_it_arrived(message.letter_id):
        raise NothingToDecide
    ticket = locked_end(message.ticket)
    now = database_clock.now()
    events.touch(ticket, active_at=max(ticket.active_at, now))
    events.record(ticket, EventKind.ANSWER_ARRIVED, by=by, at=now, message=message)
