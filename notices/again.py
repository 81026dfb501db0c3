"""When a push service is asked again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

WAITS = [timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 7200)]
LONGEST = timedelta(hours=2)


def next_try(tries: int, now: datetime, retry_after: str = "") -> datetime | None:
    """After so many: later each time, or when the service says, within reason; in the end never."""
    if tries > len(WAITS):
        return None
    return now + max(WAITS[tries - 1], min(_asked_for(retry_after, now), LONGEST))


def _asked_for(retry_after: str, now: datetime) -> timedelta:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=int(retry_after[:6]))
    try:
        at = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return timedelta()
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
