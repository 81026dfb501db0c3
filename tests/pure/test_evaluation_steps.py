"""Evaluations: which step is open to whom, what is frozen, and shares with their bounds."""

import datetime

import pytest

from evaluations import steps
from evaluations.steps import EVALUATOR, MANAGER, PERSON, Standing
from lib import canonical as freezing
from lib.evidence import Row, share

DAY = datetime.date(2026, 7, 10)
LATER = DAY + datetime.timedelta(days=20)


def standing(state="opened", evaluator=True, person=True):
    return Standing(state, evaluator, person, DAY, LATER)


def opens(side, state, today=DAY, **ready):
    return steps.open_steps(standing(state, **ready), frozenset({side}), today)


@pytest.mark.parametrize(
    ("state", "evaluator", "person", "manager"),
    [
        ("opened", ["write", "share"], ["reflect"], ["withdraw", "hand_over"]),
        ("shared", ["take_back"], ["comment", "send"], ["withdraw", "hand_over"]),
        ("commented", ["take_back", "sign"], [], ["withdraw", "hand_over"]),
        ("signed", [], ["countersign"], ["reopen"]),
        ("done", [], [], ["reopen"]),
        ("withdrawn", [], [], []),
    ],
)
def test_who_may_what_in_each_state(state, evaluator, person, manager):
    assert opens(EVALUATOR, state) == evaluator
    assert opens(PERSON, state) == person
    assert opens(MANAGER, state) == manager


def test_it_is_shared_when_both_have_written_or_the_day_is_over():
    assert "share" not in opens(EVALUATOR, "opened", person=False)
    assert "share" in opens(EVALUATOR, "opened", today=DAY + datetime.timedelta(days=1), person=False)
    assert "share" not in opens(EVALUATOR, "opened", today=LATER, evaluator=False)
    assert "sign" in opens(EVALUATOR, "shared", today=LATER + datetime.timedelta(days=1))


def test_signing_twice_has_a_word_of_its_own():
    assert steps.refusal("sign", standing("signed"), frozenset({EVALUATOR}), DAY) == "signed"
    assert steps.refusal("countersign", standing("done"), frozenset({PERSON}), DAY) == "signed"
    assert steps.refusal("countersign", standing("shared"), frozenset({PERSON}), DAY) == "state"
    assert steps.refusal("sign", standing("commented"), frozenset({PERSON}), DAY) == "side"


def test_nobody_holds_their_own():
    assert steps.sides_of(1, person=1, evaluator=1, manages=True) == {PERSON}
    assert steps.sides_of(2, person=1, evaluator=2, manages=True) == {EVALUATOR, MANAGER}
    assert steps.sides_of(3, person=1, evaluator=2, manages=False) == frozenset()


@pytest.mark.parametrize("state", steps.STATES)
@pytest.mark.parametrize("ready", [True, False])
def test_before_it_is_shared_neither_side_sees_what_the_other_wrote(state, ready):
    is_shared = state not in ("opened", "withdrawn")
    for mine, theirs in ((PERSON, EVALUATOR), (EVALUATOR, PERSON)):
        assert steps.sees_words_of(theirs, frozenset({mine}), state, ready=ready) == is_shared
        assert steps.sees_words_of(mine, frozenset({mine}), state, ready=ready)
    assert steps.sees_words_of(PERSON, frozenset({MANAGER}), "opened", ready=ready) == ready


def test_whose_turn_and_by_when():
    assert steps.waits_for(standing(person=False)) == {PERSON}
    assert steps.waits_for(standing()) == {EVALUATOR}
    assert steps.waits_for(standing("signed")) == {PERSON}
    assert steps.waits_for(standing("done")) == frozenset()
    assert (steps.due_on(standing()), steps.due_on(standing("signed")), steps.due_on(standing("done"))) == (
        DAY, LATER, None,
    )  # fmt: skip


def test_one_text_for_the_same_data_and_none_for_what_has_two():
    assert freezing.canonical({"b": [1, None, True], "a": "õ"}) == '{"a":"õ","b":[1,null,true]}'
    assert freezing.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for two_ways in ({"a": 0.1}, {1: "a"}, {"a": {DAY}}, [DAY]):
        with pytest.raises(TypeError):
            freezing.canonical(two_ways)
    text = freezing.canonical({"a": 1})
    assert freezing.is_intact(text, freezing.digest(text))
    assert not freezing.is_intact(text.replace("1", "2"), freezing.digest(text))
    assert not freezing.is_intact("", freezing.digest(""))
    assert freezing.grouped("a" * 16) == "aaaaaaaa aaaaaaaa"


@pytest.mark.parametrize(
    ("value", "of", "said"),
    [
        (0, 10, (0, 0, 28)),  # hand-computed: 2·n·p + z² … = 0.2775 upwards
        (5, 10, (50, 23, 77)),  # 0.2366 … 0.7634
        (10, 10, (100, 72, 100)),
        (81, 263, (31, 25, 37)),  # the example of Newcombe 1998: 0.2553 … 0.3662
    ],
)
def test_a_share_says_how_sure_it_is(value, of, said):
    found = share(value, of)
    assert (found.percent, found.low, found.high) == said


def test_nothing_of_nothing_is_no_share():
    assert share(0, 0) is None
    assert share(3, 2) is None
    with pytest.raises(ValueError):
        Row("Solved", 1, unit="furlongs")
