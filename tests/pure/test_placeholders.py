"""Placeholders: filled from what is known, never from what was filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.placeholders import NAMES, Unknown, fill, unknown

KNOWN = {"first_name": "Dana", "subject": "Refund", "organisation": ""}


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Dear {first_name},", "Dear Dana,", ()),
        ("Dear {first_name|friend},", "Dear Dana,", ()),
        ("of {organisation}", "of ", ("organisation",)),
        ("of {organisation|your company}", "of your company", ()),
        ("of{organisation|}", "of", ()),
        ("{organisation} {organisation}", " ", ("organisation",)),
        ('{"a": 1} { first_name } {{first_name}}', '{"a": 1} { first_name } {Dana}', ()),
        ("{weather}", "{weather}", ()),
        ("", "", ()),
    ],
)
def test_filling(text, filled, missing):
    assert (fill(text, KNOWN).text, fill(text, KNOWN).missing) == (filled, missing)


def test_what_is_filled_in_is_not_read_again():
    assert fill("{customer}", {"customer": "{first_name}", "first_name": "Eve"}).text == "{first_name}"


def test_unknown_ones_are_named_once_with_what_may_be_meant():
    assert unknown("{first_nam} {first_nam} {subject} {weather}") == [
        Unknown("first_nam", "first_name"),
        Unknown("weather", ""),
    ]


@given(st.text(st.sampled_from("{}|_ab first_name"), max_size=200))
def test_no_text_breaks_it_and_text_without_names_stays(text):
    filled = fill(text, dict.fromkeys(NAMES, "x")).text
    if not any(f"{{{name}" in text for name in NAMES):
        assert filled == text
