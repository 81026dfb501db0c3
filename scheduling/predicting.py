"""From days of half hours to days ahead: the one place that knows how scheduling.forecast is asked."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scheduling.forecast import Ahead, forecast
from scheduling.forecast import Day as Behind
from scheduling.history import HOLIDAY, Day

Slots = Sequence[Sequence[float]]  # by day, 48 each
# Of so many days at least something must be known, and so many must have come.
FEWEST_DAYS, FEWEST = 21, 20
# So much of what comes should lie between low and high.
LEVEL = 0.8


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
    """`scores` has the chosen one first; `unlike` days taught nothing, since nothing was like them."""

    expected: Slots
    low: Slots
    high: Slots
    method: str
    scores: tuple[Score, ...]
    unlike: int = 0


def enough(days: Sequence[Day]) -> bool:
    known = [day for day in days if HOLIDAY not in day.left_out and _mostly_known(day)]
    return len(known) >= FEWEST_DAYS and sum(day.total for day in known) >= FEWEST


def _mostly_known(day: Day) -> bool:
    return 2 * sum(value is not None for value in day.values) >= len(day.values)


def predict(days: Sequence[Day], ahead: Sequence[datetime.date]) -> Predicted:
    """By whichever way was best on the weeks behind. Holidays ahead are seen to by whoever asks."""
    behind = [Behind(day.day, day.values, holiday=HOLIDAY in day.left_out) for day in days]
    found = forecast(behind, [Ahead(day) for day in ahead], level=LEVEL)
    scores = tuple(Score(one.method, one.wape, one.mase) for one in found.scores)
    unlike = found.left_out.get("unlike", 0)
    return Predicted(found.expected, found.low, found.high, found.method, scores, unlike)
