"""The watch finds what is due by the keys of its two small indexes, however many clocks there are."""

import datetime

import pytest
from django.db import connection

from benchmarks import sla_watch
from lib import database_clock


@pytest.mark.django_db
def test_what_is_due_is_found_by_key():
    now = database_clock.now()
    with connection.cursor() as cursor:
        desk, apart = sla_watch.found(), datetime.timedelta(seconds=1)
        tomorrow = now + datetime.timedelta(days=1)
        sla_watch.add(cursor, desk, 1, 4000, since=tomorrow, apart=apart, events=False)
        sla_watch.add(cursor, desk, 4001, 40, since=now - datetime.timedelta(minutes=1), apart=apart)
        cursor.execute("ANALYZE tickets_ticketclock")
    late, warning = sla_watch.plans(now)
    assert "clock_breach_due" in late
    assert "clock_next_warning" in warning
    assert "Seq Scan" not in late + warning
