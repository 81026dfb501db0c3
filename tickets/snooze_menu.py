"""What the menu of a ticket offers for putting it aside."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from tickets.choices import ClockState
from tickets.listing_words import SNOOZE_WORDS
from tickets.models import Ticket
from tickets.models.ticket import NEVER
from tickets.promises import Panel
from tickets.snooze import Promise, presets, roused_by


@dataclass(frozen=True, slots=True)
class Offer:
    """`at` is when it will really be back: `promised`, if a promise asks for it before the time chosen."""

    name: str
    words: str
    at: datetime.datetime | None
    promised: bool


@dataclass(frozen=True, slots=True)
class SnoozeMenu:
    """`until` is set while it is put aside, but for one that waits for the customer alone. `promised` is when
    a promise brings it back at the latest.
    """

    is_aside: bool
    until: datetime.datetime | None
    keeps: bool
    promised: datetime.datetime | None
    offers: Sequence[Offer]
    usual: datetime.datetime


def snooze_of(ticket: Ticket, panels: Sequence[Panel], now: datetime.datetime) -> SnoozeMenu:
    running = [
        Promise(one.warn_at, one.due_at)
        for one in panels
        if one.due_at and not one.stopped_at and one.state == ClockState.RUNNING
    ]
    promised, times = roused_by(running, now), presets(timezone.localtime(now))
    offers = [_offer(name, times.get(name), promised) for name in [*times, "reply"]]
    aside = ticket.snoozed_until
    back = roused_by(running, ticket.snoozed_at) if ticket.snoozed_at else promised
    until = None if aside == NEVER else aside
    return SnoozeMenu(aside is not None, until, ticket.snooze_keeps, back, offers, times["tomorrow"])


def _offer(name: str, at: datetime.datetime | None, promised: datetime.datetime | None) -> Offer:
    is_sooner = bool(promised and (at is None or promised < at))
    return Offer(name, str(SNOOZE_WORDS[name]), promised if is_sooner else at, is_sooner)
