"""Laws of conditions, on whatever facts: what is called impossible never holds, what covers does cover."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.conditions import OPERATORS, VALUELESS, Condition, Field, Group, How, Kind, Wrong, holds, read_group
from lib.contradictions import covers, refuse_contradictions, ways

COLOURS = ("red", "green", "blue")
WORDS = {
    "colour": Field(Kind.CHOICE, frozenset(COLOURS), optional=True),
    "tags": Field(Kind.WORDS, optional=True),
    "vip": Field(Kind.YES_NO),
    "size": Field(Kind.NUMBER, optional=True),
    "name": Field(Kind.TEXT, optional=True),
}
VALUES = {
    "colour": st.sampled_from(COLOURS), "tags": st.sampled_from("abc"), "vip": st.nothing(),
    "size": st.sampled_from(("1", "2", "3")), "name": st.sampled_from(("ann", "an", "bo")),
}  # fmt: skip


@st.composite
def conditions(draw):
    name = draw(st.sampled_from(tuple(WORDS)))
    how = draw(st.sampled_from(OPERATORS[WORDS[name].kind]))
    if how in VALUELESS:
        return Condition(name, how)
    values = draw(st.lists(VALUES[name], min_size=1, max_size=1 if how is How.LIKE else 2, unique=True))
    return Condition(name, how, tuple(values))


def groups(depth=1):
    members = conditions() if depth == 0 else conditions() | groups(depth - 1)
    return st.builds(Group, st.lists(members, max_size=3).map(tuple), st.booleans())


def one_of(name):
    return st.lists(VALUES[name], max_size=1).map(tuple)


FACTS = st.fixed_dictionaries(
    {
        "colour": one_of("colour"),
        "tags": st.lists(VALUES["tags"], unique=True).map(tuple),
        "vip": st.sampled_from(((), ("yes",))),
        "size": one_of("size"),
        "name": one_of("name"),
    }
)


@settings(max_examples=400, deadline=None)
@given(groups(), st.lists(FACTS, min_size=1, max_size=8))
def test_what_is_refused_as_impossible_holds_of_nothing(group, many):
    if is_refused(group):
        assert not any(holds(group, facts) for facts in many)


def is_refused(group):
    try:
        refuse_contradictions(group, WORDS)
    except Wrong:
        return True
    return False


@settings(max_examples=400, deadline=None)
@given(groups(), groups(), st.lists(FACTS, min_size=1, max_size=8))
def test_what_covers_another_holds_wherever_that_does(wide, narrow, many):
    if covers(wide, narrow):
        assert all(holds(wide, facts) for facts in many if holds(narrow, facts))


@settings(max_examples=200, deadline=None)
@given(groups(2), FACTS)
def test_a_group_holds_just_when_one_of_its_ways_does(group, facts):
    assert holds(group, facts) == any(
        all(holds(condition, facts) for _path, condition in way) for way in ways(group)
    )
    assert read_group(group.as_json(), WORDS) == group
    assert covers(group, group)
