"""When an answer is sent that is to leave later: the times one is offered. Pure: no Django."""

import datetime
from zoneinfo import ZoneInfo

from tickets.snooze import presets

OFFERED = ("tomorrow", "monday")
AT_LEAST = datetime.timedelta(minutes=1)
AT_MOST = datetime.timedelta(days=366)


def offered(now: datetime.datetime, zone: ZoneInfo) -> dict[str, datetime.datetime]:
    """At nine by the wall clock of that zone; on Sundays tomorrow is Monday."""
    found = presets(now.astimezone(zone))
    return {name: found[name] for name in OFFERED if name in found}


def is_possible(at: datetime.datetime, now: datetime.datetime) -> bool:
    return now + AT_LEAST <= at <= now + AT_MOST
