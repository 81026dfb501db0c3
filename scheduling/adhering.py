"""Whether somebody does what was planned, now and since their shift began. Pure: no Django.

Work that is planned is kept while they are clocked in and not on a break; a break that is planned is kept by
a break, or by being out. What was approved as a deviation counts as kept. All on absolute time.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

# So much later nobody speaks of.
GRACE = datetime.timedelta(minutes=5)
# Breaks are not taken to the minute.
SLACK = datetime.timedelta(minutes=5)
BREAK = "break"


class State(StrEnum):
    """What one sees at a glance, the most pressing first."""

    LATE = "late"
    LEFT = "left"
    LONG_BREAK = "long_break"
    BREAK = "break"
    HERE = "here"
    EXTRA = "extra"
    SOON = "soon"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a shift, and what it is for."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Span:
    """`ends_at` None: it lasts."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime | None = None

    def holds(self, at: datetime.datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class Clocked:
    """When they were there and when on a break; `approved` is time that is fine whatever they did."""

    there: Sequence[Span] = ()
    pauses: Sequence[Span] = ()
    approved: Sequence[Span] = ()

    def working(self, at: datetime.datetime) -> bool:
        return self.is_there(at) and not any(one.holds(at) for one in self.pauses)

    def is_there(self, at: datetime.datetime) -> bool:
        return any(one.holds(at) for one in self.there)

    def on_break(self, at: datetime.datetime) -> Span | None:
        return next((one for one in self.pauses if one.holds(at)), None) if self.is_there(at) else None

    def fine(self, at: datetime.datetime) -> bool:
        return any(one.holds(at) for one in self.approved)


def planned_at(parts: Sequence[Part], at: datetime.datetime) -> Part | None:
    return next((one for one in parts if one.starts_at <= at < one.ends_at), None)


def state_at(parts: Sequence[Part], clocked: Clocked, at: datetime.datetime) -> State:
    """`parts` are those of the shift they are in, or none."""
    planned = planned_at(parts, at)
    if planned is None:
        return State.EXTRA if clocked.is_there(at) else State.OFF
    if pause := clocked.on_break(at):
        return State.LONG_BREAK if _too_long(parts, pause, at) else State.BREAK
    if clocked.is_there(at):
        return State.HERE
    if planned.kind == BREAK:
        return State.BREAK
    if clocked.fine(at) or at - parts[0].starts_at < GRACE:
        return State.SOON if at - parts[0].starts_at < GRACE else State.OFF
    came = any(one.ends_at is None or one.ends_at > parts[0].starts_at for one in clocked.there)
    return State.LEFT if came else State.LATE


def _too_long(parts: Sequence[Part], pause: Span, at: datetime.datetime) -> bool:
    """Longer than the longest break that is planned in the shift."""
    most = max(
        (one.ends_at - one.starts_at for one in parts if one.kind == BREAK), default=datetime.timedelta()
    )
    return at - pause.starts_at > max(most, datetime.timedelta(minutes=15)) + SLACK


def kept(parts: Sequence[Part], clocked: Clocked, until: datetime.datetime) -> float | None:
    """The share of the shift so far in which they did what was planned; None before it begins."""
    edges = _edges(parts, clocked, until)
    total, good = datetime.timedelta(), datetime.timedelta()
    for start, end in pairwise(edges):
        middle = start + (end - start) / 2
        planned = planned_at(parts, middle)
        if planned is None:
            continue
        total += end - start
        is_break = planned.kind == BREAK
        if clocked.fine(middle) or clocked.working(middle) != is_break:
            good += end - start
    return good / total if total else None


def _edges(parts: Sequence[Part], clocked: Clocked, until: datetime.datetime) -> list[datetime.datetime]:
    """Where anything begins or ends, up to now."""
    found = {until}
    for one in parts:
        found |= {one.starts_at, one.ends_at}
    for span in (*clocked.there, *clocked.pauses, *clocked.approved):
        found |= {span.starts_at, span.ends_at or until}
    return sorted(at for at in found if at <= until)
