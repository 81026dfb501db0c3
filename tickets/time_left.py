"""How much opening time a promise has left, and the opening hours by which a page counts it on."""

import datetime
from collections.abc import Iterable

from lib.openings import Left, as_json, left_until
from sla.policy import Hours, Metric
from tickets.finding import Row
from tickets.promised import calendar_of, terms_of


def left_of(row: Row, now: datetime.datetime) -> Left | None:
    """None where the wall clock counts: no opening hours, a target of every hour, a time set by hand."""
    if not row.calendar or not row.policy or not row.queue_metric or row.by_hand:
        return None
    target = terms_of(row.policy).promise(row.priority).target(Metric(row.queue_metric))
    if target is None or target.hours is not Hours.BUSINESS:
        return None
    return left_in(row.calendar, row.queue_at, now)


def left_in(version: int, due: datetime.datetime, now: datetime.datetime) -> Left | None:
    """None when it is late: that is told by the wall clock."""
    return left_until(due, now, calendar_of(version), str(version)) if due > now else None


def openings(versions: Iterable[int | None], now: datetime.datetime) -> str:
    """The coming opening hours of these versions, for the page."""
    return as_json(
        {str(version): calendar_of(version) for version in sorted(v for v in set(versions) if v)}, now
    )
