"""From what is expected to heads: the one place that knows how scheduling.staffing is asked."""

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduling.choices import Work
from scheduling.deferring import Letters, plan
from scheduling.models import StaffingTerms
from scheduling.staffing import USABLE, Promise, StaffingError, Waiting, heads_needed
from scheduling.weeks import HALF

SLOT_SECONDS = HALF.total_seconds()


@dataclass(frozen=True, slots=True)
class Slot:
    """A half hour: what is expected to come in it, and whether the team works then."""

    starts_at: datetime.datetime
    expected: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Heads:
    """To be on shift; `why` says from what, as scheduling.need_words puts into words."""

    heads: float
    why: Mapping[str, Any]


def heads_for(
    terms: StaffingTerms,
    handle_seconds: int,
    slots: Sequence[Slot],
    *,
    backlog: Sequence[datetime.datetime | None] = (),
    calls: Mapping[datetime.datetime, Sequence[Heads]] | None = None,
) -> list[Heads]:
    """StaffingError if no number of people would do. Of tickets `backlog` are those that wait, by when they
    are due; `calls` who is there for calls and chats anyway.
    """
    if terms.work == Work.TICKETS:
        return deferred(terms, handle_seconds, slots, backlog, calls or {})
    return waiting(terms, handle_seconds, slots)


def waiting(terms: StaffingTerms, handle_seconds: int, slots: Sequence[Slot]) -> list[Heads]:
    """Whoever calls when nobody works is not waited for."""
    promise = Promise(
        terms.service_percent / 100, terms.target_seconds, most_occupancy=terms.occupancy_percent / 100
    )
    known: dict[float, Heads] = {}
    found = []
    for slot in slots:
        if not slot.is_open:
            found.append(Heads(0, {"kind": "closed", "arrivals": round(slot.expected, 2)}))
            continue
        arrivals = round(slot.expected, 2)
        if arrivals not in known:
            known[arrivals] = at_least(terms, _calls(terms, promise, arrivals, handle_seconds))
        found.append(known[arrivals])
    return found


def _calls(terms: StaffingTerms, promise: Promise, arrivals: float, handle_seconds: int) -> Heads:
    work = Waiting(arrivals, handle_seconds, SLOT_SECONDS, terms.patience_seconds or None, terms.concurrency)
    need = heads_needed(work, promise, shrinkage=terms.shrinkage_percent / 100)
    return Heads(need.rostered, need.why.to_dict())


def at_least(terms: StaffingTerms, heads: Heads) -> Heads:
    if heads.heads >= terms.fewest:
        return heads
    return Heads(terms.fewest, {**heads.why, "kind": "fewest", "computed": heads.heads})


def deferred(
    terms: StaffingTerms,
    handle_seconds: int,
    slots: Sequence[Slot],
    backlog: Sequence[datetime.datetime | None],
    calls: Mapping[datetime.datetime, Sequence[Heads]],
) -> list[Heads]:
    """Letters are answered in open hours, in the order they came, each before its promise is over: as evenly
    as that allows.
    """
    free = [_between(calls.get(slot.starts_at, ())) if terms.between_calls else 0.0 for slot in slots]
    letters = Letters(
        [slot.expected for slot in slots], [slot.is_open for slot in slots],
        terms.target_seconds / SLOT_SECONDS, handle_seconds, terms.service_percent / 100, SLOT_SECONDS,
        backlog=backlog_in_slots([slot.starts_at for slot in slots if slot.is_open], backlog),
    )  # fmt: skip
    found = plan(letters, spare=free)
    figures = found.why.to_dict()
    return [
        _letters(terms, slot, heads, spare, calls.get(slot.starts_at, ()), figures)
        for slot, heads, spare in zip(slots, found.heads, free, strict=True)
    ]


def _letters(
    terms: StaffingTerms,
    slot: Slot,
    heads: float,
    spare: float,
    calls: Sequence[Heads],
    figures: Mapping[str, Any],
) -> Heads:
    if not slot.is_open:
        return Heads(0, {"kind": "closed", "arrivals": round(slot.expected, 2)})
    shrinkage = terms.shrinkage_percent / 100
    why = {**figures, "arrivals": round(slot.expected, 2), "at_work": round(heads, 2), "shrinkage": shrinkage}
    if spare:
        why["between"] = round(spare, 2)
    found = Heads(round(heads / (1 - shrinkage), 2), why)
    # Whoever is there for calls sees what comes, too.
    return found if sum(one.heads for one in calls) >= terms.fewest else at_least(terms, found)


def _between(calls: Sequence[Heads]) -> float:
    """Heads of time that people have between calls."""
    return sum(
        float(one.why.get("heads") or 0) * max(1 - float(one.why.get("occupancy") or 0), 0) * USABLE
        for one in calls
    )


def backlog_in_slots(
    opens: Sequence[datetime.datetime], backlog: Sequence[datetime.datetime | None]
) -> list[tuple[float, float]]:
    """By how many of the open slots are left: how many; without a promise, all of them are."""
    counts: dict[float, float] = {}
    for due in backlog:
        left = len(opens) if due is None else min(bisect_left(opens, due), len(opens))
        counts[float(left)] = counts.get(float(left), 0.0) + 1
    return sorted(counts.items())


__all__ = ["Heads", "Slot", "StaffingError", "at_least", "backlog_in_slots", "heads_for"]
