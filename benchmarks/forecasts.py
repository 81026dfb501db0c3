"""How far off forecasts are on a real series: python -m benchmarks.forecasts FILE [--origins 20]

FILE has a half hour and the calls that came in it per row (bank_calls of the R package fpp3), or any such
series whose days have as many rows as each other. From rolling origins, so many days of the file apart, so
many days ahead are forecast from what was known then; the way is chosen anew at each. As many of the origins
are taken as have three weeks behind them. MASE is the mean of those of the origins, each in what
`seasonal_naive` was off by until then; `above` counts origins at which it was less off than we were. A row
fails above `seasonal_naive`, and with all its origins above 0.85.
"""

import argparse
import csv
import datetime
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduling.forecast import Ahead, Day, Forecast, ForecastError, forecast, naive_error

Floats = npt.NDArray[np.float64]
AHEAD, APART, MOST = (1, 5, 7, 10, 14), (1, 2, 3, 5, 7), 0.85
LEVELS = (0.8, 0.95)
HEADS = ("ahead", "apart", "origins", "MASE", "naive", "above", "in 80 %", "in 95 %")


def read(path: str) -> list[Day]:
    by_day: dict[datetime.date, list[float]] = defaultdict(list)
    with open(path) as file:
        for at, calls in list(csv.reader(file))[1:]:
            by_day[datetime.datetime.fromisoformat(at).date()].append(float(calls))
    return [Day(day, by_day[day]) for day in sorted(by_day)]


@dataclass(frozen=True)
class Measured:
    """From one origin, by day ahead: what we and `seasonal_naive` were off by, and how much lay within."""

    ours: Floats
    naive: Floats
    within: list[Floats]
    method: str


class Series:
    """Each origin is forecast once, as far ahead as anybody asks."""

    def __init__(self, days: Sequence[Day]) -> None:
        self.days, self.values = days, np.array([one.values for one in days], dtype=float)
        numbers = range(len(days))
        self.same = [[n for n in numbers if days[n].day.weekday() == weekday] for weekday in range(7)]
        self._known: dict[int, Measured | None] = {}

    def row(self, ahead: int, apart: int, count: int) -> list[Measured]:
        """From the last origins; those are left out that have too little behind them."""
        last = len(self.days) - ahead
        origins = [last - n * apart for n in reversed(range(count))]
        return [found for one in origins if one > 0 and (found := self.at(one))]

    def at(self, origin: int) -> Measured | None:
        if origin not in self._known:
            coming = self.days[origin : origin + max(AHEAD)]
            try:
                found = forecast(self.days[:origin], [Ahead(one.day) for one in coming])
            except ForecastError:
                self._known[origin] = None
            else:
                self._known[origin] = self._measured(origin, found)
        return self._known[origin]

    def _measured(self, origin: int, found: Forecast) -> Measured:
        came = self.values[origin : origin + len(found.expected)]
        scale = naive_error(self.values, self.same, origin)
        weekdays = [one.day.weekday() for one in self.days[origin : origin + len(came)]]
        last = [max(n for n in self.same[weekday] if n < origin) for weekday in weekdays]
        within = []
        for level in LEVELS:
            low, high = (np.array(one) for one in found.between(level))
            within.append(((came >= low) & (came <= high)).mean(axis=1))
        off = [
            np.abs(one - came).mean(axis=1) / scale for one in (np.array(found.expected), self.values[last])
        ]
        return Measured(off[0], off[1], within, found.method)


def told(ahead: int, apart: int, row: Sequence[Measured], count: int) -> bool:
    """Prints it; whether it fails."""
    ours, naive = (np.array([getattr(one, name)[:ahead].mean() for one in row]) for name in ("ours", "naive"))
    within = [np.mean([one.within[n][:ahead].mean() for one in row]) for n in range(len(LEVELS))]
    failed = bool(ours.mean() > naive.mean() or (len(row) == count and ours.mean() > MOST))
    cells = [
        str(ahead), str(apart), str(len(row)), f"{ours.mean():.3f}", f"{naive.mean():.3f}",
        str(int((ours > naive).sum())), *(f"{one:.1%}" for one in within),
    ]  # fmt: skip
    ways = Counter(one.method for one in row).most_common()
    chosen = ", ".join(f"{name} {n}" for name, n in ways)
    print(*(f"{one:>8}" for one in cells), f" {chosen}{' !' if failed else ''}")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--origins", type=int, default=20)
    options, failed = parser.parse_args(), 0
    series = Series(read(options.file))
    print(*(f"{one:>8}" for one in HEADS), " chosen")
    for ahead in AHEAD:
        for apart in APART:
            if row := series.row(ahead, apart, options.origins):
                failed += told(ahead, apart, row, options.origins)
    print(f"{failed} rows fail; {time.process_time():.0f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
