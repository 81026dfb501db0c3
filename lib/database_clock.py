"""The one clock of the desk: the database's. Those of the machines around it may differ; we watch them."""

import datetime
import logging
import socket
import time

from django.core.cache import cache
from django.db import connection

log = logging.getLogger(__name__)

MOST = 2.0  # seconds that a machine's clock may differ
KEY = "clock-drift"
REMEMBERED = 120.0  # seconds; a worker reports every ten


def now() -> datetime.datetime:
    """What time it is by the database, right now and not when the transaction began. One short statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    return at


def drift() -> float:
    """By how many seconds this machine's clock is ahead of the database's; behind it is negative."""
    return now_and_drift()[1]


def now_and_drift() -> tuple[datetime.datetime, float]:
    """Both in one statement. What the answer took on its way counts half."""
    before = time.time()
    at = now()
    return at, (before + time.time()) / 2 - at.timestamp()


def note_drift() -> None:
    """Remember how far this machine is off, for `worst_drift`, and say so in the log if it is too far."""
    (at, off), name = now_and_drift(), socket.gethostname()
    if abs(off) > MOST:
        log.warning("The clock of %s differs from the database's by %.1f seconds", name, off)
    known = cache.get(KEY) or {}
    cache.set(KEY, {**known, name: (off, at.timestamp())}, REMEMBERED)


def worst_drift() -> float:
    """The largest of this machine's and of those that were noted lately."""
    return now_and_worst_drift()[1]


def now_and_worst_drift() -> tuple[datetime.datetime, float]:
    """Both in one statement."""
    at, own = now_and_drift()
    since = at.timestamp() - REMEMBERED
    noted = [off for off, noted_at in (cache.get(KEY) or {}).values() if noted_at > since]
    return at, max([own, *noted], key=abs)
