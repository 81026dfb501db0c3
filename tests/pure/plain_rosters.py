"""The oracle's own idea of what nobody may be asked to work, written from the rules.

Nothing here comes from `scheduling`. A shift is (start, end, minutes of break) in UTC, by quarters of an
hour; all that is wrong with the shifts of one person is found as {(what, when): by how much}.
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

HOUR, DAY, WEEK = (datetime.timedelta(hours=n) for n in (1, 24, 168))
QUARTER, NEVER = datetime.timedelta(minutes=15), datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
# Of each law: rest of a day and of a week, the longest shift and day, hours a week over so many weeks.
LAWS = {
    "EU": {"rest": 11, "week_rest": 35, "shift": 13, "average": (48, 17)},
    "EE": {"rest": 11, "week_rest": 47, "shift": 13, "average": (48, 17), "row": 6},
    "PL": {"rest": 11, "week_rest": 35, "shift": 13, "day": 12, "average": (48, 17), "sundays": 4, "paid": 1},
    "ES": {"rest": 12, "week_rest": 48, "shift": 12, "day": 9, "average": (40, 52), "nights": (8, 15),
           "night_weeks": 2},
    "RU": {"week_rest": 42, "average": (40, 13), "pair": 12},
}  # fmt: skip


@dataclass
class Terms:
    """A contract: the law, and what it says itself."""

    from_on: datetime.date
    law: str = "EU"
    day: float = 8
    week: float = 48
    rest: float = 11
    night: bool = True


@dataclass
class Who:
    """One person, as the rules see them. `off` are instants, `leave` whole days of it."""

    zone: str
    terms: list[Terms] = field(default_factory=list)
    off: list[tuple] = field(default_factory=list)
    leave: set[datetime.date] = field(default_factory=set)
    can: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    cap_hours: float = 48
    cap_nights: float = 5
    cap_rest: float = 9
    here: bool = True


@lru_cache(maxsize=100_000)
def on(at, zone):
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=100_000)
def night(shift, zone):
    """Hours between ten and six, quarter by quarter, as the clocks there show them."""
    count, at, place = 0, shift[0], ZoneInfo(zone)
    while at < shift[1]:
        count += not 6 <= at.astimezone(place).hour < 22
        at += QUARTER
    return count / 4


def length(shift):
    return (shift[1] - shift[0]) / HOUR


def wrong(who, shifts, zone):
    """Everything that is wrong with these published shifts. Availability is not asked: who says later that
    they cannot has the shift still.
    """
    shifts = sorted(shifts)
    found = {}
    for one in shifts:
        if not who.here:
            found["left", one[0]] = 1
        if not any(terms.from_on <= on(one[0], zone) for terms in who.terms):
            found["no contract", one[0]] = 1
        for start, end in who.off:
            if one[0] < end and start < one[1]:
                found["off", one[0]] = 1
    for number, terms in enumerate(who.terms):
        last = who.terms[number + 1].from_on if number + 1 < len(who.terms) else datetime.date.max
        for what, first, until, amount in by_contract(shifts, terms, zone, who.leave):
            if on(first, zone) < last and (on(until - QUARTER, zone) >= terms.from_on):
                found[what, first] = max(amount, found.get((what, first), 0))
    return found | capped(who, shifts, zone)


def capped(who, shifts, zone):
    found, shifts = {}, sorted(shifts)
    for one in shifts if who.terms else ():
        since = one[1] - WEEK
        hours = sum(max((min(b, one[1]) - max(a, since)) / HOUR, 0) for a, b, _ in shifts)
        nights = sum(since < b <= one[1] and night((a, b, p), zone) >= 2 for a, b, p in shifts)
        if hours > who.cap_hours:
            found["cap of hours", one[1]] = hours
        if nights > who.cap_nights:
            found["cap of nights", one[1]] = nights
    end = None
    for a, b, _ in shifts if who.terms else ():
        if end and 4 <= (a - end) / HOUR < who.cap_rest:
            found["cap of rest", end] = who.cap_rest - (a - end) / HOUR
        end = max(b, end or b)
    return found


def pauses(shifts):
    """(from, to) in which nobody works, in order; the last has no end."""
    found, end = [], None
    for a, b, _ in shifts:
        if end and a > end:
            found.append((end, a))
        end = max(b, end or b)
    return [*found, (end, NEVER)] if end else []


def by_contract(shifts, terms, zone, leave):
    """(what, from, to, by how much)"""
    law = LAWS[terms.law]
    free = pauses(shifts)
    rest = max(law.get("rest", 0), terms.rest)
    for start in {a for a, _, _ in shifts}:
        within = [min(b, start + DAY) - a for a, b in free if start <= a < start + DAY]
        after = next((b - a, a) for a, b in free if a >= start)
        best = max([*within, after[0]])
        if best < rest * HOUR:
            yield "daily rest", after[1], after[1] + max(after[0], QUARTER), rest - best / HOUR
    for start in {a for a, _, _ in shifts}:
        best = max((min(b, start + WEEK) - a for a, b in free if start <= a < start + WEEK), default=0 * HOUR)
        if best < law["week_rest"] * HOUR:
            yield "weekly rest", start, start + WEEK, law["week_rest"] - best / HOUR
    for one, two in pairwise(shifts):
        if two[0] < one[1]:
            yield "overlap", two[0], one[1], 1
        worked = sum(length(each) - each[2] / 60 for each in (one, two))
        if law.get("pair") and HOUR * 0 <= two[0] - one[1] <= 2 * HOUR and worked > law["pair"]:
            yield "two in a row", one[0], two[1], worked
    days, weeks, counted, nightly = Counter(), Counter(), Counter(), Counter()
    begins = {}
    for one in shifts:
        if law.get("shift") and length(one) > law["shift"]:
            yield "long shift", one[0], one[1], length(one)
        if not terms.night and night(one, zone) >= 2:
            yield "night work", one[0], one[1], night(one, zone)
        day = on(one[0], zone)
        monday = day - datetime.timedelta(days=day.weekday())
        hours = length(one) - (0 if law.get("paid") else one[2] / 60)
        days[day] += hours
        weeks[monday] += hours
        counted[monday] += 1
        nightly[monday] += night(one, zone) >= 3
        begins.setdefault(day, one[0])
    most = min(law.get("day", 24), terms.day)
    for day, hours in days.items():
        if hours > most + 1e-9:
            yield "long day", begins[day], max(b for a, b, _ in shifts if on(a, zone) == day), hours
    for monday, hours in weeks.items():
        if hours > terms.week + 1e-9:
            yield "long week", at(monday, zone), at(monday + WEEK, zone), hours
    yield from averages(weeks, law, zone, leave)
    yield from rows(days, nightly, counted, law, zone)
    if "nights" in law:
        yield from night_average(shifts, *law["nights"], zone, leave)


def averages(weeks, law, zone, leave):
    """Any run of so many weeks that holds work and does not end before the last of it."""
    most, count = law["average"]
    first, last = min(weeks, default=None), max(weeks, default=None)
    monday = first
    while monday is not None and (monday == first or monday + (count - 1) * WEEK <= last):
        days = 7 * count - sum(monday <= day < monday + count * WEEK for day in leave)
        hours = sum(weeks.get(monday + n * WEEK, 0) for n in range(count)) / max(days / 7, 1e-9)
        if hours > most + 1e-9:
            yield "average", at(monday, zone), at(monday + count * WEEK, zone), hours
        monday += WEEK


def rows(days, nightly, counted, law, zone):
    def run(some, step):
        for first in some:
            if first - step not in some:
                n = 1
                while first + n * step in some:
                    n += 1
                yield first, n

    one = datetime.timedelta(days=1)
    for first, n in run(set(days), one):
        if law.get("row") and n > law["row"]:
            yield "days in a row", at(first, zone), at(first + n * one, zone), n
    for first, n in run({day for day in days if day.isoweekday() == 7}, 7 * one):
        if law.get("sundays") and n >= law["sundays"]:
            yield "no free sunday", at(first, zone), at(first + 7 * (n - 1) * one + one, zone), n
    mostly = {monday for monday in nightly if 0 < counted[monday] <= 2 * nightly[monday]}
    for first, n in run(mostly, 7 * one):
        if law.get("night_weeks") and n > law["night_weeks"]:
            yield "weeks of nights", at(first, zone), at(first + 7 * n * one, zone), n


def night_average(shifts, most, days, zone, leave):
    for one in shifts:
        if night(one, zone) >= 3:
            end = one[0] + days * DAY
            work = sum(length(each) - each[2] / 60 for each in shifts if one[0] <= each[0] < end)
            there = days * 6 / 7 - sum(one[0].date() <= day < end.date() for day in leave)
            if work > most * there + 1e-9:
                yield "nights on average", one[0], end, work


def at(day, zone):
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone)).astimezone(datetime.UTC)


def cannot(who, shift):
    """Whether it lies outside what they said they can, by their own clock, quarter by quarter."""
    now, place = shift[0], ZoneInfo(who.zone)
    while now < shift[1]:
        local = now.astimezone(place)
        if local.weekday() in who.can:
            said = who.can[local.weekday()]
            if said is None or not said[0] <= local.hour < (said[1] or 24):
                return True
        now += QUARTER
    return False


def to_blame(who, gains, before, after, zone):
    """What is wrong with them now, that was not or not so badly before they got these shifts. A cap none may
    lie in, however it was before.
    """
    was, now = wrong(who, before, zone), wrong(who, after, zone)
    found = {what: by for what, by in now.items() if by > was.get(what, 0) + 1e-9 and "cap" not in what[0]}
    for one in gains:
        last = max((b for a, b, _ in after if b <= one[0]), default=None)
        found |= {what: by for what, by in now.items() if "cap" in what[0] and _in_cap(what, one, last)}
        if cannot(who, one):
            found["cannot", one[0]] = 1
    return found


def _in_cap(what, shift, last):
    """Whether it is counted there: too little rest before or after it, or the week before an end."""
    kind, when = what
    if kind == "cap of rest":
        return when in (shift[1], last)
    return shift[0] < when and shift[1] > when - WEEK
