"""Periods: their days, what they are compared with, and steps that cover every day once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods import (
    DAY,
    MOST_STEPS,
    NAMES,
    STEPS,
    Period,
    before,
    named,
    starts,
    step_for,
    typed,
    week_of,
    year_before,
)

D = datetime.date
DAYS = st.dates(D(2000, 1, 1), D(2060, 1, 1))
PERIODS = st.builds(lambda day, n: Period(day, day + n * DAY), DAYS, st.integers(1, 3 * 366))


@given(PERIODS, st.sampled_from(STEPS), st.integers(0, 6))
def test_steps_cover_the_period_without_gap(period, step, first):
    found = starts(period, step, first)
    assert found[0] == period.since
    assert found == sorted(set(found))
    assert found[-1] < period.until
    if step == "week":
        assert all(day.weekday() == first for day in found[1:])
    if step == "month":
        assert all(day.day == 1 for day in found[1:])
    if step == "day":
        assert len(found) == period.days


@given(PERIODS)
def test_what_comes_before_ends_where_the_period_begins(period):
    found = before(period)
    assert found.until == period.since
    whole = period.since.day == period.until.day == 1
    assert whole or found.days == period.days


@given(PERIODS)
def test_a_year_before_is_the_same_days_of_the_week(period):
    found = year_before(period)
    if not period.since.day == period.until.day == 1:
        assert found.days == period.days
        assert found.since.weekday() == period.since.weekday()


@given(PERIODS, st.sampled_from([*STEPS, "hour", ""]))
def test_no_more_steps_than_there_is_room_for(period, wished):
    step = step_for(period, wished)
    assert len(starts(period, step)) <= MOST_STEPS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("today", [D(2026, 1, 1), D(2026, 11, 29), D(2028, 2, 29)])
def test_every_name_is_a_period_up_to_today(name, today):
    assert named(name, today).last <= today


def test_months_are_compared_with_months():
    march = Period(D(2026, 3, 1), D(2026, 4, 1))
    assert before(march) == Period(D(2026, 2, 1), D(2026, 3, 1))
    assert year_before(march) == Period(D(2025, 3, 1), D(2025, 4, 1))
    assert before(Period(D(2026, 1, 1), D(2026, 4, 1))) == Period(D(2025, 10, 1), D(2026, 1, 1))


def test_weeks_begin_where_the_language_says():
    sunday = D(2026, 11, 29)
    assert week_of(sunday, 0) == D(2026, 11, 23)
    assert week_of(sunday, 6) == sunday
    assert named("last_week", sunday, 6) == Period(D(2026, 11, 22), sunday)


@pytest.mark.parametrize(
    ("since", "last"),
    [("", ""), ("2026-02-30", "2026-03-01"), ("2026-03-02", "2026-03-01"), ("1999-01-01", "2026-01-01"),
     ("2026-01-01", "9999-12-31"), ("x", "y")],
)  # fmt: skip
def test_what_is_no_period_is_none(since, last):
    assert typed(since, last) is None


def test_both_days_belong_to_what_is_typed():
    assert typed("2026-03-01", "2026-03-01") == Period(D(2026, 3, 1), D(2026, 3, 2))
