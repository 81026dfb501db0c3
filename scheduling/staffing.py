"""How many people work needs so that a promise is kept, and why. Pure: no Django, no database.

Calls and talks wait in line (`erlang`): the fewest people with whom the promised share is answered in time.
Letters can wait for hours: `deferring` spreads them over the open time. Whoever has both is `blended`.
Every answer carries a `Why`: the figures that made it, to be put into words where it is shown.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from scheduling.erlang import Line, erlangs

MOST_HEADS = 1 << 20
# Of the time in which nobody calls so much is of use for letters: the rest is lost on going to and fro.
USABLE = 0.8


class StaffingError(ValueError):
    """What is asked has no answer; the words say what to change."""


@dataclass(frozen=True, slots=True)
class Why:
    """`kind` says which sentence to make: waiting, quiet, occupancy, given_up, deferrable, blended."""

    kind: str
    figures: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """As JSON; what has no end is None."""
        figures = {name: value if math.isfinite(value) else None for name, value in self.figures.items()}
        return {"kind": self.kind, **figures}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What comes in an interval and cannot wait long. Of `patience_s`, `concurrency`, `slower`: see Line."""

    arrivals: float
    aht_s: float
    interval_s: float = 1800
    patience_s: float | None = None
    concurrency: int = 1
    slower: float = 0.0

    def line(self, agents: int) -> Line:
        return Line(
            agents,
            self.arrivals / self.interval_s,
            self.aht_s,
            self.patience_s,
            self.concurrency,
            self.slower,
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """`share` of those who come is answered within so many seconds; people are busy for no more than
    `most_occupancy` of their time, and no more than `most_given_up` of those who come give up.
    """

    share: float = 0.8
    within_s: float = 20
    most_occupancy: float = 1.0
    most_given_up: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise StaffingError(
                "A promise is for more than none and less than all: all can never be promised."
            )
        if self.within_s < 0 or not 0 < self.most_occupancy <= 1:
            raise StaffingError("A promise needs a time, and people can be busy for at most all of theirs.")

    def broken(self, line: Line) -> str:
        """Which part of it these people would break, or nothing."""
        if line.overloaded and line.patience_s is None:
            return "waiting"
        if line.answered_within(self.within_s) < self.share:
            return "waiting"
        if self.most_given_up is not None and line.given_up > self.most_given_up:
            return "given_up"
        return "occupancy" if line.occupancy > self.most_occupancy else ""


@dataclass(frozen=True, slots=True)
class Staffing:
    """`heads` at work, `rostered` to have so many at work."""

    heads: float
    rostered: int
    why: Why


@lru_cache(maxsize=4096)
def heads_needed(work: Waiting, promise: Promise, *, shrinkage: float = 0.0) -> Staffing:
    if not work.arrivals:
        return Staffing(0, 0, Why("quiet", {"arrivals": 0.0}))
    heads = _fewest(work, promise)
    rostered = with_shrinkage(heads, shrinkage)
    kind = promise.broken(work.line(heads - 1)) if heads else ""
    figures = {**_figures(work, promise, heads), "shrinkage": shrinkage, "rostered": float(rostered)}
    return Staffing(heads, rostered, Why(kind or "waiting", figures))


def _fewest(work: Waiting, promise: Promise) -> int:
    """More people never answer less: doubled until enough, then halved."""
    high = max(math.ceil(erlangs(work.arrivals, work.interval_s, work.aht_s) / work.concurrency), 1)
    low = 0
    while promise.broken(work.line(high)):
        low, high = high, high * 2
        if high > MOST_HEADS:
            raise StaffingError("No number of people keeps this promise: give it more time.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if promise.broken(work.line(middle)) else (low, middle)
    return high


def _figures(work: Waiting, promise: Promise, heads: int) -> dict[str, float]:
    line, one_less = work.line(heads), work.line(heads - 1)
    return {
        "arrivals": work.arrivals, "interval_s": work.interval_s, "aht_s": work.aht_s,
        "erlangs": erlangs(work.arrivals, work.interval_s, work.aht_s), "heads": float(heads),
        "share": promise.share, "within_s": promise.within_s,
        "answered": line.answered_within(promise.within_s),
        "one_less": one_less.answered_within(promise.within_s) if heads > 1 else 0.0,
        "must_wait": line.wait_probability, "mean_wait_s": line.mean_wait_s, "occupancy": line.occupancy,
        "given_up": line.given_up, "concurrency": float(work.concurrency),
    }  # fmt: skip


def with_shrinkage(heads: float, shrinkage: float) -> int:
    """How many to roster where that share of paid time goes to breaks, training, leave and sickness."""
    if not 0 <= shrinkage < 1:
        raise StaffingError("Shrinkage is a share below all of the time.")
    return math.ceil(round(heads / (1 - shrinkage), 9))


def spare(calls: Staffing) -> float:
    """Heads of time that these people have between calls and can give to letters."""
    busy = calls.why.figures.get("occupancy", 0.0)
    return calls.heads * max(1 - busy, 0.0) * USABLE


def blended(calls: Staffing, letters: float, *, shrinkage: float = 0.0) -> Staffing:
    """Of a team that answers calls first and letters between them: the calls' people, and more only for what
    does not fit between calls. `letters` are the heads that letters need at that time. Calls are the better
    for those who are more; that is left out, on the safe side.
    """
    between = spare(calls)
    heads = calls.heads + max(letters - between, 0.0)
    figures = {
        "calls": float(calls.heads), "letters": letters, "between": between, "heads": heads,
        "occupancy": calls.why.figures.get("occupancy", 0.0), "shrinkage": shrinkage,
    }  # fmt: skip
    return Staffing(heads, with_shrinkage(heads, shrinkage), Why("blended", figures))


def at_occupancy(calls: Staffing, heads: int, work: Waiting) -> Staffing:
    """The same work with another number of people: what would be answered then."""
    line = work.line(heads)
    more = {"heads": float(heads), "occupancy": line.occupancy, "must_wait": line.wait_probability,
            "answered": line.answered_within(calls.why.figures.get("within_s", 0.0))}  # fmt: skip
    return replace(calls, heads=heads, why=Why(calls.why.kind, {**calls.why.figures, **more}))
