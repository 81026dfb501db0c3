"""What was planned held against what was done: one walk over both. Pure: no Django, no database.

Planned is a shift with its parts, done is what the clock says: at work, or in a break. Late, gone early, a
break at another time, at work without a shift: each is a stretch, with its length. Work is kept while they
are clocked in and not on a break; a break by a break, or by being out. What was approved as an exception
counts as kept. All on absolute time.

Two questions are asked of it: how much was kept (`share`, of a day or of a shift so far), and what one sees
at this moment (`adhering`).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

BREAK = "break"


class Plan(StrEnum):
    WORK = "work"
    BREAK = "break"
    OFF = "off"


class Verdict(StrEnum):
    KEPT = "kept"
    APPROVED = "approved"
    ABSENT = "absent"
    ON_BREAK = "on_break"
    NO_BREAK = "no_break"
    EXTRA = "extra"


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

    def done(self, at: datetime.datetime) -> Plan:
        if not any(one.holds(at) for one in self.there):
            return Plan.OFF
        return Plan.BREAK if self.pause(at) else Plan.WORK

    def pause(self, at: datetime.datetime) -> Span | None:
        return next((one for one in self.pauses if one.holds(at)), None)

    def fine(self, at: datetime.datetime) -> bool:
        return any(one.holds(at) for one in self.approved)


def part_at(parts: Iterable[Part], at: datetime.datetime) -> Part | None:
    return next((one for one in parts if one.starts_at <= at < one.ends_at), None)


def planned(parts: Iterable[Part], at: datetime.datetime) -> Plan:
    part = part_at(parts, at)
    if part is None:
        return Plan.OFF
    return Plan.BREAK if part.kind == BREAK else Plan.WORK


@dataclass(frozen=True, slots=True)
class Interval:
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    plan: Plan
    done: Plan
    verdict: Verdict

    @property
    def minutes(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 60


def walk(parts: Sequence[Part], clocked: Clocked, until: datetime.datetime) -> list[Interval]:
    """In order, all in which anything was planned or done, up to `until`: what comes later is not judged."""
    found: list[Interval] = []
    for start, end in pairwise(_edges(parts, clocked, until)):
        plan, done = planned(parts, start), clocked.done(start)
        if plan == done == Plan.OFF:
            continue
        _append(found, Interval(start, end, plan, done, _verdict(plan, done, clocked.fine(start))))
    return found


def _edges(parts: Iterable[Part], clocked: Clocked, until: datetime.datetime) -> list[datetime.datetime]:
    """Where anything begins or ends, up to `until`."""
    found = {until}
    spans: list[Part | Span] = [*parts, *clocked.there, *clocked.pauses, *clocked.approved]
    for one in spans:
        found |= {one.starts_at, one.ends_at or until}
    return sorted(at for at in found if at <= until)


def _append(found: list[Interval], one: Interval) -> None:
    """Joined with the one before where nothing changes."""
    last = found[-1] if found else None
    if last and last.ends_at == one.starts_at and _same(last, one):
        found[-1] = replace(last, ends_at=one.ends_at)
    else:
        found.append(one)


def _same(a: Interval, b: Interval) -> bool:
    return (a.plan, a.done, a.verdict) == (b.plan, b.done, b.verdict)


def _verdict(plan: Plan, done: Plan, fine: bool) -> Verdict:
    if plan == done:
        return Verdict.KEPT
    if fine:
        return Verdict.APPROVED
    if plan == Plan.OFF:
        return Verdict.EXTRA
    if done == Plan.OFF:
        return Verdict.KEPT if plan == Plan.BREAK else Verdict.ABSENT
    return Verdict.ON_BREAK if plan == Plan.WORK else Verdict.NO_BREAK


def share(intervals: Iterable[Interval]) -> float | None:
    """Of what was planned, breaks too, how much was kept or excused; None if nothing was planned."""
    asked = [one for one in intervals if one.plan != Plan.OFF]
    total = sum(one.minutes for one in asked)
    if not total:
        return None
    fine = sum(one.minutes for one in asked if one.verdict in (Verdict.KEPT, Verdict.APPROVED))
    return fine / total
