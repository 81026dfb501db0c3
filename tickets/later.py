"""When an answer is sent that is to leave later: the times one is offered. Pure: no Django."""

import datetime
from zoneinfo import ZoneInfo

START = datetime.time(9, 0)
MONDAY = 0
AT_LEAST = datetime.timedelta(minutes=1)
AT_MOST = datetime.timedelta(days=366)


def offered(now: datetime.datetime, zone: ZoneInfo) -> dict[str, datetime.datetime]:
    """`tomorrow` and `monday` at nine by the wall clock of that zone; on Sundays they are the same."""
    today = now.astimezone(zone).date()
    tomorrow = today + datetime.timedelta(days=1)
    monday = tomorrow + datetime.timedelta(days=(MONDAY - tomorrow.weekday()) % 7)
    days = {"tomorrow": tomorrow} | ({"monday": monday} if monday != tomorrow else {})
    return {name: datetime.datetime.combine(day, START, zone) for name, day in days.items()}


def is_possible(at: datetime.datetime, now: datetime.datetime) -> bool:
    return now + AT_LEAST <= at <= now + AT_MOST
