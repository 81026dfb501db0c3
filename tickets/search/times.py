"""Times as people write them in the search box. Pure: `now` is an argument, and its zone is the reader's.

An hour, day, month or year is a span with two ends. A distance such as 7d is a point: so long ago, or, of
what lies ahead, so long from now.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:t([0-9]{1,2}))?)?)?")
_WRITTEN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DISTANCE = re.compile(r"([0-9]{1,4})(min|h|d|w|mo|y)")
_UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(days=7),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# At least, and below.
Bounds = tuple[datetime | None, datetime | None]


def is_time(value: str) -> bool:
    return bounds(":", value, _ANY_DAY) is not None


def bounds(op: str, value: str, now: datetime, *, ahead: bool = False) -> Bounds | None:
    """From when, and before when, something is that compares so with the value; None if that is no time."""
    first, dots, last = value.lower().partition("..")
    try:
        if dots:
            return _range(first, last, now, ahead) if op == ":" else None
        span = _span(first, now, ahead)
    except (ValueError, OverflowError):
        return None
    if span is None:
        return None
    start, end = span
    is_point = start == end
    match op:
        case ">":
            return end, None
        case ">=":
            return start, None
        case "<":
            return None, start
        case "<=":
            return None, end
    if is_point:
        return (now, end) if ahead else (start, now)
    return start, end


def _range(first: str, last: str, now: datetime, ahead: bool) -> Bounds | None:
    """2026-01..2026-03, with both ends in it; one of them may be missing."""
    start, end = _span(first, now, ahead), _span(last, now, ahead)
    if (first and start is None) or (last and end is None) or not (first or last):
        return None
    return start and start[0], end and end[1]


def _span(value: str, now: datetime, ahead: bool) -> tuple[datetime, datetime] | None:
    if value == "now":
        return now, now
    if value in _DAYS:
        day = _midnight(now) + timedelta(days=_DAYS[value])
        return day, day + timedelta(days=1)
    if found := _DISTANCE.fullmatch(value):
        far = int(found[1]) * _UNITS[found[2]]
        point = now + far if ahead else now - far
        if not 1900 < point.year < 9000:
            return None
        return point, point
    if found := _WRITTEN.fullmatch(value):
        return _date(int(found[3]), int(found[2]), int(found[1]), now)
    if found := _DATE.fullmatch(value):
        return _date(int(found[1]), int(found[2] or 0), int(found[3] or 0), now, found[4])
    return None


def _date(
    year: int, month: int, day: int, now: datetime, hour: str | None = None
) -> tuple[datetime, datetime] | None:
    if not 1900 < year < 9000:
        return None
    start = datetime(year, month or 1, day or 1, int(hour or 0), tzinfo=now.tzinfo)
    if hour:  # by the clock on the wall: the hour that comes twice in autumn is one
        return start, start + timedelta(hours=1)
    if day:
        return start, start + timedelta(days=1)
    if month:
        return start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=now.tzinfo)
    return start, datetime(year + 1, 1, 1, tzinfo=now.tzinfo)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
