"""What one ticket is promised, as plain values: how long, in which hours, what stands still, when to warn.

A `Promise` holds a `Target` for each metric; a target may warn at several `Threshold`s.

Pure: no Django, no clock, no database. `sla.terms` reads these from their written form; `sla.clock`
measures tickets against them.
Spans are `timedelta`. Everything here is immutable and hashable, and refuses nonsense with `PolicyError`
(a `ValueError`) whose text says what to do, so a form may show it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache


class PolicyError(ValueError):
    """A promise that cannot be kept track of; the message says how to mend it."""


class Metric(StrEnum):
    """What is timed. The first five are owed to somebody; the last two measure, and may have a target."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"  # one cycle for each turn of the customer after the first answer
    TIME_TO_OWN = "time_to_own"  # one cycle for each time the ticket lies without an owner
    PERIODIC_UPDATE = "periodic_update"  # from one answer to the next, until it is solved
    RESOLUTION = "resolution"
    CUSTOMER_WAIT = "customer_wait"  # until solved, without the time spent waiting on the customer
    WORK_TIME = "work_time"  # until solved, without the time spent waiting on anybody

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


class Category(StrEnum):
    """The six kinds of ticket status that timers tell apart."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # on the customer
    HOLD = "hold"  # on somebody else
    SOLVED = "solved"
    CLOSED = "closed"


FINISHED = frozenset({Category.SOLVED, Category.CLOSED})
PAUSABLE = frozenset({Category.WAITING, Category.HOLD})

# Somebody waits for these whatever the ticket is waiting for: they never stand still.
NEVER_PAUSE = frozenset({Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.TIME_TO_OWN})
# These are what they leave out.
FIXED_PAUSES = {
    Metric.CUSTOMER_WAIT: frozenset({Category.WAITING}),
    Metric.WORK_TIME: frozenset({Category.WAITING, Category.HOLD}),
}
# They run from the opening to the solution, and over a reopening.
WHOLE_LIFE = frozenset({Metric.RESOLUTION, Metric.CUSTOMER_WAIT, Metric.WORK_TIME})


class Audience(StrEnum):
    """To whom something is promised."""

    CUSTOMER = "customer"
    INTERNAL = "internal"  # from team to team; customers never hear of it


class Hours(StrEnum):
    BUSINESS = "business"  # only the desk's open hours count
    CALENDAR = "calendar"  # every hour counts


class Reopen(StrEnum):
    """What a reopened ticket does to its resolution clock."""

    RESUME = "resume"  # the same cycle goes on; the time it lay solved is not counted
    NEW_CYCLE = "new_cycle"  # a fresh clock; the old cycle keeps its result


class OnChange(StrEnum):
    """How a promise that takes effect mid-way treats the time already spent."""

    PROSPECTIVE = "prospective"  # what was used keeps its share: half of 8 h used is half of 2 h used
    RETROACTIVE = "retroactive"  # as if it had held since the cycle began; pauses stay pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """When to warn: once a `fraction` of the span is used (0 < f < 1), or when `left` is left.

    `left` is measured in the target's own hours, or by the wall clock when `real` is true.
    """

    fraction: float | None = None
    left: timedelta | None = None
    real: bool = False

    def __post_init__(self) -> None:
        if (self.fraction is None) == (self.left is None):
            raise PolicyError("Give a warning either a fraction of the target or a time left, not both.")
        if self.fraction is not None and not 0 < self.fraction < 1:
            raise PolicyError("A warning's fraction lies between 0 and 1, for example 0.75.")
        if self.left is not None and self.left <= timedelta(0):
            raise PolicyError("A warning's time left must be longer than nothing.")
        if self.real and self.left is None:
            raise PolicyError("Only a warning by time left can go by the wall clock.")

    @property
    def key(self) -> str:
        """How records name it: `75%` of the target used, `15m` left of it, `real 15m` by the wall clock."""
        if self.fraction is not None:
            return f"{self.fraction * 100:g}%"
        assert self.left is not None
        return f"{'real ' if self.real else ''}{self.left / timedelta(minutes=1):g}m"

    def share_of(self, span: timedelta) -> Fraction:
        """The share of `span` that is used when this warning falls due, by the target's own hours."""
        if self.fraction is not None:
            return _exactly(self.fraction)
        assert self.left is not None
        return 1 - Fraction(self.left // timedelta(microseconds=1), span // timedelta(microseconds=1))


@lru_cache(maxsize=256)
def _exactly(fraction: float) -> Fraction:
    return Fraction(str(fraction))  # through its text, so that 0.9 is nine tenths exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One promise for one metric.

    `pauses_in` names the categories in which the clock stands still; what is in NEVER_PAUSE has none.
    `reopen` matters for resolution only.
    """

    metric: Metric
    span: timedelta
    hours: Hours = Hours.BUSINESS
    pauses_in: frozenset[Category] = frozenset()
    warnings: tuple[Threshold, ...] = ()
    reopen: Reopen = Reopen.RESUME

    def __post_init__(self) -> None:
        if self.span <= timedelta(0):
            raise PolicyError("A target needs a time longer than nothing.")
        if self.metric is Metric.FIRST_RESPONSE and self.pauses_in:
            raise PolicyError("A first response never pauses: leave its pauses empty.")
        if self.metric in NEVER_PAUSE and self.pauses_in:
            raise PolicyError(f"The {self.metric.words} never pauses: leave its pauses empty.")
        if self.pauses_in != FIXED_PAUSES.get(self.metric, self.pauses_in):
            raise PolicyError(f"The {self.metric.words} has pauses of its own: leave them as they are.")
        if not self.pauses_in <= PAUSABLE:
            raise PolicyError("A target can pause only while waiting on the customer or on hold.")
        for warning in self.warnings:
            if warning.left is not None and not warning.real and warning.left >= self.span:
                raise PolicyError("A warning's time left must be shorter than the target itself.")


def first_response(
    span: timedelta, *, hours: Hours = Hours.BUSINESS, warnings: tuple[Threshold, ...] = ()
) -> Target:
    return Target(metric=Metric.FIRST_RESPONSE, span=span, hours=hours, warnings=warnings)


def resolution(
    span: timedelta,
    *,
    hours: Hours = Hours.BUSINESS,
    pauses_in: frozenset[Category] = frozenset({Category.WAITING}),
    warnings: tuple[Threshold, ...] = (),
    reopen: Reopen = Reopen.RESUME,
) -> Target:
    """Pauses while waiting on the customer unless told otherwise."""
    return Target(
        metric=Metric.RESOLUTION,
        span=span,
        hours=hours,
        pauses_in=pauses_in,
        warnings=warnings,
        reopen=reopen,
    )


def usual_pauses(metric: Metric) -> frozenset[Category]:
    """Where a clock stands still when a policy does not say."""
    return FIXED_PAUSES.get(metric, frozenset() if metric in NEVER_PAUSE else frozenset({Category.WAITING}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The targets that hold for one ticket, at most one per metric; none at all is allowed.

    `on_change`: how this promise takes over from the one before it.
    `agent_opened_waits`: for a ticket an agent opened, first response starts at the first customer message.
    `bounce_window`: an answer that fails later than this after it was sent keeps its credit.
    """

    targets: tuple[Target, ...] = ()
    on_change: OnChange = OnChange.PROSPECTIVE
    agent_opened_waits: bool = True
    bounce_window: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        metrics = [target.metric for target in self.targets]
        if len(metrics) != len(set(metrics)):
            raise PolicyError("A promise holds one target per kind of clock; remove the second.")

    def target(self, metric: Metric) -> Target | None:
        return next((target for target in self.targets if target.metric is metric), None)
