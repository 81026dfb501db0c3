"""Days that are carried over lapse after their last day."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scheduling.carried_days import Taken, carried_left, fits, left, split

D = Decimal
MARCH = datetime.date(2027, 3, 31)
some = st.integers(0, 40).map(D)
taken = st.builds(Taken, some, some)


def test_what_is_not_taken_by_its_last_day_is_gone():
    used = Taken(before=D(2))
    assert left(D(28), D(5), used, lapsed=False) == 31
    assert carried_left(D(5), used) == 3
    assert left(D(28), D(5), used, lapsed=True) == 28


def test_whoever_took_more_than_was_carried_lost_nothing():
    used = Taken(before=D(7), after=D(4))
    assert left(D(28), D(5), used, lapsed=False) == left(D(28), D(5), used, lapsed=True) == 22


def test_days_after_the_last_one_cannot_use_what_was_carried():
    assert fits(D(10), D(5), Taken(), Taken(before=D(15)))
    assert not fits(D(10), D(5), Taken(), Taken(after=D(11)))
    assert fits(D(10), D(5), Taken(before=D(5)), Taken(after=D(10)))
    assert not fits(D(10), D(5), Taken(before=D(6)), Taken(after=D(10)))


def test_days_are_split_at_the_last_one():
    days = {MARCH: D(1), MARCH + datetime.timedelta(1): D("0.5")}
    assert split(days, MARCH) == Taken(D(1), D("0.5"))
    assert split(days, None) == Taken(D("1.5"), D(0))


@given(some, some, taken)
def test_before_its_last_day_it_is_a_plain_sum(given_days, carried, used):
    assert left(given_days, carried, used, lapsed=False) == given_days + carried - used.days


@given(some, some, taken)
def test_lapsing_takes_what_was_not_used_and_no_more(given_days, carried, used):
    lost = left(given_days, carried, used, lapsed=False) - left(given_days, carried, used, lapsed=True)
    assert lost == carried_left(carried, used)
    assert 0 <= lost <= carried


@given(some, some, taken, taken)
def test_what_fits_leaves_no_debt_at_any_time(given_days, carried, used, asked):
    if asked.days and fits(given_days, carried, used, asked):
        for lapsed in (False, True):
            assert left(given_days, carried, used + asked, lapsed=lapsed) >= 0
