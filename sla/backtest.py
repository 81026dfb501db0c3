"""What another promise would have made of tickets that have been: clocks in, counts and changes out. Pure.

A clock is *kept* or *missed* once that is settled, *open* while it is not, and otherwise not judged: merged,
not needed, withdrawn. Attainment is kept of kept and missed.

Agent-hours are reckoned from the promises alone, so they say how much work would have had to be done sooner,
not how many people that takes: each promise that would be missed now and was not is one piece of work (an
answer, an update, a solution) at its usual handling time, `HANDLING`; each that would be kept now and was not
is one less. `sooner` is by how much they were late together, in the hours of their own targets.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from sla.clock import Clock, ClockState
from sla.policy import Metric

_MINUTE = timedelta(minutes=1)
HANDLING: Mapping[Metric, timedelta] = {
    Metric.FIRST_RESPONSE: 8 * _MINUTE,
    Metric.NEXT_RESPONSE: 6 * _MINUTE,
    Metric.TIME_TO_OWN: 1 * _MINUTE,
    Metric.PERIODIC_UPDATE: 4 * _MINUTE,
    Metric.RESOLUTION: 20 * _MINUTE,
    Metric.CUSTOMER_WAIT: 20 * _MINUTE,
    Metric.WORK_TIME: 20 * _MINUTE,
}


class Outcome(StrEnum):
    KEPT = "kept"
    MISSED = "missed"
    OPEN = "open"


class Change(StrEnum):
    NEWLY_LATE = "newly_late"
    NO_LONGER_LATE = "no_longer_late"


_OUTCOMES = {
    ClockState.MET: Outcome.KEPT,
    ClockState.MISSED: Outcome.MISSED,
    ClockState.RUNNING: Outcome.OPEN,
    ClockState.PAUSED: Outcome.OPEN,
    ClockState.UNSCHEDULABLE: Outcome.OPEN,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One clock before and after; on either side it may not exist."""

    metric: Metric
    cycle: int
    before: Clock | None
    after: Clock | None

    @property
    def change(self) -> Change | None:
        was, now = outcome(self.before) is Outcome.MISSED, outcome(self.after) is Outcome.MISSED
        if was == now:
            return None
        return Change.NEWLY_LATE if now else Change.NO_LONGER_LATE

    @property
    def sooner(self) -> timedelta:
        """By how much a promise that is newly missed was late."""
        if self.change is not Change.NEWLY_LATE or self.after is None:
            return timedelta(0)
        return max(-self.after.remaining, timedelta(0))

    @property
    def handling(self) -> timedelta:
        """The work that would have had to be done sooner; less than nothing if it may wait longer."""
        sign = {Change.NEWLY_LATE: 1, Change.NO_LONGER_LATE: -1, None: 0}[self.change]
        return sign * HANDLING[self.metric]


def outcome(clock: Clock | None) -> Outcome | None:
    return _OUTCOMES.get(clock.state) if clock else None


def compare(before: Iterable[Clock], after: Iterable[Clock]) -> Iterator[Compared]:
    """Clock by clock, by metric and cycle. A cycle of one side that the other does not have is compared with
    nothing.
    """
    was = {(clock.metric, clock.cycle): clock for clock in before}
    now = {(clock.metric, clock.cycle): clock for clock in after}
    order = list(Metric)
    for metric, cycle in sorted(was.keys() | now.keys(), key=lambda key: (order.index(key[0]), key[1])):
        yield Compared(metric, cycle, was.get((metric, cycle)), now.get((metric, cycle)))


@dataclass(slots=True)
class Tally:
    """How many were kept, missed, open on one side."""

    kept: int = 0
    missed: int = 0
    open: int = 0

    def count(self, what: Outcome | None) -> None:
        if what is not None:
            setattr(self, what.value, getattr(self, what.value) + 1)

    @property
    def attainment(self) -> float | None:
        judged = self.kept + self.missed
        return self.kept / judged if judged else None


@dataclass(slots=True)
class Line:
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)

    def count(self, each: Compared) -> None:
        self.before.count(outcome(each.before))
        self.after.count(outcome(each.after))

    def as_json(self) -> list[int]:
        return [n for side in (self.before, self.after) for n in (side.kept, side.missed, side.open)]

    @classmethod
    def from_json(cls, told: list[int]) -> "Line":
        return cls(Tally(*told[:3]), Tally(*told[3:]))

    def add(self, other: "Line") -> None:
        for mine, theirs in ((self.before, other.before), (self.after, other.after)):
            mine.kept += theirs.kept
            mine.missed += theirs.missed
            mine.open += theirs.open
