"""manage.py clocks_verify: the timers computed again from the events must be what the rows say."""

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tickets import clocks
from tickets.choices import ClockState
from tickets.models import Ticket, TicketClock
from tickets.models.ticket import NEVER

FIELDS = (
    *("state", "started_at", "due_at", "warn_at", "next_warn_at"),
    *("stopped_at", "breached_at", "target_seconds"),
)
# What it used grows while a clock runs, and the row holds it as of the last event.
STILL = frozenset({ClockState.PAUSED, ClockState.MET, ClockState.MERGED, ClockState.DISMISSED})


class Command(BaseCommand):
    help = "Compute every ticket's clocks again from its events and print where the stored rows differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what the events say where it differs")
        parser.add_argument("--from", dest="first", type=int, default=0, help="the first ticket number")

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = wrong = 0
        for number in (
            Ticket.objects.filter(number__gte=options["first"])
            .order_by("number")
            .values_list("pk", flat=True)
        ):
            with transaction.atomic():
                ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=number)
                found = list(differences(ticket))
                if found and options["mend"]:
                    clocks.refresh(ticket, timezone.now())
            looked_at += 1
            wrong += bool(found)
            for line in found:
                self.stdout.write(f"#{number} {line}")
        self.stdout.write(f"{looked_at} tickets looked at, {wrong} differ.")
        if wrong and not options["mend"]:
            raise CommandError("The clocks are not what the events say. With --mend they will be.")


def differences(ticket: Ticket) -> Iterator[str]:
    """What the rows of a locked ticket say and what its events say, as of the last thing written down."""
    stored = {(row.metric, row.cycle): row for row in ticket.clocks.all()}
    told = {(row.metric, row.cycle): row for row in computed(ticket, stored)}
    for key in sorted(stored.keys() | told.keys()):
        row, truth = stored.get(key), told.get(key)
        name = f"{key[0]} {key[1]}"
        if row is None or truth is None:
            yield f"{name}: {'not stored' if row is None else 'not in the events'}"
            continue
        for field in (*FIELDS, *(["elapsed_seconds"] if truth.state in STILL else [])):
            if getattr(row, field) != getattr(truth, field):
                yield f"{name} {field}: stored {getattr(row, field)}, events say {getattr(truth, field)}"
    due = [(row.due_at, row.metric) for row in told.values() if row.due_at and not row.stopped_at]
    if (ticket.queue_at, ticket.queue_metric) != min(due, default=(NEVER, "")):
        yield f"queue: stored {ticket.queue_at} {ticket.queue_metric}, events say {min(due, default=None)}"


def computed(ticket: Ticket, stored: dict[tuple[str, int], TicketClock]) -> list[TicketClock]:
    return [
        clocks._row(ticket, clock, stored.get((clock.metric, clock.cycle)))
        for clock in clocks.read(ticket, as_of(ticket, stored))
    ]


def as_of(ticket: Ticket, stored: dict[tuple[str, int], TicketClock]) -> datetime.datetime:
    """When the rows were last brought up to date, as far as it matters: the last event or notice."""
    notices = (at for row in stored.values() for at in (row.warned_at, row.breach_noticed_at) if at)
    happened = ticket.events.order_by("-at").values_list("at", flat=True)[:1]
    return max([*notices, *happened, ticket.opened_at])
