"""When a report is due: by the reader's clock, whatever the clocks do."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from reports.saved.letter_days import DAY, LOOK_BACK, falls_on, last_due, moment, next_due

UTC = datetime.UTC
TALLINN = ZoneInfo("Europe/Tallinn")
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=UTC)


def at(*args):
    return datetime.datetime(*args, tzinfo=UTC)


def due(every, on_day, hour, now, since=LONG_AGO, zone=TALLINN):
    return last_due(every, on_day, hour, zone, since=since, now=now)


def test_monday_at_eight_is_another_hour_of_utc_in_summer():
    assert due("week", 0, 8, at(2026, 3, 23, 5, 59)) is None
    assert due("week", 0, 8, at(2026, 3, 23, 6, 0)) == datetime.date(2026, 3, 23)
    assert due("week", 0, 8, at(2026, 3, 30, 4, 59)) is None
    assert due("week", 0, 8, at(2026, 3, 30, 5, 0)) == datetime.date(2026, 3, 30)


def test_an_hour_that_is_skipped_and_one_that_comes_twice():
    """In Tallinn 3:00 is skipped on 29 March 2026, and 3:00 comes twice on 25 October."""
    assert moment(datetime.date(2026, 3, 29), 3, TALLINN) == at(2026, 3, 29, 1)
    assert due("day", 0, 3, at(2026, 3, 29, 1)) == datetime.date(2026, 3, 29)
    assert moment(datetime.date(2026, 10, 25), 3, TALLINN) == at(2026, 10, 25, 0)


def test_the_thirty_first_is_the_last_day_of_a_shorter_month():
    assert falls_on(datetime.date(2026, 2, 28), "month", 31)
    assert not falls_on(datetime.date(2026, 3, 30), "month", 31)
    assert next_due("month", 31, 8, TALLINN, at(2026, 4, 2)) == at(2026, 4, 30, 5)


def test_what_was_due_before_one_asked_for_it_is_not_sent():
    assert due("day", 0, 8, at(2026, 5, 5, 9), since=at(2026, 5, 5, 8)) is None
    assert due("day", 0, 8, at(2026, 5, 6, 9), since=at(2026, 5, 5, 8)) == datetime.date(2026, 5, 6)


def test_after_days_without_a_worker_the_latest_alone_is_sent_and_old_news_never():
    assert due("day", 0, 8, at(2026, 5, 9, 4)) == datetime.date(2026, 5, 8)
    assert due("week", 0, 8, at(2026, 5, 7, 12)) == datetime.date(2026, 5, 4)
    assert due("week", 0, 8, at(2026, 5, 8, 12)) is None


@given(
    st.integers(0, 6 * 365 * 144).map(lambda n: at(2024, 1, 1) + n * datetime.timedelta(minutes=10)),
    st.integers(0, 23),
    st.sampled_from(["Europe/Tallinn", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
)
def test_each_day_is_due_exactly_once(start, hour, zone):
    """Looked at every ten minutes through three days: each local day comes up, in order, once."""
    zone, seen = ZoneInfo(zone), []
    for n in range(3 * 144):
        day = due("day", 0, hour, start + n * datetime.timedelta(minutes=10), since=start, zone=zone)
        if day and day not in seen:
            seen.append(day)
    assert seen == [seen[0] + n * DAY for n in range(len(seen))]
    assert 2 <= len(seen) <= LOOK_BACK + 1
