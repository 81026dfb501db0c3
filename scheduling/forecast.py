"""What will come: days of slots, learned from the days before. Pure: numpy, no Django, no database.

    found = forecast([Day(date, counts), …], [Ahead(date), …])
    found.expected[day][slot], found.low[day][slot], found.high[day][slot]

Simple ways are tried on the weeks behind, and the best is used (R. Hyndman & A. Koehler 2006; S. Makridakis,
E. Spiliotis & V. Assimakopoulos 2020: on such series what is simple is rarely beaten):

- `seasonal_naive`: as on the last same weekday;
- `mean_4`, `mean_6`, `mean_8`, `median_6`: of the last so many same weekdays, slot by slot;
- `fading`: of many same weekdays, older ones counting less (exponential smoothing);
- `pooled_8`: where little comes: total of the weekday times the shape of all days of its kind, smoothed;
- `level_8`, `level_fading`: `mean_8` and `fading`, lifted by how much more than usual came lately; that fades
  with each day ahead;
- `alike`: totals from days that are alike by weekday, nearness and time of the month, in the weekday's shape.

*Rolling origins*: from up to forty days behind, spread over all that is known, the next two weeks are
forecast as if nothing later was known. WAPE is the sum of what that was off by over the sum of what came;
MASE is by how much it was off, `seasonal_naive` on all that was known being 1. The way with the least MASE is
chosen, of those that expect about as much in all as came; of ways that are as good within one in a hundred it
is the simplest.

*Intervals*: errors grow with what is expected, some by chance and some with the whole day: their variance is
fitted as a·x + b·x², and the quantiles of what was off by that measure are taken. How many of later days lay
within is measured on origins that were not used for it, and told.

Holidays are left out of what is learned and mapped: ahead they are so much of an ordinary day as past ones
were, or like Sundays where too few are known. What is None is not known, and nothing is made of it. A day
with less than a third, or more than three times, of what the same weekdays around it had is left out as well.
"""

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduling.foreseeing.known import Day, Floats, ForecastError, Known, learnable, naive_error
from scheduling.foreseeing.spread import Spread, covered, spread_of
from scheduling.foreseeing.trials import Score, scores, try_all
from scheduling.foreseeing.ways import METHODS

FEWEST_HOLIDAYS = 2
SUNDAY = 6
Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day to be forecast. What is known of it: a holiday, and by how much more or less comes (`factor`)."""

    day: datetime.date
    holiday: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """By day ahead and slot, in the order in which they were asked for, in the unit of what came.

    `scores` has the chosen way first; `coverage` is how much of what came lay between `low` and `high` when
    that was tried on weeks behind, to be held against `level`; None if not. `left_out` counts days not
    learned from, by reason: gap, outage, holiday, odd, unlike.
    """

    expected: Rows
    low: Rows
    high: Rows
    method: str
    scores: tuple[Score, ...]
    level: float
    coverage: float | None
    origins: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    spread: Spread = field(default_factory=Spread, repr=False, compare=False)

    def between(self, level: float) -> tuple[Rows, Rows]:
        """Low and high for another share of what comes, such as 0.95."""
        low, high = self.spread.around(np.array(self.expected), _share(level))
        return _rows(low), _rows(high)


def forecast(days: Sequence[Day], ahead: Sequence[Ahead], *, level: float = 0.8) -> Forecast:
    """`days` are local days behind, in any order, each with as many counts as it has slots (48 half hours, or
    however many): numbers from 0 on, None where it is not known. `ahead` are any days after them. `level` of
    what comes, above 0 and below 1, should lie between `low` and `high`.

    ForecastError, a ValueError, if fewer than three weeks can be learned from, a day is there twice, days
    have another number of slots than the first, or something negative is said to have come.
    """
    _share(level)
    known, left_out = learnable(days)
    tried = try_all(known)
    found = scores(known, tried)
    method = found[0].method
    spread, holiday = spread_of(known, tried[method]), _holiday_share(days, known)
    rows = [_one(known, method, one, holiday) for one in ahead]
    expected = np.array(rows) if rows else np.zeros((0, known.values.shape[1]))
    low, high = spread.around(expected, level)
    return Forecast(
        _rows(expected), _rows(low), _rows(high), method, found, level, covered(known, tried[method], level),
        len(tried[method]), left_out, spread,
    )  # fmt: skip


def _share(level: float) -> float:
    if not 0 < level < 1:
        raise ForecastError("A level is more than 0 and less than 1.")
    return level


def _rows(values: Floats) -> Rows:
    return tuple(tuple(row) for row in values.tolist())


def _one(known: Known, method: str, one: Ahead, holiday: float | None) -> Floats:
    now, day, factor = len(known.days), one.day, max(one.factor, 0.0)
    steps = max((one.day - known.days[-1]).days - 1, 0)
    if one.holiday and holiday is not None:
        factor *= holiday
    elif one.holiday:
        day += datetime.timedelta(days=SUNDAY - day.weekday())
    return METHODS[method](known, now, day, steps) * factor


def _holiday_share(days: Sequence[Day], known: Known) -> float | None:
    """What part of an ordinary day of that weekday comes on a holiday; None where too few are known."""
    shares = []
    for one in days:
        now = bisect_left(known.days, one.day)
        if not one.holiday or not now or any(value is None for value in one.values):
            continue
        usual = METHODS["mean_8"](known, now, one.day, 0).sum()
        if usual:
            shares.append(sum(value or 0.0 for value in one.values) / float(usual))
    return float(np.median(shares)) if len(shares) >= FEWEST_HOLIDAYS else None


__all__ = ["METHODS", "Ahead", "Day", "Forecast", "ForecastError", "Score", "forecast", "naive_error"]
