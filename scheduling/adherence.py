"""What was planned held against what was done, interval by interval. Pure: no Django, no database.

Planned is a shift with its parts, done is what the clock says: at work, or in a break. Late, gone early, a
break at another time, at work without a shift: each is a stretch, with its length. What was approved as an
exception counts as kept.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


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
class Stretch:
    """From and to on absolute time; `is_break` within whatever holds it."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_break: bool = False


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


def held(
    planned: Sequence[Stretch],
    done: Sequence[Stretch],
    approved: Sequence[Stretch] = (),
    *,
    until: datetime.datetime | None = None,
) -> list[Interval]:
    """In order, without gaps between what is planned or done. What comes after `until` is not judged yet."""
    edges = sorted({at for one in (*planned, *done, *approved) for at in (one.starts_at, one.ends_at)})
    if until is not None:
        edges = sorted({*(at for at in edges if at < until), until})
    found: list[Interval] = []
    for start, end in pairwise(edges):
        plan, did = _at(planned, start), _at(done, start)
        if plan == did == Plan.OFF:
            continue
        fine = any(one.starts_at <= start < one.ends_at for one in approved)
        _append(found, Interval(start, end, plan, did, _verdict(plan, did, fine)))
    return found


def _append(found: list[Interval], one: Interval) -> None:
    """Joined with the one before where nothing changes."""
    last = found[-1] if found else None
    if last and last.ends_at == one.starts_at and _same(last, one):
        found[-1] = Interval(last.starts_at, one.ends_at, one.plan, one.done, one.verdict)
    else:
        found.append(one)


def _same(a: Interval, b: Interval) -> bool:
    return (a.plan, a.done, a.verdict) == (b.plan, b.done, b.verdict)


def _at(stretches: Iterable[Stretch], at: datetime.datetime) -> Plan:
    inside = [one for one in stretches if one.starts_at <= at < one.ends_at]
    if any(one.is_break for one in inside):
        return Plan.BREAK
    return Plan.WORK if inside else Plan.OFF


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
    """Of the planned work, how much was kept or excused; None if nothing was planned."""
    planned = [one for one in intervals if one.plan == Plan.WORK]
    total = sum(one.minutes for one in planned)
    if not total:
        return None
    fine = sum(one.minutes for one in planned if one.verdict in (Verdict.KEPT, Verdict.APPROVED))
    return fine / total
