"""The watch over the timers: what falls due is noticed, by whichever worker comes first."""

import datetime
import logging
from collections.abc import Iterator
from heapq import merge

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from lib import database_clock
from tickets import clocks
from tickets.models import Ticket, TicketClock

log = logging.getLogger(__name__)

BATCH = 200


def watch(now: datetime.datetime | None = None) -> int:
    """Notice every warning and breach that is due by `now`; how many tickets were looked at. Without `now` it
    is what the database's clock says, at each ticket.

    Goes on until nothing is due, oldest first. Safe with many workers at once: a ticket that somebody else
    holds is theirs or the next tick's. One that cannot be timed is tried once a tick, and holds up nobody.
    """
    until, looked_at, failed = now or database_clock.now(), 0, set()
    for _at, _clock, number in merge(_by_key("due_at", late(until)), _by_key("next_warn_at", warning(until))):
        if number in failed:
            continue
        try:
            looked_at += _look_at(number, until, now)
        except Exception:
            failed.add(number)
            log.exception("the clocks of ticket %s could not be read", number)
    return looked_at


def late(until: datetime.datetime) -> Q:
    return Q(due_at__lt=until, breach_noticed_at=None, stopped_at=None)


def warning(until: datetime.datetime) -> Q:
    return Q(next_warn_at__lte=until, stopped_at=None)


def _by_key(name: str, due: Q) -> Iterator[tuple[datetime.datetime, int, int]]:
    """(when, clock, ticket) in the order of the index that has just these rows, batch by batch by key: what
    is noticed meanwhile leaves it, and nothing is met twice.
    """
    every = TicketClock.objects.filter(due).order_by(name, "pk").values_list(name, "pk", "ticket_id")
    rest = every
    while batch := list(rest[:BATCH]):
        yield from batch
        at, last, _ticket = batch[-1]
        rest = every.filter(**{f"{name}__gte": at}).exclude(**{name: at, "pk__lte": last})


@transaction.atomic
def _look_at(number: int, until: datetime.datetime, now: datetime.datetime | None) -> bool:
    """Whether there was anything to notice, and nobody else at it."""
    due = TicketClock.objects.filter(late(until) | warning(until), ticket=OuterRef("pk"))
    tickets = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True).filter(
        Exists(due), pk=number
    )
    ticket = tickets.annotate(clock=Now()).first()
    if ticket is None:
        return False
    clocks.refresh(ticket, now or ticket.clock)
    return True
