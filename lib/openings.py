"""What a page needs to count opening time by itself: how much is left, and when the desk is open next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

AHEAD = timedelta(days=8)  # how far the openings on a page reach; what lies beyond is told as a sum
SECOND = timedelta(seconds=1)


class Hours(Protocol):
    """What `scheduling.calendar.WorkingCalendar` is to this module."""

    def between(self, a: datetime, b: datetime) -> timedelta: ...

    def intervals(self, a: datetime, b: datetime) -> tuple[tuple[datetime, datetime], ...]: ...


@dataclass(frozen=True, slots=True)
class Left:
    """`seconds` of opening time are left until it is due. `key` names the openings on the page, which reach
    some days ahead, and `beyond` is what lies after them."""

    seconds: int
    key: str
    beyond: int


def left_until(due: datetime, now: datetime, hours: Hours, key: str) -> Left:
    horizon = now + AHEAD
    beyond = hours.between(horizon, due) if due > horizon else timedelta(0)
    return Left(hours.between(now, due) // SECOND, key, beyond // SECOND)


def as_json(calendars: Mapping[str, Hours], now: datetime) -> str:
    """{key: [[opens, closes], …]} in seconds since 1970, for the attribute that pills.js reads."""
    horizon = now + AHEAD
    return json.dumps(
        {
            key: [[int(a.timestamp()), int(b.timestamp())] for a, b in hours.intervals(now, horizon)]
            for key, hours in calendars.items()
        },
        separators=(",", ":"),
    )
