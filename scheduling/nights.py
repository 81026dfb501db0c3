"""Work at night. Pure: no Django."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator

from scheduling.load import NIGHT_MINUTES
from scheduling.regimes import Kind
from scheduling.spans import DAY, FOREVER, HOUR, WEEK, Breach, Roster, Worked, moment, of_weeks, runs
from scheduling.weeks import monday_of


def _nights(roster: Roster) -> list[Worked]:
    return [one for one in roster.shifts if one.night >= roster.rules.night_min_h * HOUR]


def _night_work(roster: Roster) -> Iterator[Breach]:
    for one in () if roster.rules.night_work else roster.shifts:
        if one.night >= NIGHT_MINUTES * 60:
            yield roster.breach(Kind.NIGHT_WORK, one.start, one.end, 0, one.night / HOUR)


def _max_night(roster: Roster) -> Iterator[Breach]:
    most = roster.rules.max_night_h
    if most is None:
        return
    for one in _nights(roster):
        if one.work > most * HOUR:
            yield roster.breach(Kind.MAX_NIGHT, one.start, one.end, most, one.work / HOUR)


def _night_average(roster: Roster) -> Iterator[Breach]:
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
        there = days * 6 / 7 - sum(
            moment(night.start).date() <= day < moment(end).date() for day in roster.away
        )
        if work > most * HOUR * there:
            quiet_until = end
            found = work / HOUR / there if there > 0 else work / HOUR
            yield roster.breach(Kind.NIGHT_AVERAGE, night.start, end, most, found)


def _night_weeks(roster: Roster) -> Iterator[Breach]:
    """Weeks in a row in which at least half of the shifts were nights."""
    most = roster.rules.max_night_weeks
    if most is None:
        return
    all_, nights = (Counter(monday_of(one.day) for one in some) for some in (roster.shifts, _nights(roster)))
    mondays = sorted(monday for monday, count in nights.items() if 2 * count >= all_[monday])
    for first, count in runs(mondays, WEEK):
        if count > most:
            yield of_weeks(roster, Kind.NIGHT_WEEKS, first, count, most, count)


NIGHTS: tuple[Callable[[Roster], Iterator[Breach]], ...] = (
    _night_work, _max_night, _night_average, _night_weeks,
)  # fmt: skip
