"""The one clock of the desk: the database's. Those of the machines around it may differ."""

import datetime

from django.db import connection


def now() -> datetime.datetime:
    """What time it is by the database, right now and not when the transaction began. One short statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    return at
