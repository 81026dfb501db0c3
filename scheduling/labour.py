"""Whether somebody may work these shifts. Pure: no Django, no database.

Rest and length are measured on instants, so a night over which the clocks change has the hours it really
has. A shift belongs to the local day on which it starts: days in a row, hours of a day and of a week (Monday
to Sunday), Sundays. Weekly rest is looked for in the seven times 24 hours after each start of work and not in
calendar weeks. What is before the first and after the last shift is taken to be free: give the neighbourhood
with it, or the rest across the edge of a roster is not seen. Where the figures come from: `regimes`.
"""

import datetime
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduling.load import NIGHT_MINUTES
from scheduling.regimes import CAP, REGIMES, SOFT, Kind, Limits, Regime, Rules, stricter

__all__ = [
    "REGIMES", "Breach", "Kind", "LabourError", "Limits", "Regime", "Rules", "Span", "added", "check",
    "stricter",
]  # fmt: skip

HOUR, DAY = 3600, 86400
# A pause longer than this between two shifts is no break any more (Labour Code art. 108).
LONGEST_BREAK = 2 * HOUR
MONDAY, SUNDAY = 0, 6


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
class _Shift:
    """A span in seconds since the epoch; `night` are seconds of it at night."""

    start: int
    end: int
    work: int
    pause: int
    day: datetime.date
    night: int


@dataclass(frozen=True, slots=True)
class _Roster:
    """In order of their starts. `free` are the stretches between them, the last one without an end."""

    shifts: Sequence[_Shift]
    starts: Sequence[int]
    free: Sequence[tuple[int, int]]
    rules: Rules
    zone: ZoneInfo
    away: Collection[datetime.date]
    weeks: Mapping[datetime.date, float]

    def breach(self, kind: Kind, start: int, end: int, limit: float, found: float) -> Breach:
        return Breach(kind, _at(start), _at(end), limit, found, self.rules.basis.get(kind, ""))

    def midnight(self, day: datetime.date) -> int:
        return int(datetime.datetime.combine(day, datetime.time(), self.zone).timestamp())


FOREVER = 1 << 60


def check(
    spans: Iterable[Span],
    rules: Rules,
    zone: ZoneInfo,
    *,
    away: Collection[datetime.date] = (),
    weeks: Mapping[datetime.date, float] | None = None,
) -> list[Breach]:
    """What these shifts of one person break, in order. `away` are days of leave and sickness: averages take
    no notice of them. `weeks` are hours worked farther away, by Monday: only averages ask for them.
    """
    roster = _roster(spans, rules, zone, away, weeks or {})
    found = [breach for rule in RULES for breach in rule(roster)]
    return sorted(found, key=lambda one: (one.starts_at, one.kind))


def added(after: Iterable[Breach], before: Iterable[Breach]) -> list[Breach]:
    """Of `after` what `before` had not, or not so badly: what a change is to blame for."""
    old = defaultdict(list)
    for one in before:
        old[one.kind].append(one)
    return [one for one in after if not any(_covers(each, one) for each in old[one.kind])]


def _covers(old: Breach, new: Breach) -> bool:
    overlap = old.starts_at < new.ends_at and new.starts_at < old.ends_at
    return overlap and abs(new.found - new.limit) <= abs(old.found - old.limit)


def _roster(
    spans: Iterable[Span],
    rules: Rules,
    zone: ZoneInfo,
    away: Collection[datetime.date],
    weeks: Mapping[datetime.date, float],
) -> _Roster:
    shifts = sorted((_shift(one, rules, zone) for one in spans), key=lambda one: (one.start, one.end))
    free, end = [], None
    for one in shifts:
        if end is not None and one.start > end:
            free.append((end, one.start))
        end = one.end if end is None else max(end, one.end)
    if end is not None:
        free.append((end, FOREVER))
    return _Roster(shifts, [one.start for one in shifts], free, rules, zone, away, weeks)


def _shift(span: Span, rules: Rules, zone: ZoneInfo) -> _Shift:
    start, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    pause = sum(int((b - a).total_seconds()) for a, b in span.pauses)
    work = end - start - (0 if rules.breaks_are_work else pause)
    day = span.starts_at.astimezone(zone).date()
    return _Shift(start, end, work, pause, day, _night_seconds(start, end, day, rules, zone))


def _night_seconds(start: int, end: int, day: datetime.date, rules: Rules, zone: ZoneInfo) -> int:
    total, day = 0, day - datetime.timedelta(days=1)
    while True:
        evening = _local(day, rules.night_from, zone)
        if evening >= end:
            return total
        day += datetime.timedelta(days=1)
        total += max(0, min(end, _local(day, rules.night_to, zone)) - max(start, evening))


def _local(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> int:
    return int(datetime.datetime.combine(day, time, zone).timestamp())


def _at(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _overlap(roster: _Roster) -> Iterator[Breach]:
    end = None
    for one in roster.shifts:
        if end is not None and one.start < end:
            until = min(end, one.end)
            yield roster.breach(Kind.OVERLAP, one.start, until, 0, (until - one.start) / HOUR)
        end = one.end if end is None else max(end, one.end)


def _daily_rest(roster: _Roster) -> Iterator[Breach]:
    """In the 24 h after each start of work there is a rest. Of one shift without a pause the whole rest after
    it counts: whether it was too long says `max_shift`.
    """
    needed = roster.rules.daily_rest_h
    if not needed:
        return
    told = set()
    for start in dict.fromkeys(roster.starts):
        rests = list(_rests(roster, start, start + DAY))
        first = _first_rest(roster, start)
        if first not in rests:
            rests.append(first)
        lengths = [(min(b, start + DAY if (a, b) != first else b) - a, a, b) for a, b in rests]
        longest, a, b = max(lengths)
        if longest < needed * HOUR and a not in told:
            told.add(a)
            until = b if b < FOREVER else start + DAY
            yield roster.breach(Kind.DAILY_REST, a, until, needed, longest / HOUR)


def _first_rest(roster: _Roster, start: int) -> tuple[int, int]:
    """The one that comes next, however late."""
    return roster.free[bisect_left(roster.free, (start, 0))]


def _rests(roster: _Roster, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Those that begin in between."""
    for i in range(bisect_left(roster.free, (start, 0)), len(roster.free)):
        if roster.free[i][0] >= end:
            return
        yield roster.free[i]


def _weekly_rest(roster: _Roster) -> Iterator[Breach]:
    """Told once for each stretch without one."""
    needed = roster.rules.weekly_rest_total_h
    if not needed:
        return
    length, quiet_until = roster.rules.weekly_window_days * DAY, -FOREVER
    for start in dict.fromkeys(roster.starts):
        end = start + length
        if start < quiet_until:
            continue
        longest = max((min(b, end) - a for a, b in _rests(roster, start, end)), default=0)
        if longest < needed * HOUR:
            yield roster.breach(Kind.WEEKLY_REST, start, end, needed, longest / HOUR)
            quiet_until = next(b for a, b in roster.free if a >= start and b - a >= needed * HOUR)


def _max_shift(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.max_shift_h
    for one in roster.shifts if most else ():
        if one.end - one.start > (most or 0) * HOUR:
            yield roster.breach(Kind.MAX_SHIFT, one.start, one.end, most or 0, (one.end - one.start) / HOUR)


def _max_day(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.max_day_h
    if most is None:
        return
    by_day: dict[datetime.date, list[_Shift]] = defaultdict(list)
    for one in roster.shifts:
        by_day[one.day].append(one)
    for shifts in by_day.values():
        work = sum(one.work for one in shifts)
        if work > most * HOUR:
            end = max(one.end for one in shifts)
            yield roster.breach(Kind.MAX_DAY, shifts[0].start, end, most, work / HOUR)


def _weeks(roster: _Roster) -> Counter[datetime.date]:
    """Seconds of work by the Monday of the week."""
    weeks = Counter({monday: round(hours * HOUR) for monday, hours in roster.weeks.items()})
    for one in roster.shifts:
        weeks[_monday(one.day)] += one.work
    return weeks


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _max_week(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.max_week_h
    if most is None:
        return
    for monday, work in sorted(_weeks(roster).items()):
        if work > most * HOUR:
            yield _of_weeks(roster, Kind.MAX_WEEK, monday, 1, most, work / HOUR)


def _of_weeks(
    roster: _Roster, kind: Kind, monday: datetime.date, weeks: int, limit: float, found: float
) -> Breach:
    end = monday + datetime.timedelta(weeks=weeks)
    return roster.breach(kind, roster.midnight(monday), roster.midnight(end), limit, found)


def _week_average(roster: _Roster) -> Iterator[Breach]:
    """Any run of so many weeks; of runs that follow each other the worst is told, from the first to the last.
    Days away make a run shorter, so that they neither help nor harm.
    """
    most, count = roster.rules.max_week_avg_h, roster.rules.average_weeks
    if most is None:
        return
    weeks = _weeks(roster)
    averages = {monday: _average(roster, weeks, monday, count) for monday in _mondays(weeks, count)}
    over = [monday for monday, average in averages.items() if average > most]
    for first, runs in _runs(over, WEEK):
        worst = max(averages[first + i * WEEK] for i in range(runs))
        yield _of_weeks(roster, Kind.WEEK_AVERAGE, first, count + runs - 1, most, worst)


def _average(roster: _Roster, weeks: Mapping[datetime.date, int], monday: datetime.date, count: int) -> float:
    end = monday + count * WEEK
    days = 7 * count - sum(monday <= day < end for day in roster.away)
    work = sum(weeks.get(monday + i * WEEK, 0) for i in range(count)) / HOUR
    return work / (days / 7) if days else work


WEEK = datetime.timedelta(weeks=1)


def _mondays(weeks: Counter[datetime.date], count: int) -> Iterator[datetime.date]:
    """Where a run of `count` weeks may begin that holds work: a run that ends before the first week is over
    has no more in it than the one that begins with it.
    """
    if not weeks:
        return
    monday, last = min(weeks), max(weeks)
    yield monday
    while monday + count * WEEK <= last:
        monday += WEEK
        yield monday


def _breaks(roster: _Roster) -> Iterator[Breach]:
    for one in roster.shifts if roster.rules.breaks else ():
        needed = sum(minutes for after, minutes in roster.rules.breaks if one.end - one.start > after * HOUR)
        if one.pause < needed * 60:
            yield roster.breach(Kind.BREAK, one.start, one.end, needed, one.pause / 60)


def _nights(roster: _Roster) -> list[_Shift]:
    return [one for one in roster.shifts if one.night >= roster.rules.night_min_h * HOUR]


def _night_work(roster: _Roster) -> Iterator[Breach]:
    for one in () if roster.rules.night_work else roster.shifts:
        if one.night >= NIGHT_MINUTES * 60:
            yield roster.breach(Kind.NIGHT_WORK, one.start, one.end, 0, one.night / HOUR)


def _max_night(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.max_night_h
    if most is None:
        return
    for one in _nights(roster):
        if one.work > most * HOUR:
            yield roster.breach(Kind.MAX_NIGHT, one.start, one.end, most, one.work / HOUR)


def _night_average(roster: _Roster) -> Iterator[Breach]:
    """Of a night worker, hours a day over the reference days that begin with a night, one day of seven being
    the weekly rest. Told once for runs that overlap.
    """
    most, days = roster.rules.night_avg_h, roster.rules.night_avg_days
    if most is None:
        return
    quiet_until = -FOREVER
    for night in _nights(roster):
        end = night.start + days * DAY
        if night.start < quiet_until:
            continue
        first, last = bisect_left(roster.starts, night.start), bisect_left(roster.starts, end)
        work = sum(one.work for one in roster.shifts[first:last])
        there = days * 6 / 7 - sum(_at(night.start).date() <= day < _at(end).date() for day in roster.away)
        if work > most * HOUR * there:
            quiet_until = end
            found = work / HOUR / there if there > 0 else work / HOUR
            yield roster.breach(Kind.NIGHT_AVERAGE, night.start, end, most, found)


def _night_weeks(roster: _Roster) -> Iterator[Breach]:
    """Weeks in a row in which at least half of the shifts were nights."""
    most = roster.rules.max_night_weeks
    if most is None:
        return
    all_, nights = (Counter(_monday(one.day) for one in some) for some in (roster.shifts, _nights(roster)))
    mondays = sorted(monday for monday, count in nights.items() if 2 * count >= all_[monday])
    for first, count in _runs(mondays, WEEK):
        if count > most:
            yield _of_weeks(roster, Kind.NIGHT_WEEKS, first, count, most, count)


def _runs(days: Iterable[datetime.date], step: datetime.timedelta) -> Iterator[tuple[datetime.date, int]]:
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


def _days_in_a_row(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.max_days_in_a_row
    if most is None:
        return
    for first, count in _runs(sorted({one.day for one in roster.shifts}), datetime.timedelta(days=1)):
        if count > most:
            end = roster.midnight(first + datetime.timedelta(days=count))
            yield roster.breach(Kind.DAYS_IN_A_ROW, roster.midnight(first), end, most, count)


def _shifts_in_a_row(roster: _Roster) -> Iterator[Breach]:
    most = roster.rules.pair_of_shifts_h
    for one, two in pairwise(roster.shifts) if most else ():
        if 0 <= two.start - one.end <= LONGEST_BREAK and one.work + two.work > (most or 0) * HOUR:
            work = (one.work + two.work) / HOUR
            yield roster.breach(Kind.SHIFTS_IN_A_ROW, one.start, two.end, most or 0, work)


def _sundays(roster: _Roster) -> Iterator[Breach]:
    """One Sunday in so many is free."""
    weeks = roster.rules.sunday_off_in_weeks
    if weeks is None:
        return
    sundays = sorted({one.day for one in roster.shifts if one.day.weekday() == SUNDAY})
    for first, count in _runs(sundays, WEEK):
        if count >= weeks:
            end = roster.midnight(first + (count - 1) * WEEK + datetime.timedelta(days=1))
            yield roster.breach(Kind.SUNDAYS, roster.midnight(first), end, weeks - 1, count)


def _cap_worked(roster: _Roster) -> Iterator[Breach]:
    """In the seven days before the end of each shift, with breaks; of windows in a row the worst is told."""
    yield from _caps(roster, Kind.CAP_WORKED, roster.rules.cap_worked_h, _hours_of)


def _cap_nights(roster: _Roster) -> Iterator[Breach]:
    yield from _caps(roster, Kind.CAP_NIGHTS, roster.rules.cap_nights, _nights_of)


def _hours_of(shifts: Sequence[_Shift], start: int, end: int) -> float:
    return sum(max(min(one.end, end) - max(one.start, start), 0) for one in shifts) / HOUR


def _nights_of(shifts: Sequence[_Shift], start: int, end: int) -> float:
    return sum(start < one.end <= end and one.night >= NIGHT_MINUTES * 60 for one in shifts)


def _caps(
    roster: _Roster, kind: Kind, most: float | None, of: Callable[[Sequence[_Shift], int, int], float]
) -> Iterator[Breach]:
    worst: Breach | None = None
    for i, one in enumerate(roster.shifts if most is not None else ()):
        start = one.end - 7 * DAY
        found = of(roster.shifts[bisect_left(roster.starts, start - DAY) : i + 1], start, one.end)
        if found <= (most or 0):
            if worst:
                yield worst
            worst = None
        else:
            since = worst.starts_at if worst else _at(start)
            worst = roster.breach(kind, start, one.end, most or 0, max(found, worst.found if worst else 0))
            worst = replace(worst, starts_at=since, basis=CAP)
    if worst:
        yield worst


RULES: tuple[Callable[[_Roster], Iterator[Breach]], ...] = (
    _overlap, _daily_rest, _weekly_rest, _max_shift, _max_day, _max_week, _week_average, _breaks, _night_work,
    _max_night, _night_average, _night_weeks, _days_in_a_row, _shifts_in_a_row, _sundays, _cap_worked,
    _cap_nights,
)  # fmt: skip
