"""From days of half hours to days ahead: the one place that knows how scheduling.forecast is asked."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scheduling.history import HOLIDAY, Day

Slots = Sequence[Sequence[float]]  # by day, 48 each
# Of so many days at least something must be known, and so many must have come.
FEWEST_DAYS, FEWEST = 21, 20


@dataclass(frozen=True, slots=True)
class Score:
    """What a method would have been off by, had it been used on the weeks behind."""

    method: str
    wape: float | None
    mase: float | None

    def as_json(self) -> dict[str, Any]:
        return {"method": self.method, "wape": self.wape, "mase": self.mase}


@dataclass(frozen=True, slots=True)
class Predicted:
    """`scores` has the chosen one first."""

    expected: Slots
    low: Slots
    high: Slots
    method: str
    scores: tuple[Score, ...]


def enough(days: Sequence[Day]) -> bool:
    known = [day for day in days if HOLIDAY not in day.left_out and any(v is not None for v in day.values)]
    return len(known) >= FEWEST_DAYS and sum(day.total for day in known) >= FEWEST


def predict(days: Sequence[Day], ahead: Sequence[datetime.date]) -> Predicted:
    """The mean of the last eight same weekdays, and as far off as chance alone makes it."""
    usual = [[0.0] * 48 for _ in range(7)]
    for weekday in range(7):
        same = [d for d in days if d.day.weekday() == weekday and HOLIDAY not in d.left_out][-8:]
        for slot in range(48):
            known = [d.values[slot] for d in same if d.values[slot] is not None]
            usual[weekday][slot] = sum(known) / len(known) if known else 0.0
    expected = [usual[day.weekday()] for day in ahead]
    low = [[max(one - 1.28 * (one + 0.05) ** 0.5, 0.0) for one in day] for day in expected]
    high = [[one + 1.28 * (one + 0.05) ** 0.5 for one in day] for day in expected]
    return Predicted(expected, low, high, "mean_8", ())
