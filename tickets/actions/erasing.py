"""Taking a customer out of one ticket: their words, files and fields, and their name in what others wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q

from customers.erasing import marks_of
from customers.models import Erasure
from files.actions import drop
from lib import blacking, database_clock
from lib.blacking import LINE, REMOVED, Marks
from lib.nonces import new_nonce
from notices.actions import take_out
from notices.models import Notice
from outbox.actions import anonymise
from outbox.models import Letter
from tickets import events
from tickets.actions.letters import thread_name
from tickets.actions.locking import locked
from tickets.actions.redacting import write_out
from tickets.choices import EventKind
from tickets.fields import Kind
from tickets.models import Attachment, Draft, HandOver, Message, Survey, Ticket, TicketEvent
from tickets.queries import end_of
from tickets.redaction import ON_ITS_WAY, Reach, Wish, family_of, originals, reach_among
from tickets.setup import definitions

MOST_LINES = 800


@dataclass(frozen=True)
class Forgetting(Wish):
    """All that this customer wrote, and whatever names them."""

    theirs: frozenset[int] = frozenset()
    said: Marks = blacking.NOTHING

    def takes(self, message: int) -> bool:
        return message in self.theirs

    @property
    def what(self) -> str:
        return "customer"

    @cached_property
    def marks(self) -> Marks:
        return self.said


@transaction.atomic
def erase_from(number: int, erasure_id: int) -> bool:
    """False while a letter with it is being sent: it is tried again. Done once for each erasure."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
    if erasure.up_to >= number or erasure.finished_at:
        return True
    ticket = locked(Ticket(pk=number), even_merged=True)
    tickets = family_of(end_of(ticket))
    found = _reach(erasure, tickets)
    if _on_its_way(found):
        return False
    _erase(erasure, found)
    events.touch(Ticket.objects.get(pk=number))
    events.record(
        ticket, EventKind.REDACTED, by=erasure.by, at=database_clock.now(), what="customer",
        reason=erasure.reason,
    )  # fmt: skip
    Erasure.objects.filter(pk=erasure.pk).update(up_to=number)
    return True


def _reach(erasure: Erasure, tickets: set[int]) -> Reach:
    theirs = Message.objects.filter(contact=erasure.contact_id).filter(
        Q(ticket__in=tickets) | Q(origin__in=tickets)
    )
    said = dict(theirs.values_list("pk", "text"))
    lines = blacking.lines_in(said.values(), MOST_LINES)
    marks = marks_of(erasure.words, [line for line in lines if line != REMOVED])
    return reach_among(tickets, Forgetting(theirs=frozenset(said), said=marks))


def _on_its_way(found: Reach) -> bool:
    now = database_clock.now()
    held = any(message.held_until and message.held_until > now for message in found.messages)
    return held or _letters(found.tickets).filter(state__in=ON_ITS_WAY).exists()


def _letters(tickets: set[int]):
    """All that left about these tickets, to customers and to colleagues."""
    threads = [thread_name(Ticket(pk=pk)) for pk in tickets]
    told = Notice.objects.filter(about="ticket", about_id__in=tickets, letter__isnull=False).values("letter")
    of_tickets = Q(ticket_message__ticket__in=tickets) | Q(thread__in=threads, automatic=True)
    return Letter.objects.filter(of_tickets | Q(pk__in=told))


def _erase(erasure: Erasure, found: Reach) -> None:
    at, who = database_clock.now(), erasure.contact_id
    asked = Ticket.objects.filter(pk__in=found.tickets, requester=who)
    subjects = _subjects(asked)
    letters = list(_letters(found.tickets).distinct())
    _own_words(found, who, at)
    _fields_and_subjects(found, who)
    _events(found, set(asked.values_list("pk", flat=True)), subjects)
    originals(found, remove=True)
    write_out(found, at)
    _people(found)
    _drafts(found, who)
    marks, told = found.wish.marks, blacking.words(*(one for one in subjects if len(one) >= LINE))
    for letter in letters:
        letter.refresh_from_db()
        letter.text, letter.html = told.text(letter.text), told.html(letter.html)
        hidden = REMOVED if asked.exists() else None
        anonymise(letter, marks, subject=hidden)
    _around(found, marks, subjects)


def _subjects(asked) -> set[str]:
    """Every subject that what they asked ever had."""
    renamed = TicketEvent.objects.filter(ticket__in=asked, kind=EventKind.RETITLED)
    once = {event.data.get(side, "") for event in renamed for side in ("was", "to")}
    return ({*asked.values_list("subject", flat=True)} | once) - {"", REMOVED}


def _own_words(found: Reach, who: int, at) -> None:
    """Their messages are touched even where nothing was written; survey comments go, and open no page."""
    Message.objects.filter(pk__in=found.wish.theirs).update(
        recipients={}, message_id="", text=REMOVED, html="", folded="", redacted_at=at
    )
    for survey in Survey.objects.filter(ticket__in=found.tickets, contact=who):
        survey.comment, survey.nonce = REMOVED if survey.comment else "", new_nonce()
        survey.save(update_fields=["comment", "nonce"])
    found.surveys = [one for one in found.surveys if one.contact_id != who]


def _fields_and_subjects(found: Reach, who: int) -> None:
    kinds = {one.key: one.kind for one in definitions()}
    marked = {one.pk: one for one in found.subjects}
    for ticket in Ticket.objects.filter(pk__in=found.tickets):
        one = marked.setdefault(ticket.pk, ticket)
        mine = ticket.requester_id == who
        one.subject = REMOVED if mine else one.subject
        one.custom = {
            key: REMOVED if mine and kinds.get(key) == Kind.TEXT else value
            for key, value in one.custom.items()
            if not (kinds.get(key) == Kind.CONTACT and value == who)
        }
    found.subjects = list(marked.values())


def _events(found: Reach, asked: set[int], subjects: set[str]) -> None:
    """The log keeps what was done, not what it said of them."""
    marked = {event.pk: event for event in found.events}
    wordy = TicketEvent.objects.filter(ticket__in=found.tickets).exclude(data={})
    for row in wordy:
        event = marked.get(row.pk, row)
        data = _without(event.data, subjects)
        if row.kind == EventKind.FIELDS_SET and row.ticket_id in asked:
            data = data | {"changes": [_unsaid(one) for one in data.get("changes", [])]}
        if data != event.data:
            event.data = data
            marked[row.pk] = event
    found.events = list(marked.values())
    for merge in found.merges:
        merge.before = _without(merge.before, subjects)


def _unsaid(change: dict[str, Any]) -> dict[str, Any]:
    return change | {"was": REMOVED, "to": REMOVED, "read": [REMOVED, REMOVED]}


def _without(value: Any, said: set[str]) -> Any:
    """The same value, with what is exactly one of these removed."""
    if isinstance(value, dict):
        return {key: _without(one, said) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, said) for one in value]
    return REMOVED if isinstance(value, str) and value in said else value


def _people(found: Reach) -> None:
    """To whom answers went, and what files of others are called."""
    marks = found.wish.marks
    rows = Message.objects.filter(ticket__in=found.tickets).exclude(recipients={}).only("pk", "recipients")
    for row in rows:
        if (recipients := marks.plain(row.recipients)) != row.recipients:
            Message.objects.filter(pk=row.pk).update(recipients=recipients)


def _drafts(found: Reach, who: int) -> None:
    """What was being written to them goes; what is for others stays without their name."""
    marks = found.wish.marks
    for draft in Draft.objects.filter(ticket__in=found.tickets).select_related("ticket"):
        if draft.kind == "public" and draft.ticket.requester_id == who:
            blobs = [file.blob for file in draft.files.select_related("blob")]
            draft.delete()
            _drop_unused(blobs)
            continue
        draft.to, draft.cc = marks.text(draft.to), marks.text(draft.cc)
        draft.save(update_fields=["to", "cc"])


def _drop_unused(blobs: Sequence) -> None:
    for blob in blobs:
        if not Attachment.objects.filter(blob=blob).exists():
            drop(blob)


def _around(found: Reach, marks: Marks, subjects: set[str]) -> None:
    """Hand-overs and what was told to colleagues."""
    for row in HandOver.objects.filter(ticket__in=found.tickets):
        if (text := marks.text(row.text)) != row.text:
            HandOver.objects.filter(pk=row.pk).update(text=text)

    def change(params: Any) -> Any:
        return marks.plain(_without(params, subjects))

    surveys = Survey.objects.filter(ticket__in=found.tickets).values_list("pk", flat=True)
    for about in [("ticket", pk) for pk in found.tickets] + [("survey", pk) for pk in surveys]:
        take_out(about, change)
