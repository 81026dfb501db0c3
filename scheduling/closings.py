"""Why a desk was closed: a break, the night, a weekend, a holiday by its name. Pure: no Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduling.hours import DAY, ONE_DAY, Dates, OpeningHours

LONGEST = 400  # days that are looked at one by one
SATURDAY = 5


class Because(StrEnum):
    OUTSIDE = "outside"  # before opening, after closing
    BREAK = "break"  # between two openings of one day
    WEEKEND = "weekend"
    DAY_OFF = "day_off"  # a weekday that is never open
    SPECIAL = "special"  # usually open: a holiday, or hours of its own


@dataclass(frozen=True, slots=True)
class Closing:
    """`names`: what the dates are called that closed the desk, as far as somebody said."""

    because: Because
    names: tuple[str, ...] = ()


def why_closed(
    hours: OpeningHours, names: Mapping[str, str], start: datetime, end: datetime
) -> tuple[Closing, ...]:
    """All that kept the desk closed from `start` to `end`, in which it was never open; each once.

    `names`: ISO date → what it is called. What lies between two working days is the night alone.
    """
    found = dict.fromkeys(_reasons(hours, names, start, end))
    named = [each for each in found if each.because is not Because.OUTSIDE]
    return tuple(named) or (Closing(Because.OUTSIDE),)


def _reasons(
    hours: OpeningHours, names: Mapping[str, str], start: datetime, end: datetime
) -> Iterator[Closing]:
    usual = Dates(replace(hours, holidays=frozenset(), breaks=(), shifts=()))
    actual = Dates(hours)
    for day, since, until in _days(start.astimezone(hours.zone), end.astimezone(hours.zone)):
        open_usually = usual.open_on(day)
        if any(a < until and since < b for a, b in open_usually):
            name = names.get(day.isoformat(), "")
            yield Closing(Because.SPECIAL, (name,) if name else ())
        elif not open_usually and not actual.open_on(day):
            yield Closing(Because.WEEKEND if day.weekday() >= SATURDAY else Because.DAY_OFF)
        elif _between_openings(actual.open_on(day), since, until):
            yield Closing(Because.BREAK)
        else:
            yield Closing(Because.OUTSIDE)


def _between_openings(openings: list[tuple[int, int]], since: int, until: int) -> bool:
    return any(b <= since for _, b in openings) and any(a >= until for a, _ in openings)


def _days(start: datetime, end: datetime) -> Iterator[tuple[date, int, int]]:
    """Each local date with the minutes of it that lie in the stretch."""
    day, last = start.date(), min(end.date(), start.date() + timedelta(days=LONGEST))
    while day <= last:
        since = _minute(start) if day == start.date() else 0
        until = _minute(end) if day == end.date() else DAY
        if since < until or start == end:
            yield day, since, until
        day += ONE_DAY


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute
