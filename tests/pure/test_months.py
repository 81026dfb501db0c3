"""A time taken apart into months and days."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from reports.counted.months import month_after, month_of, parts

DAY = datetime.timedelta(days=1)
DATES = st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31))


def days_of(since, until, made):
    """Which days are read, each as often as it is."""
    found = [first + n * DAY for first, last in made.days for n in range((last - first).days)]
    month = month_of(since)
    while month < made.before:
        if month >= (made.first or month) and month not in made.cut_through:
            found += [month + n * DAY for n in range((month_after(month) - month).days)]
        month = month_after(month)
    return sorted(found)


@given(DATES, st.lists(st.integers(1, 800), max_size=8), st.integers(1, 900))
def test_every_day_is_read_once_and_no_month_lies_in_two_steps(since, inner, length):
    until = since + length * DAY
    edges = sorted({since + n * DAY for n in inner if n < length})
    made = parts(since, until, edges)
    assert days_of(since, until, made) == [since + n * DAY for n in range(length)]
    assert all(edge.day == 1 or month_of(edge) in made.cut_through for edge in edges)
    assert made.has_months == (len(days_of(since, until, made)) > sum((b - a).days for a, b in made.days))


@given(DATES, DATES)
def test_from_the_beginning_there_are_always_months(since, until):
    made = parts(None, until)
    assert made.has_months
    assert made.first is None
    begun = min(month_of(since), month_of(until))
    assert days_of(begun, until, made) == [begun + n * DAY for n in range((until - begun).days)]


def test_whole_months_need_no_days():
    made = parts(datetime.date(2026, 1, 1), datetime.date(2026, 4, 1), [datetime.date(2026, 2, 1)])
    assert list(made.days) == []
    assert made.cut_through == frozenset()
