"""Half hours of a week, on the clock of a zone and on absolute time. Pure: no Django.

A place is a local day and one of its 48 half hours. On the day on which clocks go forward two of them do not
exist, on the day on which they go back two exist twice.
"""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

HALF = datetime.timedelta(minutes=30)
ONE_DAY = datetime.timedelta(days=1)
A_DAY, A_WEEK = 48, 7 * 48


def midnight(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """When the local day begins, in UTC. Where midnight does not exist, the first moment after it."""
    at = datetime.datetime.combine(day, datetime.time(), zone)
    return at.astimezone(datetime.UTC)


def wall(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """When clocks there show that time, in UTC. An hour that is left out is the one after it; of one that
    comes twice it is the first.
    """
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)


def same_clock(at: datetime.datetime, days: int, zone: ZoneInfo) -> datetime.datetime:
    """So many days later by the same wall clock."""
    local = at.astimezone(zone)
    return wall(local.date() + datetime.timedelta(days=days), local.time(), zone)


def hours_of(
    day: datetime.date, since: datetime.time, until: datetime.time, zone: ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime]:
    """From when to when on that day, as instants; until 00:00 is until midnight."""
    end = wall(day, until, zone) if until > datetime.time() else midnight(day + ONE_DAY, zone)
    return wall(day, since, zone), end


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def half_hours(start: datetime.datetime, end: datetime.datetime) -> Iterator[datetime.datetime]:
    """Each on absolute time, from `start` on."""
    while start < end:
        yield start
        start += HALF


def place_of(at: datetime.datetime, zone: ZoneInfo) -> tuple[datetime.date, int]:
    """The local day and which of its half hours it lies in."""
    local = at.astimezone(zone)
    return local.date(), local.hour * 2 + local.minute // 30


def is_odd(day: datetime.date, zone: ZoneInfo) -> bool:
    """Whether it has other than 24 hours."""
    return midnight(day + ONE_DAY, zone) - midnight(day, zone) != ONE_DAY


def clock(slot: int) -> str:
    """`08:30`."""
    return f"{slot // 2:02}:{slot % 2 * 30:02}"
