"""Amounts as people type them; shares to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.money import Ambiguous, TooLarge, Unreadable, over_months, read, rounded, share, to_units, write

ENGLISH = {"decimal": ".", "group": ","}
ESTONIAN = {"decimal": ",", "group": "\u00a0"}
SPANISH = {"decimal": ",", "group": "."}


@pytest.mark.parametrize(
    ("text", "there", "cents"),
    [
        ("1 234,50", ESTONIAN, 123450),
        ("1\u00a0234,50", ESTONIAN, 123450),
        ("1\u202f234,5", ESTONIAN, 123450),
        ("1.234,50", SPANISH, 123450),
        ("1.234", SPANISH, 123400),
        ("1,234", ENGLISH, 123400),
        ("1,234,567.89", ENGLISH, 123456789),
        ("1'234.50", ENGLISH, 123450),
        ("1 234.50", ESTONIAN, 123450),
        ("12,5", ENGLISH, 1250),
        ("1234.56", ESTONIAN, 123456),
        ("1.234,50", ENGLISH, 123450),
        ("€ 5", ENGLISH, 500),
        ("5 EUR", ENGLISH, 500),
        ("-5,00 €", ESTONIAN, -500),
        ("−5", ENGLISH, -500),
        (",5", ESTONIAN, 50),
        ("0", ENGLISH, 0),
        ("007", ENGLISH, 700),
    ],
)
def test_an_amount_is_read_as_it_was_meant(text, there, cents):
    assert read(text, **there) == cents


@pytest.mark.parametrize(
    ("text", "there", "readings"),
    [
        ("1,234", ESTONIAN, (123400, 123)),
        ("1.234", ESTONIAN, (123400, 123)),
        ("1.234", ENGLISH, (123400, 123)),
        ("1,234", SPANISH, (123400, 123)),
        ("0,123", ENGLISH, (12300, 12)),
    ],
)
def test_what_could_be_two_amounts_is_refused_with_both(text, there, readings):
    with pytest.raises(Ambiguous) as refused:
        read(text, **there)
    assert refused.value.readings == readings


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "abc", "1e3", "1,2,3", "12,34,56", "1.2.3", "1,234.567", "1..2", "1 23", "--5", "٣"),
        *("1,234 567", "12.3456", "5.", "1.234,567.8", "NaN", "inf", "1_000", "1,23.45", "5 apples"),
    ],
)
def test_what_is_no_amount_is_refused(text):
    for there in (ENGLISH, ESTONIAN, SPANISH):
        with pytest.raises(Unreadable):
            read(text, **there)


def test_more_than_anybody_has_is_refused():
    with pytest.raises(TooLarge):
        read("100000000000", **ENGLISH)


@given(st.integers(-(10**12), 10**12), st.sampled_from([ENGLISH, ESTONIAN, SPANISH]))
def test_what_is_written_is_read_as_the_same(cents, there):
    assert read(write(cents, **there), **there) == cents


def test_units_and_half_cents_go_away_from_zero():
    assert [to_units(cents) for cents in (49, 50, -49, -50, 149, 150)] == [0, 1, 0, -1, 1, 2]
    assert [rounded(Decimal(text)) for text in ("0.005", "-0.005", "1.2349")] == [1, -1, 123]
    assert write(-123456789, whole=True, **ENGLISH) == "−1,234,568"


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=14))
def test_shares_are_together_exactly_what_was_there(cents, weights):
    shares = share(cents, weights)
    assert sum(shares) == cents
    if sum(weights):
        for one, weight in zip(shares, weights, strict=True):
            assert abs(one * sum(weights) - cents * weight) < sum(weights)


def test_odd_cents_go_to_the_first_months():
    assert over_months(100) == [9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8]
    assert share(-100, [1, 1, 1]) == [-34, -33, -33]
    assert share(10, [0, 0]) == [5, 5]
    for wrong in ([], [-1, 2]):
        with pytest.raises(ValueError):
            share(1, wrong)
