"""What people cost by their contracts, day by day, against cases worked out by hand."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budget.pay import Terms, by_month

JAN, FEB, MAR = (datetime.date(2026, n, 1) for n in (1, 2, 3))
FULL = Terms(datetime.date(2025, 5, 5), Decimal("40.0"), Decimal("15.35"))


def test_a_month_has_what_its_days_have():
    # 40 x 15.35 = 614 a week; 614 x 31 / 7 = 2719.142857; 614 x 28 / 7 = 2456
    assert by_month([FULL], JAN, datetime.date(2026, 2, 28)) == {JAN: 2719_14, FEB: 2456_00}


def test_another_contract_takes_over_on_its_day():
    half = Terms(datetime.date(2026, 1, 16), Decimal(20), Decimal("15.35"))
    # 614 x 15 / 7 + 307 x 16 / 7 = 1315.714285 + 701.714285 = 2017.428571
    assert by_month([half, FULL], JAN, datetime.date(2026, 1, 31)) == {JAN: 2017_43}


def test_who_begins_within_the_month_or_leaves_it_costs_those_days():
    begins = Terms(datetime.date(2026, 1, 30), Decimal(35), Decimal(10))
    assert by_month([begins], JAN, datetime.date(2026, 2, 2)) == {JAN: 100_00, FEB: 100_00}
    leaves = Terms(JAN, Decimal(35), Decimal(10), until=datetime.date(2026, 1, 3))
    assert by_month([leaves], JAN, datetime.date(2026, 3, 31)) == {JAN: 150_00}


def test_nothing_costs_nothing():
    assert by_month([], JAN, MAR) == {}
    assert by_month([FULL], MAR, JAN) == {}
    assert by_month([Terms(JAN, Decimal(0), Decimal(10))], JAN, MAR) == {}


END = datetime.date(2027, 12, 31)


@given(st.dates(JAN, END), st.decimals(0, 168, places=1), st.decimals(0, 999, places=2))
def test_a_contract_that_changes_nothing_changes_no_cent(day, hours, cost):
    one = Terms(JAN, hours, cost)
    assert by_month([one], JAN, END) == by_month([one, Terms(day, hours, cost)], JAN, END)
