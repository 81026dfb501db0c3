"""Shifts of one person in seconds of absolute time, and what is found wrong with them. Pure: no Django."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduling.regimes import SOFT, Kind, Rules
from scheduling.weeks import monday_of

HOUR, DAY = 3600, 86400
WEEK = datetime.timedelta(weeks=1)
FOREVER = 1 << 60


class LabourError(ValueError):
    """A shift that cannot be, whatever the law says."""


@dataclass(frozen=True, slots=True)
class Span:
    """A shift, from and to with time zone, and the breaks in it. LabourError if it is no such thing."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    pauses: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()

    def __post_init__(self) -> None:
        _check_times(self.starts_at, self.ends_at)
        end = self.starts_at
        for starts_at, ends_at in self.pauses:
            _check_times(starts_at, ends_at)
            if starts_at < end or ends_at > self.ends_at:
                raise LabourError("Breaks lie within their shift, one after another.")
            end = ends_at


def _check_times(starts_at: datetime.datetime, ends_at: datetime.datetime) -> None:
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise LabourError("A shift needs times with a time zone.")
    if ends_at == starts_at:
        raise LabourError("A shift needs a length.")
    if ends_at < starts_at:
        raise LabourError("A shift cannot end before it starts.")


@dataclass(frozen=True, slots=True)
class Breach:
    """`limit` and `found` are hours; of days, weeks and Sundays they are counts, of breaks minutes."""

    kind: Kind
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    limit: float
    found: float
    basis: str = ""

    @property
    def hard(self) -> bool:
        return self.kind not in SOFT


@dataclass(frozen=True, slots=True)
class Worked:
    """A span in seconds since the epoch; `night` are seconds of it at night."""

    start: int
    end: int
    work: int
    pause: int
    day: datetime.date
    night: int


@dataclass(frozen=True, slots=True)
class Roster:
    """In order of their starts. `free` are the stretches between them, the last one without an end."""

    shifts: Sequence[Worked]
    starts: Sequence[int]
    free: Sequence[tuple[int, int]]
    rules: Rules
    zone: ZoneInfo
    away: Collection[datetime.date]
    weeks: Mapping[datetime.date, float]

    def breach(self, kind: Kind, start: int, end: int, limit: float, found: float) -> Breach:
        return Breach(kind, moment(start), moment(end), limit, found, self.rules.basis.get(kind, ""))

    def midnight(self, day: datetime.date) -> int:
        return int(datetime.datetime.combine(day, datetime.time(), self.zone).timestamp())


def roster_of(
    spans: Iterable[Span],
    rules: Rules,
    zone: ZoneInfo,
    away: Collection[datetime.date],
    weeks: Mapping[datetime.date, float],
) -> Roster:
    shifts = sorted((worked(one, rules, zone) for one in spans), key=lambda one: (one.start, one.end))
    free, end = [], None
    for one in shifts:
        if end is not None and one.start > end:
            free.append((end, one.start))
        end = one.end if end is None else max(end, one.end)
    if end is not None:
        free.append((end, FOREVER))
    return Roster(shifts, [one.start for one in shifts], free, rules, zone, away, weeks)


def worked(span: Span, rules: Rules, zone: ZoneInfo) -> Worked:
    start, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    pause = sum(int((b - a).total_seconds()) for a, b in span.pauses)
    work = end - start - (0 if rules.breaks_are_work else pause)
    day = span.starts_at.astimezone(zone).date()
    return Worked(start, end, work, pause, day, _night_seconds(start, end, day, rules, zone))


def _night_seconds(start: int, end: int, day: datetime.date, rules: Rules, zone: ZoneInfo) -> int:
    total, day = 0, day - datetime.timedelta(days=1)
    while True:
        evening = _local(day, rules.night_from, zone)
        if evening >= end:
            return total
        day += datetime.timedelta(days=1)
        total += max(0, min(end, _local(day, rules.night_to, zone)) - max(start, evening))


@lru_cache(maxsize=4096)
def _local(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> int:
    return int(datetime.datetime.combine(day, time, zone).timestamp())


def moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def weeks_of(roster: Roster) -> Counter[datetime.date]:
    """Seconds of work by the Monday of the week."""
    weeks = Counter({monday: round(hours * HOUR) for monday, hours in roster.weeks.items()})
    for one in roster.shifts:
        weeks[monday_of(one.day)] += one.work
    return weeks


def of_weeks(
    roster: Roster, kind: Kind, monday: datetime.date, weeks: int, limit: float, found: float
) -> Breach:
    end = monday + datetime.timedelta(weeks=weeks)
    return roster.breach(kind, roster.midnight(monday), roster.midnight(end), limit, found)


def runs(days: Iterable[datetime.date], step: datetime.timedelta) -> Iterator[tuple[datetime.date, int]]:
    """(first, how many) of those that follow each other by that step."""
    first, count = None, 0
    for day in days:
        if first is not None and day == first + count * step:
            count += 1
            continue
        if first is not None:
            yield first, count
        first, count = day, 1
    if first is not None:
        yield first, count
