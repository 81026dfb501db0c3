"""Rest between shifts, in the week and within a shift. Pure: no Django."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from scheduling.regimes import Kind
from scheduling.spans import DAY, FOREVER, HOUR, Breach, Roster, moment


def _overlap(roster: Roster) -> Iterator[Breach]:
    end = None
    for one in roster.shifts:
        if end is not None and one.start < end:
            until = min(end, one.end)
            yield roster.breach(Kind.OVERLAP, one.start, until, 0, (until - one.start) / HOUR)
        end = one.end if end is None else max(end, one.end)


def _daily_rest(roster: Roster) -> Iterator[Breach]:
    """In the 24 h after each start of work there is a rest. Of one shift without a pause the whole rest after
    it counts: whether it was too long says `max_shift`.
    """
    needed = roster.rules.daily_rest_h
    if not needed:
        return
    for start in dict.fromkeys(roster.starts):
        first = _first_rest(roster, start)
        rests = [(a, min(b, start + DAY)) for a, b in _rests(roster, start, start + DAY) if (a, b) != first]
        longest = max(b - a for a, b in [*rests, first])
        if longest < needed * HOUR:
            # From the end of that work on, up to the last rest that was none.
            ends = _end_of(roster, start), max(b for _a, b in [*rests, first] if b < FOREVER)
            yield roster.breach(Kind.DAILY_REST, *ends, needed, longest / HOUR)


def _end_of(roster: Roster, start: int) -> int:
    return roster.shifts[bisect_left(roster.starts, start)].end


def _first_rest(roster: Roster, start: int) -> tuple[int, int]:
    """The one that comes next, however late."""
    return roster.free[bisect_left(roster.free, (start, 0))]


def _rests(roster: Roster, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Those that begin in between."""
    for i in range(bisect_left(roster.free, (start, 0)), len(roster.free)):
        if roster.free[i][0] >= end:
            return
        yield roster.free[i]


def _weekly_rest(roster: Roster) -> Iterator[Breach]:
    """Told once for each stretch without one, from the first start of work to the week after the last."""
    needed = roster.rules.weekly_rest_total_h
    if not needed:
        return
    length = roster.rules.weekly_window_days * DAY
    told: Breach | None = None
    quiet_until = -FOREVER
    for start in dict.fromkeys(roster.starts):
        end = start + length
        longest = max((min(b, end) - a for a, b in _rests(roster, start, end)), default=0)
        if longest >= needed * HOUR:
            continue
        if told and start >= quiet_until:
            yield told
            told = None
        if told is None:
            quiet_until = next(b for a, b in roster.free if a >= start and b - a >= needed * HOUR)
        since = told.starts_at if told else moment(start)
        found = min(longest / HOUR, told.found if told else needed)
        told = replace(roster.breach(Kind.WEEKLY_REST, start, end, needed, found), starts_at=since)
    if told:
        yield told


def _breaks(roster: Roster) -> Iterator[Breach]:
    for one in roster.shifts if roster.rules.breaks else ():
        needed = sum(minutes for after, minutes in roster.rules.breaks if one.end - one.start > after * HOUR)
        if one.pause < needed * 60:
            yield roster.breach(Kind.BREAK, one.start, one.end, needed, one.pause / 60)


RESTS: tuple[Callable[[Roster], Iterator[Breach]], ...] = (_overlap, _daily_rest, _weekly_rest, _breaks)
