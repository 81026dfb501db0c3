"""Quizzes: what can be asked, in which order, and what an answer is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import quizzes
from knowledge.quizzes import MULTI, ORDER, SINGLE, TEXT, asked, from_lines, is_right, judged, problem


def one(kind, lines, text="What first?", key="q1"):
    return from_lines(key, kind, text, lines)


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        (SINGLE, "* Tell them\nLook", ""),
        (SINGLE, "Tell them\nLook", "no_right"),
        (SINGLE, "* Tell them\n* Look", "several_right"),
        (SINGLE, "* Tell them", "too_few"),
        (MULTI, "* Tell them\n* Look", ""),
        (MULTI, "Tell them\nLook", "no_right"),
        (MULTI, "* Look\nlook", "twice"),
        (MULTI, "*\n* Look", "empty_option"),
        (MULTI, "\n".join(f"* {n}" for n in range(13)), "too_many"),
        (ORDER, "Tell them\nLook", ""),
        (ORDER, "Tell them", "too_few"),
        (TEXT, "112", ""),
        (TEXT, " \n ", "nothing_accepted"),
        ("essay", "x", "kind"),
    ],
)
def test_what_has_no_right_answer_is_not_asked(kind, lines, expected):
    assert problem(one(kind, lines)) == expected


def test_a_question_without_words_is_not_asked():
    assert problem(one(SINGLE, "* a\nb", text="  ")) == "text"


@pytest.mark.parametrize(
    ("kind", "lines", "given_places", "right"),
    [
        (SINGLE, "a\n* b", ["1"], True),
        (SINGLE, "a\n* b", ["0"], False),
        (SINGLE, "a\n* b", [], False),
        (SINGLE, "a\n* b", ["0", "1"], False),
        (SINGLE, "a\n* b", ["1", "x"], False),
        (MULTI, "* a\nb\n* c", ["2", "0"], True),
        (MULTI, "* a\nb\n* c", ["0"], False),
        (MULTI, "* a\nb\n* c", ["0", "1", "2"], False),
        (ORDER, "a\nb\nc", ["0", "1", "2"], True),
        (ORDER, "a\nb\nc", ["0", "2", "1"], False),
        (ORDER, "a\nb\nc", ["0", "1"], False),
        (TEXT, "Põhjavõrk", ["  pohjavork "], True),
        (TEXT, "kõne  all", ["KONE ALL"], True),
        (TEXT, "straße", ["STRASSE"], True),
        (TEXT, "112", [""], False),
        (TEXT, "112", ["113"], False),
    ],
)
def test_what_an_answer_is_worth(kind, lines, given_places, right):
    assert is_right(one(kind, lines), given_places) is right


def test_nobody_passes_by_rounding_and_what_is_not_answered_is_wrong():
    three = [one(SINGLE, "* a\nb", key=key) for key in "xyz"]
    result = judged(three, {"x": ["0"], "y": ["0"]})
    assert (result.right, result.percent) == (2, 66)
    assert judged([], {}).percent == 100


lines = st.lists(
    st.text("abcdefgh", min_size=1, max_size=4), min_size=2, max_size=8, unique_by=quizzes.folded
)
kinds = st.sampled_from(quizzes.KINDS)


@given(kinds, lines, st.integers(0, 10**9))
def test_the_right_answer_is_right_and_the_order_is_the_same_each_time(kind, options, seed):
    text = "\n".join(f"* {line}" if place == 0 else line for place, line in enumerate(options))
    question = one(kind, text)
    assert problem(question) == ""
    good = [question.accepted[0]] if kind == TEXT else [str(place) for place in question.right]
    assert is_right(question, good)
    assert quizzes.read(quizzes.written(question)) == question
    assert from_lines("q1", kind, "What first?", quizzes.to_lines(question)) == question
    many = [question, one(SINGLE, "* a\nb", key="q2"), one(SINGLE, "* a\nb", key="q3")]
    assert asked(many, seed) == asked(list(reversed(many)), seed)
    shown = {each.key: places for each, places in asked(many, seed)}["q1"]
    assert sorted(shown) == list(range(len(question.options)))
    if kind == ORDER:
        assert shown != list(question.right)


def test_attempts_differ_in_order():
    many = [one(SINGLE, "* a\nb", key=f"q{n}") for n in range(6)]
    assert len({tuple(each.key for each, _ in asked(many, seed)) for seed in range(20)}) > 10
