"""Working time of a desk: when it is open, and arithmetic that counts open time only. Pure: no Django.

Instants are aware datetimes in and UTC out, exact to the microsecond; spans are `timedelta`, never negative.
`scheduling.hours` describes the written form, `scheduling.openings` what happens when the clocks change.

Nothing here gives up after so many steps. Either the desk is open for long enough, however far away that is,
or `NeverOpens` is raised. A form should also refuse hours for which `has_opening_within(now)` is false.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from scheduling.hours import ONE_DAY, WEEKDAYS, CalendarError, Dates, OpeningHours, read_hours
from scheduling.openings import EPOCH, TICK, Year, open_year

__all__ = ["ALWAYS_OPEN", "CalendarError", "NeverOpens", "WorkingCalendar"]

FIRST_YEAR, LAST_YEAR = 2, 9997  # room at both ends of what datetime can hold
YEARS_KEPT = 64
TOO_LONG = "There is not that much open time in all the years a calendar can name."

Span = tuple[datetime, datetime]


class NeverOpens(CalendarError):
    """There is not that much open time in that direction, ever."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Open hours that can be asked and counted in. Immutable; equal hours make equal calendars."""

    hours: OpeningHours
    _years: dict[int, Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def from_dict(cls, schedule: Mapping[str, Any]) -> "WorkingCalendar":
        """From the written form. Raises CalendarError, whose text says what to mend."""
        return _shared(read_hours(schedule))

    def to_dict(self) -> dict[str, Any]:
        return self.hours.written()

    def is_open(self, at: datetime) -> bool:
        return self._is_open(_tick(at))

    def on_holiday(self, at: datetime) -> bool:
        """Whether it is a holiday where the desk is."""
        return self._local(at).date() in self.hours.holidays

    def on_break(self, at: datetime) -> bool:
        """Whether the local time lies in a dated break, open around it or not."""
        local = self._local(at)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in Dates(self.hours).breaks_on(local.date()))

    def between(self, a: datetime, b: datetime, *, pauses: Iterable[Span] = ()) -> timedelta:
        """Open time in [a, b), without the pauses; nothing when b is not after a."""
        start, end = _tick(a), _tick(b)
        paused = sum(self._count(max(p, start), min(q, end)) for p, q in _joined(pauses))
        return (self._count(start, end) - paused) * TICK

    def add(self, start: datetime, span: timedelta, *, pauses: Iterable[Span] = ()) -> datetime:
        """The first instant by which `span` of open time has passed since `start`, the pauses not counted.

        What runs out exactly at a closing ends at that closing, not at the next opening. An empty span ends
        at `start` itself, or at the next opening if the desk is closed then. Raises NeverOpens.
        """
        tick, left = _tick(start), _length(span)
        for pause, resume in _joined(pauses):
            if resume <= tick:
                continue
            spent = self._count(tick, pause)
            if spent >= left:
                break
            left -= spent
            tick = resume
        if left:
            return _instant(self._forward(tick, left))
        return _instant(tick if self._touches_open(tick) else self._forward(tick, 1) - 1)

    def subtract(self, end: datetime, span: timedelta) -> datetime:
        """The last instant from which `span` of open time passes until `end`: the mirror of `add`."""
        tick, left = _tick(end), _length(span)
        if left:
            return _instant(self._back(tick, left))
        return _instant(tick if self._touches_open(tick) else self._back(tick, 1) + 1)

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant not before `at`: `at` itself while open. Raises NeverOpens."""
        return _instant(self._forward(_tick(at), 1) - 1)

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local time so many business days on, or the next opening when closed then.

        A business day is a local date with any open time; the date of `start` is not counted.
        """
        return self.next_opening(self._days_from(start, days, ONE_DAY))

    def subtract_days(self, end: datetime, days: int) -> datetime:
        """The same local time so many business days back, or the closing before it when closed then."""
        return self.subtract(self._days_from(end, days, -ONE_DAY), timedelta(0))

    def intervals(self, a: datetime, b: datetime) -> tuple[Span, ...]:
        """The open time in [a, b) as half-open UTC intervals, sorted and apart from each other."""
        start, end = _tick(a), _tick(b)
        found: list[tuple[int, int]] = []
        number, last = self._year_at(start).number, self._year_at(end).number
        while start < end and number <= last:
            year = self._year(number)
            for opens, closes in zip(year.opens, year.closes, strict=True):
                if found and opens == found[-1][1]:  # open over New Year
                    found[-1] = found[-1][0], min(closes, end)
                elif opens < end and closes > start:
                    found.append((max(opens, start), min(closes, end)))
            number += 1
        return tuple((_instant(opens), _instant(closes)) for opens, closes in found)

    def has_opening_within(self, at: datetime, days: int = 366) -> bool:
        """Whether there is an open second in the next `days`."""
        return self.between(at, at + days * ONE_DAY) > timedelta(0)

    def _year(self, number: int) -> Year:
        if (known := self._years.get(number)) is not None:
            return known
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise NeverOpens(TOO_LONG)
        if len(self._years) >= YEARS_KEPT:
            self._years.clear()
        year = self._years[number] = open_year(self.hours, number)
        return year

    def _year_at(self, tick: int) -> Year:
        for known in tuple(self._years.values()):
            if known.begins <= tick < known.ends:
                return known
        year = self._year(_instant(tick).astimezone(self.hours.zone).year)
        # A clock change at New Year can show a year that by our dates has not begun.
        if tick < year.begins:
            return self._year(year.number - 1)
        return self._year(year.number + 1) if tick >= year.ends else year

    def _is_open(self, tick: int) -> bool:
        year = self._year_at(tick)
        return year.before(tick + 1) > year.before(tick)

    def _touches_open(self, tick: int) -> bool:
        return self._is_open(tick) or self._is_open(tick - 1)

    def _count(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        first, last = self._year_at(start), self._year_at(end)
        whole = sum(self._year(number).total for number in range(first.number, last.number))
        return whole - first.before(start) + last.before(end)

    def _forward(self, tick: int, amount: int) -> int:
        """The first instant by which `amount` (at least 1) has passed."""
        year = self._year_at(tick)
        amount += year.before(tick)
        self._check_reach(amount, LAST_YEAR - year.number + 1)
        while amount > year.total:
            amount -= year.total
            if not self.hours.repeats and year.number > self.hours.shifts[-1][0].year:
                raise NeverOpens("The desk is not open for that long after its last dated shift.")
            year = self._year(year.number + 1)
        return year.after(amount)

    def _back(self, tick: int, amount: int) -> int:
        """The last instant from which `amount` (at least 1) passes until `tick`."""
        year = self._year_at(tick)
        self._check_reach(amount, year.number - FIRST_YEAR + 1)
        ahead = year.before(tick) - amount
        while ahead < 0:
            if not self.hours.repeats and year.number < self.hours.shifts[0][0].year:
                raise NeverOpens("The desk was not open for that long before its first dated shift.")
            year = self._year(year.number - 1)
            ahead += year.total
        return year.after(ahead + 1) - 1

    def _check_reach(self, amount: int, years: int) -> None:
        """Refuse at once what no walk over all the years left could find."""
        if amount > self.hours.at_most(years) // TICK:
            raise NeverOpens(TOO_LONG)

    def _local(self, at: datetime) -> datetime:
        return _instant(_tick(at)).astimezone(self.hours.zone)

    def _days_from(self, start: datetime, days: int, step: timedelta) -> datetime:
        if days < 0:
            raise CalendarError("A number of days cannot be negative.")
        local, dates = self._local(start), Dates(self.hours)
        day = local.date()
        for _ in range(days):
            day += step
            while not dates.open_on(day):
                if not self.hours.repeats and not self._shift_beyond(day, step):
                    raise NeverOpens("There are not that many business days in that direction.")
                day += step
        return datetime.combine(day, local.timetz().replace(fold=0))

    def _shift_beyond(self, day: date, step: timedelta) -> bool:
        """Whether a dated shift, or the night it runs into, is still to come when walking on from `day`."""
        if step > timedelta(0):
            return day <= self.hours.shifts[-1][0]
        return day > self.hours.shifts[0][0]


@lru_cache(maxsize=256)
def _shared(hours: OpeningHours) -> WorkingCalendar:
    """One calendar for equal hours, so that the years it has worked out serve everybody."""
    return WorkingCalendar(hours)


def _tick(at: datetime) -> int:
    if at.utcoffset() is None:
        raise CalendarError("A time needs its time zone: give an aware datetime.")
    return (at - EPOCH) // TICK


def _instant(tick: int) -> datetime:
    return EPOCH + tick * TICK


def _length(span: timedelta) -> int:
    if span < timedelta(0):
        raise CalendarError("A span of working time cannot be negative; use subtract to go back.")
    return span // TICK


def _joined(pauses: Iterable[Span]) -> list[tuple[int, int]]:
    """The pauses sorted, those that overlap as one, empty ones dropped."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((_tick(start), _tick(end)) for start, end in pauses):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return joined


ALWAYS_OPEN = WorkingCalendar.from_dict(
    {"tz": "UTC", "hours": {day: [["00:00", "24:00"]] for day in WEEKDAYS}}
)
