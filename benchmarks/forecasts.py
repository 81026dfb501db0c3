"""How far off forecasts are on a real series: python -m benchmarks.forecasts FILE

FILE has a half hour and the calls that came in it per row (bank_calls of the R package fpp3). 20 rolling
origins, so many working days apart, so many ahead; at each the way is chosen anew from what was known then.
"""

import argparse
import csv
import datetime
import sys
import time
from collections import Counter, defaultdict

import numpy as np

from scheduling.forecast import Ahead, Day, forecast, naive_error


def read(path: str) -> list[Day]:
    by_day: dict[datetime.date, list[float]] = defaultdict(list)
    with open(path) as file:
        for at, calls in list(csv.reader(file))[1:]:
            by_day[datetime.datetime.fromisoformat(at).date()].append(float(calls))
    return [Day(day, by_day[day]) for day in sorted(by_day)]


def measured(days: list[Day], ahead: int, step: int) -> tuple[float, float, float, Counter[str]]:
    """MASE of what was chosen and of seasonal naive, how much lay within, and what was chosen."""
    values = np.array([one.values for one in days], dtype=float)
    same = [[n for n, one in enumerate(days) if one.day.weekday() == weekday] for weekday in range(7)]
    ours, naive, within, chosen = [], [], [], Counter[str]()
    for origin in range(len(days) - ahead - step * 19, len(days) - ahead + 1, step):
        coming = days[origin : origin + ahead]
        found = forecast(days[:origin], [Ahead(one.day) for one in coming])
        came, scale = values[origin : origin + ahead], naive_error(values, same, origin)
        last = [max(n for n in same[one.day.weekday()] if n < origin) for one in coming]
        ours.append(np.abs(np.array(found.expected) - came).mean() / scale)
        naive.append(np.abs(values[last] - came).mean() / scale)
        within.append(((came >= np.array(found.low)) & (came <= np.array(found.high))).mean())
        chosen[found.method] += 1
    return float(np.mean(ours)), float(np.mean(naive)), float(np.mean(within)), chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    days, failed = read(parser.parse_args().file), False
    print(f"{'ahead':>6}{'apart':>6}{'MASE':>8}{'naive':>8}{'of 80 % within':>16}{'s':>6}  chosen")
    for ahead, step in [(1, 1), (1, 2), (5, 1), (5, 2), (10, 1), (10, 2)]:
        began = time.process_time()
        ours, naive, within, chosen = measured(days, ahead, step)
        took = time.process_time() - began
        failed |= ours > 0.85 or ours > naive
        ways = ", ".join(f"{name} {count}" for name, count in chosen.most_common())
        print(f"{ahead:6}{step:6}{ours:8.3f}{naive:8.3f}{within:16.1%}{took:6.1f}  {ways}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
