"""Forecast, variance, commitments and trees, against cases worked out by hand."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.sums import (
    Limits,
    Look,
    Method,
    Sums,
    branch,
    forecast,
    in_order,
    last_day,
    month_of,
    month_starts,
    months_over,
    per_piece,
    roll_up,
    still_open,
    variance,
)

APRIL = datetime.date(2026, 4, 1)
MONEY = st.lists(st.integers(-(10**7), 10**7), min_size=12, max_size=12)
COSTS = st.lists(st.integers(0, 10**7), min_size=12, max_size=12)


def year(first, rest=0):
    return [*first, *[rest] * (12 - len(first))]


def test_a_year_may_begin_in_april():
    months = month_starts(APRIL)
    assert (months[0], months[8], months[11]) == (
        APRIL, datetime.date(2026, 12, 1), datetime.date(2027, 3, 1)
    )  # fmt: skip
    assert last_day(APRIL) == datetime.date(2027, 3, 31)
    assert month_of(APRIL, datetime.date(2027, 3, 31)) == 11
    assert month_of(APRIL, datetime.date(2026, 3, 31)) is None
    assert month_of(APRIL, datetime.date(2027, 4, 1)) is None
    over = [months_over(APRIL, datetime.date(2026, 4, 30)), months_over(APRIL, datetime.date(2026, 5, 1))]
    assert over == [0, 1]
    assert months_over(APRIL, datetime.date(2020, 1, 1)) == 0
    assert months_over(APRIL, datetime.date(2028, 1, 1)) == 12


def test_forecast_is_what_was_and_what_is_left_of_the_plan():
    sums = Sums(plan=[100] * 12, actual=year([120, 90, 110]))
    assert forecast(sums, 3, Method.PLAN) == [120, 90, 110, *[100] * 9]
    assert sum(forecast(sums, 3, Method.PLAN)) == 1220


def test_forecast_by_the_months_so_far_loses_no_cent():
    sums = Sums(plan=[100] * 12, actual=year([101, 100, 100]))
    found = forecast(sums, 3, Method.RATE)
    assert found == [101, 100, 100, 101, 101, 101, *[100] * 6]
    assert sum(found) == 301 + 903
    assert forecast(Sums(plan=[100] * 12), 0, Method.RATE) == [100] * 12


def test_what_is_posted_or_ordered_counts_where_it_is_more_than_expected():
    sums = Sums(plan=[100] * 12, actual=year([90, 130]), committed=year([25, 0, 180]))
    found = forecast(sums, 1, Method.PLAN)
    assert found == [90, 130 + 25, 180, *[100] * 9]
    over = forecast(Sums(actual=[10] * 12, committed=year([5])), 12, Method.PLAN)
    assert over == [*[10] * 11, 15]
    income = Sums(plan=[-100] * 12, actual=year([-100]))
    assert forecast(income, 1, Method.PLAN) == [-100] * 12


@given(COSTS, COSTS, COSTS, st.integers(0, 12), st.sampled_from(Method))
def test_what_is_certain_is_in_every_forecast(plan, actual, committed, over, method):
    found = forecast(Sums(plan, actual, committed), over, method)
    assert len(found) == 12
    assert sum(found) >= sum(actual) + sum(committed)
    assert found[: min(over, 11)] == actual[: min(over, 11)]


@pytest.mark.parametrize(
    ("plan", "actual", "look", "percent"),
    [
        (100_00, 109_00, Look.WITHIN, 9),
        (100_00, 111_00, Look.OVER, 11),
        (100_00, 110_00, Look.WITHIN, 10),
        (100_00, 89_00, Look.UNDER, -11),
        (10_00, 14_00, Look.WITHIN, 40),  # a large share of a small sum
        (10_000_00, 10_900_00, Look.WITHIN, 9),  # a large sum, a small share
        (0, 6_00, Look.OVER, None),
        (0, 5_00, Look.WITHIN, None),
        (-100_00, -80_00, Look.OVER, 20),
    ],
)
def test_a_variance_is_out_when_it_is_more_than_both_limits(plan, actual, look, percent):
    found = variance(plan, actual, Limits(percent=10, cents=5_00))
    assert (found.look, found.percent, found.cents) == (look, percent, actual - plan)


def test_a_commitment_is_released_from_its_first_month_on():
    assert still_open([100, 100, 100], 0) == [100, 100, 100]
    assert still_open([100, 100, 100], 150) == [0, 50, 100]
    assert still_open([100, 100, 100], 500) == [0, 0, 0]
    assert still_open([100], -20) == [100]


TREE = {1: None, 2: 1, 3: 1, 4: 3, 9: 77}


def test_a_branch_has_what_is_below_it():
    own = {n: Sums(plan=[n] * 12) for n in TREE}
    total = roll_up(own, TREE)
    assert {n: sums.plan[0] for n, sums in total.items()} == {1: 10, 2: 2, 3: 7, 4: 4, 9: 9}
    assert in_order(TREE) == [(1, 0), (2, 1), (3, 1), (4, 2), (9, 0)]
    assert branch(4, TREE) == [4, 3, 1]
    with pytest.raises(ValueError, match="above itself"):
        branch(1, {1: 2, 2: 1})


@given(st.dictionaries(st.integers(1, 5), MONEY, max_size=5))
def test_the_roots_have_everything(rows):
    tree = {1: None, 2: 1, 3: 2, 4: 2, 5: None}
    total = roll_up({n: Sums(actual=months) for n, months in rows.items()}, tree)
    assert sum(total[1].actual) + sum(total[5].actual) == sum(map(sum, rows.values()))


def test_cost_of_one_is_rounded_half_up_and_nothing_without_any():
    assert [per_piece(100, 3), per_piece(200, 3), per_piece(5, 2), per_piece(-5, 2)] == [33, 67, 3, -3]
    assert per_piece(100, 0) is None
