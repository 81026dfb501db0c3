"""Plan, actuals and what is to come, added up: months of a year, branches of a tree. PURE, in cents."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from budget.money import share

MONTHS = 12
Months = Sequence[int]


class Method(StrEnum):
    PLAN = "plan"  # what is left of the plan
    RATE = "rate"  # as in the months so far


class Look(StrEnum):
    WITHIN = "within"
    OVER = "over"
    UNDER = "under"


def nothing() -> list[int]:
    return [0] * MONTHS


def month_starts(starts_on: datetime.date) -> list[datetime.date]:
    """The first day of each month of a year that begins with this one."""
    first = starts_on.year * MONTHS + starts_on.month - 1
    return [datetime.date(n // MONTHS, n % MONTHS + 1, 1) for n in range(first, first + MONTHS)]


def last_day(starts_on: datetime.date) -> datetime.date:
    return starts_on.replace(year=starts_on.year + 1) - datetime.timedelta(days=1)


def month_of(starts_on: datetime.date, day: datetime.date) -> int | None:
    """Which month of the year a day is in, from 0; None if in another year."""
    n = (day.year - starts_on.year) * MONTHS + day.month - starts_on.month
    return n if 0 <= n < MONTHS else None


def months_over(starts_on: datetime.date, today: datetime.date) -> int:
    """How many months of the year are over, 0 to 12."""
    n = (today.year - starts_on.year) * MONTHS + today.month - starts_on.month
    return min(max(n, 0), MONTHS)


def last_day_over(today: datetime.date) -> datetime.date:
    """Of the last month that is over."""
    return today.replace(day=1) - datetime.timedelta(days=1)


def added(rows: Iterable[Months]) -> list[int]:
    """Month by month."""
    total = nothing()
    for row in rows:
        total = [a + b for a, b in zip(total, row, strict=True)]
    return total


@dataclass(frozen=True)
class Sums:
    """A line, a cost centre or a whole year: twelve months of each. `committed` is what is still open."""

    plan: Months = field(default_factory=nothing)
    actual: Months = field(default_factory=nothing)
    committed: Months = field(default_factory=nothing)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            added((self.plan, other.plan)),
            added((self.actual, other.actual)),
            added((self.committed, other.committed)),
        )

    @property
    def is_empty(self) -> bool:
        return not (any(self.plan) or any(self.actual) or any(self.committed))

    def forecast(self, over: int, method: Method) -> list[int]:
        return forecast(self, over, method)


def forecast(sums: Sums, over: int, method: Method) -> list[int]:
    """Months that are over as they were. Each later one: what is left of the plan, or what the months so far
    were in the mean (to the cent over all of them); never less than what is posted or committed already.
    With no month over there is no mean: the plan counts.
    """
    to_come = list(sums.plan[over:])
    if method is Method.RATE and over and to_come:
        so_far = sum(sums.actual[:over])
        rest_of_year = (abs(so_far) * len(to_come) * 2 + over) // (over * 2)  # half up
        to_come = share(rest_of_year if so_far >= 0 else -rest_of_year, [1] * len(to_come))
    known = [a + c for a, c in zip(sums.actual[over:], sums.committed[over:], strict=True)]
    late = sum(sums.committed[:over])  # ordered for a month that is over and not billed yet
    rest = [_at_least(expected, sure) for expected, sure in zip(to_come, known, strict=True)]
    if rest:
        rest[0] += late
        return [*sums.actual[:over], *rest]
    return [*sums.actual[: MONTHS - 1], sums.actual[-1] + late]


def _at_least(expected: int, sure: int) -> int:
    """What is planned as income is not undone by what is not there yet."""
    return max(expected, sure) if expected >= 0 else min(expected, sure)


@dataclass(frozen=True)
class Limits:
    """From when on a difference is explained: more than this share of the plan and more than this sum."""

    percent: int
    cents: int


@dataclass(frozen=True)
class Variance:
    """`cents` more than planned, less if negative. `percent` of the plan, towards zero; None without a
    plan.
    """

    plan: int
    actual: int
    look: Look

    @property
    def cents(self) -> int:
        return self.actual - self.plan

    @property
    def percent(self) -> int | None:
        if not self.plan:
            return None
        share_of_plan = abs(self.cents) * 100 // abs(self.plan)
        return -share_of_plan if self.cents < 0 else share_of_plan

    @property
    def is_out(self) -> bool:
        return self.look is not Look.WITHIN


def variance(plan: int, actual: int, limits: Limits) -> Variance:
    """Out of bounds when both limits are exceeded, so that neither small sums nor small shares cry out."""
    apart = abs(actual - plan)
    out = apart > limits.cents and apart * 100 > limits.percent * abs(plan)
    look = Look.WITHIN if not out else Look.OVER if actual > plan else Look.UNDER
    return Variance(plan, actual, look)


def still_open(committed: Months, posted: int) -> list[int]:
    """What of a commitment is open when so much of it was posted: the earliest months are released first."""
    left, open_ = max(posted, 0), []
    for amount in committed:
        released = min(left, amount)
        left -= released
        open_.append(amount - released)
    return open_


def roll_up(own: Mapping[int, Sums], parents: Mapping[int, int | None]) -> dict[int, Sums]:
    """Of each branch with everything below it. ValueError if the tree bites its tail."""
    total = {one: own.get(one, Sums()) for one in parents}
    for one, sums in own.items():
        for above in branch(one, parents)[1:]:
            total[above] += sums
    return total


def branch(one: int, parents: Mapping[int, int | None]) -> list[int]:
    """It and those above it, up to the root. A parent that is not there is none."""
    way: list[int] = []
    at: int | None = one
    while at is not None and at in parents:
        if at in way:
            raise ValueError(f"{one} is above itself")
        way.append(at)
        at = parents[at]
    return way


def in_order(parents: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """(branch, depth), each below its parent, in the order in which they were given."""
    below: dict[int | None, list[int]] = {}
    for one, parent in parents.items():
        below.setdefault(parent if parent in parents else None, []).append(one)
    found: list[tuple[int, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for one in below.get(parent, []):
            found.append((one, depth))
            walk(one, depth + 1)

    walk(None, 0)
    return found


def per_piece(cents: int, pieces: int) -> int | None:
    """Cost of one, rounded half up; None if there is none."""
    if pieces <= 0:
        return None
    each = (abs(cents) * 2 + pieces) // (pieces * 2)
    return -each if cents < 0 else each
