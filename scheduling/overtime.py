"""Overtime: what somebody worked in a week beyond what their contract asks of it. Pure: no Django.

What was worked is what the clock says; of who does not use it, what was planned. A week is from Monday to
Sunday by their own days, and its overtime is what comes last in it: once the hours of the contract are
reached, everything after counts, for the team and the day it was worked for.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from scheduling.weeks import ONE_DAY, midnight, monday_of

# Who clocked in within so long before a shift ended uses the clock: without it they were not there.
USES = datetime.timedelta(days=30)
LONGEST = datetime.timedelta(hours=24)  # of a shift
NOTHING = datetime.timedelta()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of a shift, or from clocking in to clocking out; `seconds` without breaks, `day` by their own days."""

    user: int
    team: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    seconds: int
    day: datetime.date
    clocked: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """`seconds` of a stretch beyond what the week asks (`owed`), with what had been worked in it by then."""

    stretch: Stretch
    seconds: int
    worked: int
    owed: int


def worked(planned: Iterable[Stretch], clocked: Iterable[Stretch]) -> list[Stretch]:
    """What the clock says is for the team of the shift it overlaps most, else for its own; a shift counts as
    planned where its person does without the clock.
    """
    shifts, stretches = _by_user(planned), _by_user(clocked)
    found: list[Stretch] = []
    for user in {*shifts, *stretches}:
        plan, clock = shifts.get(user, []), stretches.get(user, [])
        begun, came = [one.starts_at for one in plan], [one.starts_at for one in clock]
        for one in clock:
            near = plan[bisect_left(begun, one.starts_at - LONGEST) : bisect_left(begun, one.ends_at)]
            found.append(replace(one, team=_team_of(one, near), clocked=True))
        for one in plan:
            first = bisect_right(came, one.ends_at - USES)
            if first == len(came) or came[first] >= one.ends_at:
                found.append(one)
    return found


def beyond(stretches: Iterable[Stretch], owed: Callable[[int, datetime.date], int | None]) -> list[Over]:
    """`owed`: seconds that somebody owes in the week of a Monday; None: no contract says it, and nothing is
    overtime.
    """
    found: list[Over] = []
    for user, theirs in _by_user(stretches).items():
        weeks: dict[datetime.date, int] = defaultdict(int)
        for one in theirs:
            monday = monday_of(one.day)
            before = weeks[monday]
            weeks[monday] = after = before + one.seconds
            most = owed(user, monday)
            if most is not None and after > most:
                found.append(Over(one, after - max(before, most), after, most))
    return found


def on_days(one: Over, days: Collection[datetime.date], zone: ZoneInfo) -> dict[datetime.date, int]:
    """Seconds of it on each of these local days. It is the end of its stretch, as if without a break."""
    end = one.stretch.ends_at
    start = end - datetime.timedelta(seconds=one.seconds)
    found = {day: _within(start, end, day, zone) for day in _days_of(start, end, zone) if day in days}
    return {day: seconds for day, seconds in found.items() if seconds}


def _days_of(start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo) -> Iterator[datetime.date]:
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def _within(start: datetime.datetime, end: datetime.datetime, day: datetime.date, zone: ZoneInfo) -> int:
    span = min(end, midnight(day + ONE_DAY, zone)) - max(start, midnight(day, zone))
    return max(int(span.total_seconds()), 0)


def _by_user(stretches: Iterable[Stretch]) -> dict[int, list[Stretch]]:
    """In order of time."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    for one in sorted(stretches, key=lambda one: (one.user, one.starts_at)):
        found[one.user].append(one)
    return dict(found)


def _team_of(one: Stretch, shifts: Sequence[Stretch]) -> int:
    """That of the shift in which most of it lies."""
    shared = [(min(one.ends_at, it.ends_at) - max(one.starts_at, it.starts_at), it.team) for it in shifts]
    most, team = max(shared, default=(NOTHING, one.team))
    return team if most > NOTHING else one.team
