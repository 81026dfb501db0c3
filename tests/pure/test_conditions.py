"""Conditions: what they hold of, how they are read, and what can never hold."""

import pytest

from lib.conditions import ALWAYS, MOST_CONDITIONS, Field, Kind, Wrong, holds, read_group
from lib.contradictions import covers, refuse_contradictions

WORDS = {
    "team": Field(Kind.CHOICE, frozenset({"1", "2", "3"})),
    "organisation": Field(Kind.CHOICE, optional=True),
    "tags": Field(Kind.WORDS, optional=True),
    "vip": Field(Kind.YES_NO),
    "subject": Field(Kind.TEXT, optional=True),
    "size": Field(Kind.NUMBER),
}
FACTS = {
    "team": ("1",), "tags": ("outage", "fibre"), "vip": ("yes",), "subject": ("Refund for ÄRI",),
    "size": ("12",),
}  # fmt: skip


def one(field, how, *values):
    return {"field": field, "how": how, "values": list(values)}


def group(*members, word="all"):
    return read_group({word: list(members)}, WORDS)


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        (one("team", "is", "1", "2"), True),
        (one("team", "is", "2"), False),
        (one("team", "is_not", "2", "3"), True),
        (one("organisation", "is", "7"), False),
        (one("organisation", "is_not", "7"), True),
        (one("organisation", "absent"), True),
        (one("organisation", "present"), False),
        (one("tags", "has_any", "Outage", "none"), True),
        (one("tags", "has_all", "outage", "fibre"), True),
        (one("tags", "has_all", "outage", "none"), False),
        (one("tags", "has_none", "none"), True),
        (one("vip", "yes"), True),
        (one("vip", "no"), False),
        (one("subject", "contains", "äri"), True),
        (one("subject", "contains_not", "äri"), False),
        (one("subject", "like", "refund*"), True),
        (one("subject", "like", "*refund"), False),
        (one("size", "over", "11.5"), True),
        (one("size", "under", "12"), False),
    ],
)
def test_what_a_condition_holds_of(condition, true):
    assert holds(group(condition), FACTS) is true
    assert holds(group(condition, word="any"), FACTS) is true


def test_groups_within_groups():
    nested = group(one("vip", "yes"), {"any": [one("team", "is", "3"), one("tags", "has_any", "fibre")]})
    assert holds(nested, FACTS)
    assert not holds(nested, {**FACTS, "tags": ()})
    assert read_group(nested.as_json(), WORDS) == nested


@pytest.mark.parametrize("nothing", [None, {}, {"all": []}, {"any": []}])
def test_no_conditions_always_hold(nothing):
    assert holds(read_group(nothing, WORDS), FACTS)
    assert covers(read_group(nothing, WORDS), ALWAYS)


@pytest.mark.parametrize(
    ("written", "path", "code", "text"),
    [
        ([], (), None, ""),
        ({"some": []}, (), "shape", ""),
        ({"all": [1]}, ("all", 0), "shape", ""),
        ({"all": [one("moon", "is", "1")]}, ("all", 0), "field", ""),
        ({"all": [one("vip", "yes"), one("team", "contains", "1")]}, ("all", 1), "how", "contains"),
        ({"all": [one("team", "absent")]}, ("all", 0), "how", "absent"),
        ({"all": [one("team", "is")]}, ("all", 0), "value", ""),
        ({"all": [one("subject", "like", "**")]}, ("all", 0), "value", ""),
        ({"all": [{"any": [one("team", "is", "9")]}]}, ("all", 0, "any", 0), "unknown", "9"),
        ({"all": [one("size", "over", "ten")]}, ("all", 0), "number", "ten"),
        ({"all": [one("vip", "yes")] * (MOST_CONDITIONS + 1)}, (), "many", ""),
        ({"all": [{"all": [{"all": [{"all": []}]}]}]}, ("all", 0, "all", 0, "all", 0), "deep", ""),
    ],
)
def test_what_cannot_be_read_says_which_and_why(written, path, code, text):
    if code is None:
        assert read_group(written, WORDS) == ALWAYS
        return
    with pytest.raises(Wrong) as refused:
        read_group(written, WORDS)
    assert (refused.value.path, refused.value.code, refused.value.text) == (path, code, text)


@pytest.mark.parametrize(
    "members",
    [
        (one("team", "is", "1"), one("team", "is", "2")),
        (one("team", "is", "1"), one("team", "is_not", "1", "2")),
        (one("team", "is_not", "1", "2"), one("team", "is_not", "3")),
        (one("team", "is", "1", "2"), one("team", "is_not", "1"), one("team", "is_not", "2")),
        (one("organisation", "is", "7"), one("organisation", "absent")),
        (one("tags", "has_all", "a", "b"), one("tags", "has_none", "b")),
        (one("tags", "has_any", "a"), one("tags", "has_none", "a", "b")),
        (one("tags", "absent"), one("tags", "has_any", "a")),
        (one("vip", "yes"), one("vip", "no")),
        (one("size", "over", "10"), one("size", "under", "10")),
        (one("size", "is", "3"), one("size", "over", "5")),
        (one("vip", "yes"), {"any": [one("vip", "no"), {"all": [one("vip", "no"), one("team", "is", "1")]}]}),
    ],
)
def test_conditions_that_can_never_hold_together_are_refused(members):
    with pytest.raises(Wrong) as refused:
        refuse_contradictions(group(*members), WORDS)
    assert refused.value.code == "contradiction"
    assert refused.value.path != refused.value.other


@pytest.mark.parametrize(
    "members",
    [
        (one("team", "is", "1", "2"), one("team", "is", "2", "3")),
        (one("team", "is", "1", "2"), one("team", "is_not", "1")),
        (one("tags", "has_any", "a", "b"), one("tags", "has_none", "b")),
        (one("size", "over", "10"), one("size", "under", "11")),
        (one("organisation", "is_not", "7"), one("organisation", "absent")),
        (one("vip", "yes"), {"any": [one("vip", "no"), one("team", "is", "1")]}),
    ],
)
def test_conditions_that_may_hold_together_are_not(members):
    refuse_contradictions(group(*members), WORDS)


def test_too_many_ways_are_refused_not_waited_for():
    pair = {"any": [one("team", "is", "1"), one("vip", "yes")]}
    with pytest.raises(Wrong, match="many"):
        refuse_contradictions(group(*[pair] * 12), WORDS)


@pytest.mark.parametrize(
    ("wide", "narrow", "true"),
    [
        ((one("team", "is", "1", "2"),), (one("team", "is", "1"), one("vip", "yes")), True),
        ((one("team", "is", "1"),), (one("team", "is", "1", "2"),), False),
        ((one("team", "is_not", "3"),), (one("team", "is", "1"),), True),
        ((one("tags", "has_any", "a", "b"),), (one("tags", "has_all", "a", "c"),), True),
        ((one("tags", "has_none", "a"),), (one("tags", "absent"),), True),
        ((one("organisation", "present"),), (one("organisation", "is", "7"),), True),
        (
            ({"any": [one("vip", "yes"), one("team", "is", "1")]},),
            ({"any": [one("vip", "yes"), {"all": [one("team", "is", "1"), one("vip", "no")]}]},),
            True,
        ),
        ((one("vip", "yes"), one("team", "is", "1")), (one("vip", "yes"),), False),
    ],
)
def test_what_leaves_nothing_over(wide, narrow, true):
    assert covers(group(*wide), group(*narrow)) is true
    assert covers(ALWAYS, group(*narrow))
