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
    """By how many seconds this machine's clock is ahead of the database's; behind it is negative.

    What the answer took on its way counts half.
    """
    before = time.time()
    at = now().timestamp()
    return (before + time.time()) / 2 - at


def note_drift() -> None:
    """Remember how far this machine is off, for `worst_drift`, and say so in the log if it is too far."""
    off, name = drift(), socket.gethostname()
    if abs(off) > MOST:
        log.warning("The clock of %s differs from the database's by %.1f seconds", name, off)
    known = cache.get(KEY) or {}
    cache.set(KEY, {**known, name: (off, now().timestamp())}, REMEMBERED)


def worst_drift() -> float:
    """The largest of this machine's and of those that were noted lately."""
    since = now().timestamp() - REMEMBERED
    noted = [off for off, at in (cache.get(KEY) or {}).values() if at > since]
    return max([drift(), *noted], key=abs)
