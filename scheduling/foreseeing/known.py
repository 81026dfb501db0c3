"""Days behind, and what can be learned from them. Pure: numpy."""

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FEWEST_WEEKS = 3
# A day of which less is known says nothing about its total.
KNOWN_SHARE = 0.5
# A day with so much less, or more, than the same weekdays around it was none of them, whatever nobody said;
# where little comes that can be chance.
LEAST_LIKE, MOST_LIKE, FEWEST_LIKE, AROUND = 0.3, 3.0, 50.0, 4


class ForecastError(ValueError):
    """There is not enough to learn from; the words say what is missing."""


@dataclass(frozen=True, slots=True)
class Day:
    """Slots of one local day, None where it is not known what came (a gap, an outage). Of an event so many
    times as much came (`factor`). All days have as many slots.
    """

    day: datetime.date
    values: Sequence[float | None]
    holiday: bool = False
    factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Known:
    """Days that are learned from, in order; `values` has no holes, `known` says what was really seen."""

    days: tuple[datetime.date, ...]
    values: Floats
    known: npt.NDArray[np.bool_]
    same: tuple[tuple[int, ...], ...]

    def last(self, weekday: int, before: int, count: int) -> list[int]:
        """The last days of that weekday before the day of that number."""
        rows = self.same[weekday]
        end = bisect_left(rows, before)
        return list(rows[max(end - count, 0) : end])

    @cached_property
    def totals(self) -> Floats:
        found: Floats = self.values.sum(axis=1)
        return found


def learnable(days: Sequence[Day]) -> tuple[Known, dict[str, int]]:
    """And how many days were left out, by reason. ForecastError if too few are left."""
    if not days:
        raise ForecastError("There is no history yet.")
    slots, left_out = len(days[0].values), Counter[str]()
    kept: list[Day] = []
    for one in sorted(days, key=lambda one: one.day):
        if len(one.values) != slots:
            raise ForecastError("All days need the same number of slots.")
        if any(value is not None and value < 0 for value in one.values):
            raise ForecastError("Less than nothing cannot have come.")
        reason = _left_out(one, kept)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(one)
    alike = _alike(kept)
    if len(alike) < len(kept):
        left_out["unlike"] = len(kept) - len(alike)
    weeks = len({one.day.isocalendar()[:2] for one in alike})
    if weeks < FEWEST_WEEKS:
        raise ForecastError(f"History of at least {FEWEST_WEEKS} weeks is needed; {weeks} can be used.")
    return _filled(alike), dict(left_out)


def _left_out(one: Day, kept: Sequence[Day]) -> str:
    if kept and kept[-1].day == one.day:
        raise ForecastError(f"The day {one.day} is there twice.")
    known = sum(value is not None for value in one.values)
    if one.holiday:
        return "holiday"
    if not known:
        return "gap"
    return "outage" if known < KNOWN_SHARE * len(one.values) else "odd" if one.factor <= 0 else ""


def _alike(kept: Sequence[Day]) -> list[Day]:
    """Without those that nothing is like: a holiday or an outage that nobody marked."""
    found = list(kept)
    for weekday in range(7):
        same = [one for one in kept if one.day.weekday() == weekday]
        rates = [_rate(one) for one in same]
        for n, one in enumerate(same):
            around = rates[max(n - AROUND, 0) : n] + rates[n + 1 : n + 1 + AROUND]
            usual = float(np.median(around)) if len(around) >= AROUND else 0.0
            if usual >= FEWEST_LIKE and not LEAST_LIKE * usual <= rates[n] <= MOST_LIKE * usual:
                found.remove(one)
    return found


def _rate(one: Day) -> float:
    """Its total, what is not known of it being like the rest."""
    seen = [value for value in one.values if value is not None]
    return sum(seen) * len(one.values) / len(seen) / one.factor


def _filled(kept: Sequence[Day]) -> Known:
    """An event is taken out of its day; a hole becomes what the same weekdays have at that time."""
    raw = np.array([[np.nan if v is None else v / one.factor for v in one.values] for one in kept])
    known, values = ~np.isnan(raw), np.nan_to_num(raw)
    days = tuple(one.day for one in kept)
    same = tuple(tuple(i for i, day in enumerate(days) if day.weekday() == n) for n in range(7))
    for rows in same:
        part, seen = values[list(rows)], known[list(rows)]
        usual = part.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
        values[list(rows)] = np.where(seen, part, usual)
    return Known(days, values, known, same)


def naive_error(values: Floats, same: Sequence[Sequence[int]], before: int) -> float:
    """The mean of what `seasonal_naive` was off by on all days before that one: what MASE is measured in."""
    errors = []
    for rows in same:
        part = values[[row for row in rows if row < before]]
        if len(part) > 1:
            errors.append(np.abs(np.diff(part, axis=0)))
    return float(np.concatenate(errors).mean()) if errors else 0.0
