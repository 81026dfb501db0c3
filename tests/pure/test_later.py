"""The times that are offered for an answer that leaves later."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from tickets.later import is_possible, offered

TALLINN, LOS_ANGELES = ZoneInfo("Europe/Tallinn"), ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        # Friday evening; in Tallinn it is Saturday already.
        ("2026-11-27T22:30+00:00", TALLINN, ["2026-11-29T09:00+02:00", "2026-11-30T09:00+02:00"]),
        ("2026-11-27T22:30+00:00", LOS_ANGELES, ["2026-11-28T09:00-08:00", "2026-11-30T09:00-08:00"]),
        # On a Sunday tomorrow is Monday, and on a Monday the next one is far away.
        ("2026-11-29T10:00+00:00", TALLINN, ["2026-11-30T09:00+02:00"]),
        ("2026-11-30T05:00+00:00", TALLINN, ["2026-12-01T09:00+02:00"]),
        # The clocks go forward in between: nine is nine.
        ("2026-03-28T10:00+00:00", TALLINN, ["2026-03-29T09:00+03:00", "2026-03-30T09:00+03:00"]),
    ],
)
def test_nine_by_the_readers_clock(now, zone, expected):
    found = offered(datetime.datetime.fromisoformat(now), zone)
    assert [at.isoformat(timespec="minutes") for at in found.values()] == expected


def test_a_time_is_ahead_and_within_a_year():
    now = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
    days = datetime.timedelta(days=1)
    assert not is_possible(now, now)
    assert not is_possible(now - days, now)
    assert is_possible(now + days, now)
    assert not is_possible(now + 400 * days, now)
