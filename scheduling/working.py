"""How long and how often somebody works: shifts, days, weeks, averages, and the caps of overwork. Pure."""

import datetime
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scheduling import load
from scheduling.load import NIGHT_MINUTES
from scheduling.regimes import CAP, Kind
from scheduling.spans import DAY, HOUR, WEEK, Breach, Roster, Worked, moment, of_weeks, runs, weeks_of

# A pause longer than this between two shifts is no break any more (Labour Code art. 108).
LONGEST_BREAK = 2 * HOUR
# So little time between two shifts is no rest: `load` reckons the same.
PAUSE = int(load.PAUSE.total_seconds())
SUNDAY = 6


def _max_shift(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.max_shift_h
    for one in roster.shifts if most else ():
        if one.end - one.start > (most or 0) * HOUR:
            yield roster.breach(Kind.MAX_SHIFT, one.start, one.end, most or 0, (one.end - one.start) / HOUR)


def _max_day(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.max_day_h
    if most is None:
        return
    by_day: dict[datetime.date, list[Worked]] = defaultdict(list)
    for one in roster.shifts:
        by_day[one.day].append(one)
    for shifts in by_day.values():
        work = sum(one.work for one in shifts)
        if work > most * HOUR:
            end = max(one.end for one in shifts)
            yield roster.breach(Kind.MAX_DAY, shifts[0].start, end, most, work / HOUR)


def _max_week(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.max_week_h
    if most is None:
        return
    for monday, work in sorted(weeks_of(roster).items()):
        if work > most * HOUR:
            yield of_weeks(roster, Kind.MAX_WEEK, monday, 1, most, work / HOUR)


def _week_average(roster: Roster) -> Iterator[Breach]:
    """Any run of so many weeks; of runs that follow each other the worst is told, from the first to the last.
    Days away make a run shorter, so that they neither help nor harm.
    """
    most, count = roster.rules.max_week_avg_h, roster.rules.average_weeks
    if most is None:
        return
    weeks = weeks_of(roster)
    averages = {monday: _average(roster, weeks, monday, count) for monday in _mondays(weeks, count)}
    over = [monday for monday, average in averages.items() if average > most]
    for first, number in runs(over, WEEK):
        worst = max(averages[first + i * WEEK] for i in range(number))
        yield of_weeks(roster, Kind.WEEK_AVERAGE, first, count + number - 1, most, worst)


def _average(roster: Roster, weeks: Mapping[datetime.date, int], monday: datetime.date, count: int) -> float:
    end = monday + count * WEEK
    days = 7 * count - sum(monday <= day < end for day in roster.away)
    work = sum(weeks.get(monday + i * WEEK, 0) for i in range(count)) / HOUR
    return work / (days / 7) if days else work


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


def _days_in_a_row(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.max_days_in_a_row
    if most is None:
        return
    for first, count in runs(sorted({one.day for one in roster.shifts}), datetime.timedelta(days=1)):
        if count > most:
            end = roster.midnight(first + datetime.timedelta(days=count))
            yield roster.breach(Kind.DAYS_IN_A_ROW, roster.midnight(first), end, most, count)


def _shifts_in_a_row(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.pair_of_shifts_h
    for one, two in pairwise(roster.shifts) if most else ():
        if 0 <= two.start - one.end <= LONGEST_BREAK and one.work + two.work > (most or 0) * HOUR:
            work = (one.work + two.work) / HOUR
            yield roster.breach(Kind.SHIFTS_IN_A_ROW, one.start, two.end, most or 0, work)


def _sundays(roster: Roster) -> Iterator[Breach]:
    """One Sunday in so many is free."""
    weeks = roster.rules.sunday_off_in_weeks
    if weeks is None:
        return
    sundays = sorted({one.day for one in roster.shifts if one.day.weekday() == SUNDAY})
    for first, count in runs(sundays, WEEK):
        if count >= weeks:
            end = roster.midnight(first + (count - 1) * WEEK + datetime.timedelta(days=1))
            yield roster.breach(Kind.SUNDAYS, roster.midnight(first), end, weeks - 1, count)


def _cap_worked(roster: Roster) -> Iterator[Breach]:
    """In the seven days before the end of each shift, with breaks; of windows in a row the worst is told."""
    yield from _caps(roster, Kind.CAP_WORKED, roster.rules.cap_worked_h, _hours_of)


def _cap_nights(roster: Roster) -> Iterator[Breach]:
    yield from _caps(roster, Kind.CAP_NIGHTS, roster.rules.cap_nights, _nights_of)


def _cap_rest(roster: Roster) -> Iterator[Breach]:
    """Between two duties; shifts with a short time between them are one."""
    least = roster.rules.cap_rest_h
    end: int | None = None
    for one in roster.shifts if least else ():
        rest = one.start - end if end is not None else None
        if end is not None and rest is not None and PAUSE <= rest < (least or 0) * HOUR:
            yield replace(roster.breach(Kind.CAP_REST, end, one.start, least or 0, rest / HOUR), basis=CAP)
        end = max(one.end, end or one.end)


def _hours_of(shifts: Sequence[Worked], start: int, end: int) -> float:
    return sum(max(min(one.end, end) - max(one.start, start), 0) for one in shifts) / HOUR


def _nights_of(shifts: Sequence[Worked], start: int, end: int) -> float:
    return sum(start < one.end <= end and one.night >= NIGHT_MINUTES * 60 for one in shifts)


def _caps(
    roster: Roster, kind: Kind, most: float | None, of: Callable[[Sequence[Worked], int, int], float]
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
            since = worst.starts_at if worst else moment(start)
            worst = roster.breach(kind, start, one.end, most or 0, max(found, worst.found if worst else 0))
            worst = replace(worst, starts_at=since, basis=CAP)
    if worst:
        yield worst


WORK: tuple[Callable[[Roster], Iterator[Breach]], ...] = (
    _max_shift, _max_day, _max_week, _week_average, _days_in_a_row, _shifts_in_a_row, _sundays, _cap_worked,
    _cap_nights, _cap_rest,
)  # fmt: skip
