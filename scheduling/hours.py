"""A desk's opening hours as somebody wrote them down: read, checked, written back. Pure: no Django.

The written form, in local wall time of `tz` (an IANA name):

    {"tz": "Europe/Tallinn",
     "hours":    {"mon": [["09:00", "12:30"], ["13:15", "18:00"]], "fri": [["22:00", "06:00"]]},   every week
     "holidays": ["2026-02-24"],                                      closed, whole local dates
     "breaks":   {"2026-12-23": [["15:00", "18:00"]]},                taken out of that date
     "shifts":   {"2026-11-28": [["10:00", "14:00"]]}}                replace that date's weekly hours

Intervals are half-open. `24:00` is midnight at the end of the day. An interval whose end comes before its
start runs past midnight and is shorthand for its two halves, each of which belongs to its own date: a holiday
or a break takes out only what lies on its date. A shift's second half adds to the next date's hours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60  # minutes
ONE_DAY = timedelta(days=1)
CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")

# Minutes since local midnight, half-open; an end past DAY lies on the next date.
Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


class CalendarError(ValueError):
    """Hours that make no sense, or a question about them that does not; the text says what to do."""


@dataclass(frozen=True)
class OpeningHours:
    """Hours as values; make them with `read_hours`, which checks them. Dated entries are sorted by date."""

    tz: str
    weekly: tuple[Intervals, ...]  # Monday first
    holidays: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, Intervals], ...] = ()
    shifts: tuple[tuple[date, Intervals], ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def repeats(self) -> bool:
        """Whether any week has open hours, so that the desk opens again after the last dated entry."""
        return any(self.weekly)

    def at_most(self, years: int) -> timedelta:
        """A bound that the open time of so many years cannot pass, clock changes and shifts included."""
        return years * (53 * self._of_a_week + 2 * ONE_DAY) + 2 * len(self.shifts) * ONE_DAY

    @cached_property
    def _of_a_week(self) -> timedelta:
        return timedelta(minutes=sum(end - start for spans in self.weekly for start, end in spans))

    def written(self) -> dict[str, Any]:
        """The written form: `read_hours(hours.written()) == hours`. What is empty is left out."""
        week = zip(WEEKDAYS, self.weekly, strict=True)
        form: dict[str, Any] = {
            "tz": self.tz,
            "hours": {name: _pairs(spans) for name, spans in week if spans},
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "breaks": {day.isoformat(): _pairs(spans) for day, spans in self.breaks},
            "shifts": {day.isoformat(): _pairs(spans) for day, spans in self.shifts},
        }
        return {name: value for name, value in form.items() if value or name == "hours"}


class Dates:
    """Looks up what is open on a local date."""

    def __init__(self, hours: OpeningHours) -> None:
        self._weekly = hours.weekly
        self._holidays = hours.holidays
        self._breaks = dict(hours.breaks)
        self._shifts = dict(hours.shifts)

    def open_on(self, day: date) -> list[Interval]:
        """Open minutes of that date, sorted, disjoint, within 0 to DAY."""
        if day in self._holidays:
            return []
        before = day - ONE_DAY
        shift = self._shifts.get(day)
        if shift is None:
            spans = [*_late(self._weekly[before.weekday()]), *_early(self._weekly[day.weekday()])]
        else:
            spans = _early(shift)
        return _without(_merged([*_late(self._shifts.get(before, ())), *spans]), self.breaks_on(day))

    def breaks_on(self, day: date) -> list[Interval]:
        late = _late(self._breaks.get(day - ONE_DAY, ()))
        return _merged([*late, *_early(self._breaks.get(day, ()))])


def read_hours(form: object) -> OpeningHours:
    """The written form as checked values. Raises CalendarError."""
    parts = _named(form, "Opening hours", ("tz", "hours", "holidays", "breaks", "shifts"))
    weekly = _named(parts.get("hours", {}), "The weekly hours", WEEKDAYS)
    shifts = _dated(parts.get("shifts", {}), "shifts")
    hours = OpeningHours(
        tz=_zone(parts.get("tz")),
        weekly=tuple(_apart(_intervals(weekly.get(name, ()), name), name) for name in WEEKDAYS),
        holidays=frozenset(_date(day, "a holiday") for day in _listed(parts.get("holidays", ()), "holidays")),
        breaks=_dated(parts.get("breaks", {}), "breaks"),
        shifts=tuple((day, _apart(spans, day.isoformat())) for day, spans in shifts),
    )
    if not hours.repeats and not any(spans for _, spans in hours.shifts):
        raise CalendarError("These hours never open: give a weekday an opening and a closing time.")
    return hours


def _zone(name: object) -> str:
    try:
        return ZoneInfo(str(name)).key
    except (OSError, ValueError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise CalendarError(f"“{name}” is not a time zone; use a name such as Europe/Tallinn.") from error


def _named(value: object, what: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CalendarError(f"{what} must be names with values.")
    for name in value:
        if name not in allowed:
            raise CalendarError(f"{what} cannot hold “{name}”; use {', '.join(allowed)}.")
    return value


def _listed(value: object, what: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise CalendarError(f"Write the {what} as a list.")
    return list(value)


def _dated(value: object, what: str) -> tuple[tuple[date, Intervals], ...]:
    if not isinstance(value, Mapping):
        raise CalendarError(f"Write the {what} as dates with intervals.")
    dated = ((_date(day, f"a date of {what}"), _intervals(spans, str(day))) for day, spans in value.items())
    return tuple(sorted(dated))


def _date(value: object, what: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CalendarError(f"“{value}” is not {what}; write it as 2026-02-24.") from error


def _intervals(value: object, where: str) -> Intervals:
    return tuple(sorted(_interval(pair, where) for pair in _listed(value, f"intervals of {where}")))


def _interval(pair: object, where: str) -> Interval:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise CalendarError(f"An interval of {where} needs a start and an end, such as 09:00 and 17:00.")
    start, end = (_minute(text, where) for text in pair)
    if start in (end, DAY):
        raise CalendarError(f"{pair[0]}-{pair[1]} of {where} is no time; use 00:00-24:00 for the whole day.")
    return start, end if end > start else end + DAY


def _minute(text: object, where: str) -> int:
    match = CLOCK.fullmatch(text) if isinstance(text, str) else None
    minute = int(match[1]) * 60 + int(match[2]) if match else DAY + 1
    if minute > DAY:
        raise CalendarError(f"“{text}” of {where} is not a time; write it from 00:00 to 24:00.")
    return minute


def _apart(spans: Intervals, where: str) -> Intervals:
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise CalendarError(f"Two intervals of {where} overlap at {_text(start)}; join them into one.")
    return spans


def _pairs(spans: Intervals) -> list[list[str]]:
    return [[_text(start), _text(end if end <= DAY else end - DAY)] for start, end in spans]


def _text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _early(spans: Intervals) -> list[Interval]:
    """What of a date's intervals lies on the date itself."""
    return [(start, min(end, DAY)) for start, end in spans]


def _late(spans: Intervals) -> list[Interval]:
    """What of a date's intervals lies on the next date, in that date's minutes."""
    return [(0, end - DAY) for _, end in spans if end > DAY]


def _merged(spans: list[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _without(spans: list[Interval], gaps: list[Interval]) -> list[Interval]:
    for gap_start, gap_end in gaps:
        cut = ((s, min(e, gap_start)) for s, e in spans), ((max(s, gap_end), e) for s, e in spans)
        spans = sorted((s, e) for half in cut for s, e in half if s < e)
    return spans
