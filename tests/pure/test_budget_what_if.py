"""Heads and promises changed: against cases worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.what_if import Heads, Outcome, Promise, Unfit, outcome, read, written

BASE = [10_000_00] * 12


def test_two_more_from_september_at_2450_with_a_laptop_each():
    found = outcome(BASE, [Heads(2, 8, 2_450_00, Decimal("160"), one_off_cents=1_200_00)])
    # 4 months x 2 x 2450 = 19 600; 2 x 1200 = 2 400
    assert found.difference == 22_000_00
    assert found.change == [0, 0, 0, 0, 0, 0, 0, 0, 7_300_00, 4_900_00, 4_900_00, 4_900_00]
    assert found.total == 120_000_00 + 22_000_00
    assert found.hours_total == 4 * 2 * 160
    assert found.a_full_year == 58_800_00


def test_one_fewer_from_july_with_a_settlement():
    found = outcome(BASE, [Heads(-1, 6, 2_000_00, Decimal("168"), one_off_cents=3_000_00)])
    # 6 x -2000 + 3000 = -9000
    assert found.difference == -9_000_00
    assert found.change[6:8] == [1_000_00, -2_000_00]
    assert found.hours_total == -1008


def test_a_stricter_promise_costs_its_hours():
    found = outcome(BASE, [Promise(Decimal("37.5"), 3, 19_33, one_off_cents=500_00)])
    # 37.5 h x 19.33 = 724.875 -> 724.88 a month, nine months = 6 523.92; and 500 once
    assert found.change[:5] == [0, 0, 0, 1_224_88, 724_88]
    assert found.difference == 6_523_92 + 500_00
    assert found.hours_total == Decimal("-337.5")


def test_heads_and_promise_together_and_nothing():
    both = outcome(BASE, [Heads(1, 0, 2_000_00, Decimal(160)), Promise(Decimal(160), 0, 0)])
    assert both.difference == 24_000_00
    assert both.hours_total == 0
    assert outcome(BASE, []).months == BASE


def test_what_cannot_be_is_refused():
    for month in (-1, 12):
        with pytest.raises(Unfit):
            outcome(BASE, [Heads(1, month, 1)])
    with pytest.raises(Unfit):
        outcome([1], [])
    for kept in ({}, {"kind": "magic"}, {"kind": "heads"}, {"kind": "promise", "hours": "x"}):
        with pytest.raises(Unfit):
            read(kept)


CHANGES = st.one_of(
    st.builds(
        Heads, st.integers(-9, 9), st.integers(0, 11), st.integers(0, 10**6),
        st.decimals(0, 200, places=1), st.integers(0, 10**6),
    ),
    st.builds(
        Promise, st.decimals(-200, 200, places=1), st.integers(0, 11), st.integers(0, 10**4),
        st.integers(0, 10**6),
    ),
)  # fmt: skip


@given(st.lists(CHANGES, max_size=5))
def test_changes_add_up_and_are_kept_as_they_are(changes):
    found = outcome(BASE, changes)
    assert found.difference == sum(outcome(BASE, [one]).difference for one in changes)
    assert [read(written(one)) for one in changes] == changes
    assert found.total == Outcome(BASE).total + found.difference
