"""The rows of the timers held against the events they come from, and put right: what `sla_rebuild` does."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from sla.clock import ClockError
from sla.policy import Audience
from tickets import clock_log, clocks
from tickets.choices import CLOCK_EVENTS, CLOCK_NOTICES, ClockState
from tickets.models import Ticket, TicketClock, TicketEvent

BATCH = 200
LONG_AGO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # whatever was written last is later
# What it used grows while a clock runs, and a row holds it as of when it was last written.
GROWING = frozenset({"elapsed_seconds", "adjusted_seconds"})
STILL = frozenset({ClockState.PAUSED, ClockState.MET, ClockState.MERGED, ClockState.DISMISSED})


@dataclass(slots=True)
class Looked:
    """One batch: how many tickets, up to which number, and what differs on which."""

    tickets: int
    last: int
    wrong: dict[int, list[str]] = field(default_factory=dict)


def look_through(*, first: int = 0, mend: bool) -> Iterator[Looked]:
    """Every ticket from that number on, in batches by number. Stopped anywhere, it goes on after `last`.

    A batch is read without holding anybody up. Somebody may write meanwhile, so what seems to differ is
    looked at again, locked; with `mend` its rows become what the events say.
    """
    while batch := list(Ticket.objects.filter(pk__gte=first).order_by("pk")[:BATCH]):
        wrong = {}
        for ticket in suspects(batch):
            if lines := check(ticket.pk, mend=mend):
                wrong[ticket.pk] = lines
        yield Looked(len(batch), batch[-1].pk, wrong)
        first = batch[-1].pk + 1


def suspects(batch: Sequence[Ticket]) -> Iterator[Ticket]:
    """Those of the tickets that differ, or were written while they were read."""
    numbers = [ticket.pk for ticket in batch]
    told = TicketEvent.objects.filter(ticket__in=numbers, kind__in=CLOCK_EVENTS | CLOCK_NOTICES)
    told = told.order_by("ticket_id", "at", "pk").only("kind", "at", "data", "message_id", "ticket_id")
    logs = {number: list(events) for number, events in groupby(told, lambda event: event.ticket_id)}
    stored: dict[int, list[TicketClock]] = {}
    for row in TicketClock.objects.filter(ticket__in=numbers):
        stored.setdefault(row.ticket_id, []).append(row)
    for ticket in batch:
        if any(differences(ticket, logs.get(ticket.pk, []), stored.get(ticket.pk, []))):
            yield ticket


@transaction.atomic
def check(number: int, *, mend: bool) -> list[str]:
    """What differs on one ticket, while nobody else can write to it."""
    ticket = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk=number).first()
    if ticket is None:
        return []
    log = clock_log.log_of(ticket)
    found = list(differences(ticket, log, list(ticket.clocks.all())))
    if found and mend:
        clocks.write(ticket, clocks.rows(ticket, LONG_AGO, log))
    return found


def differences(ticket: Ticket, log: Sequence[TicketEvent], rows: Sequence[TicketClock]) -> Iterator[str]:
    """What the rows say and what the events say, as of the last thing written down; one line each."""
    try:
        truth = clocks.rows(ticket, LONG_AGO, log)
    except ClockError as error:
        yield f"its events cannot be read: {error}"
        return
    stored = {clocks.key_of(row): row for row in rows}
    told = {clocks.key_of(row): row for row in truth}
    for key in sorted(stored.keys() | told.keys()):
        yield from _of_row(_name(key), stored.get(key), told.get(key))
    at, metric = clocks.next_due(truth)
    if (ticket.queue_at, ticket.queue_metric) != (at, metric):
        yield f"queue: stored {ticket.queue_at} {ticket.queue_metric}, events say {at} {metric}"


def _name(key: clocks.Key) -> str:
    audience, metric, cycle = key
    return f"{'' if audience == Audience.CUSTOMER else 'internal '}{metric} {cycle}"


def _of_row(name: str, row: TicketClock | None, truth: TicketClock | None) -> Iterator[str]:
    if row is None or truth is None:
        yield f"{name}: {'not stored' if row is None else 'not in the events'}"
        return
    still = truth.state in STILL or truth.stopped_at
    for name_of in clocks.COMPUTED:
        was, should = getattr(row, name_of), getattr(truth, name_of)
        if was != should and (still or name_of not in GROWING):
            yield f"{name} {name_of}: stored {was}, events say {should}"
