"""The oracle's own idea of when a desk is open: every minute is asked what the wall clock shows.

Nothing here comes from `scheduling`. Time is whole microseconds.
"""

import json
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD, BEHIND = 150, 3  # days around a scenario that a desk is looked at


def ticks(text):
    moment = datetime.fromisoformat(text)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def text(at):
    return None if at is None else (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).isoformat()


def minutes_of(pair):
    return [int(word[:2]) * 60 + int(word[3:]) for word in pair]


def halves(spans):
    """(minutes of the date itself, minutes of the next date), as sets."""
    today, tomorrow = set(), set()
    for start, end in map(minutes_of, spans):
        if end > start:
            today |= set(range(start, end))
        else:
            today |= set(range(start, 1440))
            tomorrow |= set(range(end))
    return today, tomorrow


def open_on(schedule, day):
    """The minutes of that local date in which the desk is open."""
    name, before = day.isoformat(), (day - timedelta(days=1)).isoformat()
    if name in schedule.get("holidays", ()):
        return set()
    shifts, breaks, week = schedule.get("shifts", {}), schedule.get("breaks", {}), schedule["hours"]
    if name in shifts:
        found = halves(shifts[name])[0]
    else:
        found = (
            halves(week.get(WEEK[day.weekday()], ()))[0] | halves(week.get(WEEK[day.weekday() - 1], ()))[1]
        )
    found = found | halves(shifts.get(before, ()))[1]
    return found - halves(breaks.get(name, ()))[0] - halves(breaks.get(before, ()))[1]


def runs(minutes):
    """The set as (first, last) of minutes that follow each other."""
    found = []
    for minute in sorted(minutes):
        if found and found[-1][1] == minute - 1:
            found[-1][1] = minute
        else:
            found.append([minute, minute])
    return found


@cache
def desk(written, first, last):
    """Open intervals between two instants, in minutes since the epoch.

    Of an opening time that comes twice the first counts, of a closing time the second: an interval reaches
    from the first to the last minute that shows a time in it.
    """
    schedule = json.loads(written)
    zone, edges, plan = ZoneInfo(schedule["tz"]), {}, {}
    for minute in range(first, last):
        local = datetime.fromtimestamp(minute * 60, zone)
        day = local.date()
        if day not in plan:
            plan[day] = {
                m: n for n, (a, b) in enumerate(runs(open_on(schedule, day))) for m in range(a, b + 1)
            }
        run = plan[day].get(local.hour * 60 + local.minute)
        if run is not None:
            edges.setdefault((day, run), [minute, minute])[1] = minute
    joined = []
    for start, end in sorted(edges.values()):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end + 1, joined[-1][1])
        else:
            joined.append([start, end + 1])
    return [start * MINUTE for start, _ in joined], [end * MINUTE for _, end in joined]


class Desk:
    """Open time between two instants, and when so much of it has passed. Without a schedule always open."""

    def __init__(self, schedule, low, high):
        self.key = "always" if schedule is None else json.dumps(schedule, sort_keys=True)
        self.opens, self.closes = [low], [high]
        if schedule is not None:
            self.opens, self.closes = desk(self.key, low // MINUTE, high // MINUTE)

    def is_open(self, at):
        i = bisect_right(self.opens, at) - 1
        return i >= 0 and at < self.closes[i]

    def edges(self, start, end):
        for times in (self.opens, self.closes):
            yield from times[bisect_left(times, start) : bisect_right(times, end)]

    def add(self, at, amount):
        assert amount > 0
        for opens, closes in zip(self.opens, self.closes, strict=True):
            begin = max(at, opens)
            if closes <= begin:
                continue
            if closes - begin >= amount:
                return begin + amount
            amount -= closes - begin
        raise AssertionError("the oracle looks no further ahead; give the scenario shorter targets")
