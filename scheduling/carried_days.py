"""Days carried over from the year before, and until when they can be taken. Pure: no Django, no database.

Whoever is off uses days that were carried first, as long as they last and hold; what is left of them after
their last day is gone.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

NONE = Decimal(0)


@dataclass(frozen=True)
class Taken:
    """Days off of one year, taken or asked for: up to the last day of what was carried, and after it."""

    before: Decimal = NONE
    after: Decimal = NONE

    @property
    def days(self) -> Decimal:
        return self.before + self.after

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.before + other.before, self.after + other.after)


def carried_left(carried: Decimal, taken: Taken) -> Decimal:
    """Of what was carried, so much is not used."""
    return max(carried - taken.before, NONE)


def left(given: Decimal, carried: Decimal, taken: Taken, *, lapsed: bool) -> Decimal:
    """Below zero where more is taken than there is. `lapsed`: the last day is over."""
    after = given - max(taken.before - carried, NONE) - taken.after
    return after if lapsed else after + carried_left(carried, taken)


def fits(given: Decimal, carried: Decimal, taken: Taken, asked: Taken) -> bool:
    """Whether there are days enough for what is asked for besides: late ones cannot use what was carried."""
    return not asked.days or left(given, carried, taken + asked, lapsed=True) >= 0


def split(days: Mapping[datetime.date, Decimal], until: datetime.date | None) -> Taken:
    """Without a last day nothing is too late."""
    before = sum((n for day, n in days.items() if until is None or day <= until), NONE)
    return Taken(before, sum(days.values(), NONE) - before)
