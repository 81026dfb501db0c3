"""What working time costs: python -m benchmarks.sla_calendar

The same question over a day, over a year of closures and over ten years, on hours that are known and on hours
that nobody asked before. A row says microseconds of CPU (median of rounds) and how many times a day's.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from scheduling.calendar import WorkingCalendar
from scheduling.hours import read_hours

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = {day: [["09:00", "12:30"], ["13:15", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CLOSED = [(date(2026, 1, 6) + timedelta(days=n)).isoformat() for n in range(365)]
OPEN = {"tz": "Europe/Tallinn", "hours": WEEK}
SHUT = {**OPEN, "holidays": CLOSED}
CASES: dict[str, tuple[dict[str, Any], Callable[[WorkingCalendar], Any]]] = {
    "add, the same day": (OPEN, lambda c: c.add(START, HOUR)),
    "add, over a year of closures": (SHUT, lambda c: c.add(START, 10 * HOUR)),
    "add, ten years of work": (OPEN, lambda c: c.add(START, 20_000 * HOUR)),
    "between, a day": (OPEN, lambda c: c.between(START, START + DAY)),
    "between, a year of closures": (SHUT, lambda c: c.between(START, START + 366 * DAY)),
    "between, ten years": (OPEN, lambda c: c.between(START, START + 3652 * DAY)),
}


def cost(ask: Callable[[], Any], times: int, rounds: int = 15) -> float:
    """Microseconds of CPU for one, the median of the rounds."""
    measured = []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(times):
            ask()
        measured.append((time.process_time() - began) / times * 1e6)
    return median(measured)


def main() -> int:
    base = 0.0
    print(f"{'':34}{'known':>12}{'× a day':>10}{'new hours':>14}")
    for name, (schedule, ask) in CASES.items():
        hours = read_hours(schedule)
        known = WorkingCalendar(hours)
        ask(known)
        warm = cost(lambda ask=ask, known=known: ask(known), 2000)
        cold = cost(lambda ask=ask, hours=hours: ask(WorkingCalendar(hours)), 3)
        base = warm if "day" in name and "year" not in name else base
        print(f"{name:34}{warm:>9.1f} µs{warm / base:>10.1f}{cold / 1000:>11.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
