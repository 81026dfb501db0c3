"""Scores of reviews: the same as worked out another way, for any scorecard."""

import random
from fractions import Fraction

import pytest

from qa.scoring import Criterion, ScoringError, criterion_score, review_score, team_score


def drawn_card(dice):
    lowest = dice.choice([0, 1])
    return [
        Criterion(f"c{n}", lowest, lowest + dice.randint(1, 4), dice.randint(0, 9), dice.random() < 0.2)
        for n in range(dice.randint(1, 9))
    ]


def drawn_answers(card, dice):
    return {one.key: None if dice.random() < 0.2 else dice.randint(one.lowest, one.highest) for one in card}


def in_percent(card, answers):
    """The review as somebody with a pocket calculator works it out: all over a common denominator of 12."""
    twelfths = weights = 0
    for one in card:
        chosen = answers[one.key]
        if chosen is None:
            continue
        share = (chosen - one.lowest) * 12 // (one.highest - one.lowest)
        if one.critical and share < 6:
            return 0
        twelfths, weights = twelfths + share * one.weight, weights + one.weight
    return twelfths / weights / 12 if weights else None


def test_any_scorecard_is_scored_as_with_a_pocket_calculator():
    dice = random.Random(3)
    for _ in range(5000):
        card = drawn_card(dice)
        answers = drawn_answers(card, dice)
        found, plain = review_score(card, answers).value, in_percent(card, answers)
        assert (found is None) == (plain is None)
        assert found is None or (abs(float(found) - plain) < 1e-12 and 0 <= found <= 1)


def test_what_does_not_apply_leaves_both_sums():
    card = [Criterion("tone", weight=2), Criterion("product", weight=5), Criterion("spelling", weight=2)]
    scored = review_score(card, {"tone": 5, "product": None, "spelling": 3})
    assert scored.value == Fraction(3, 4)
    assert scored.by_criterion == {"tone": 1, "product": None, "spelling": Fraction(1, 2)}


@pytest.mark.parametrize(("chosen", "value"), [(2, 0), (3, Fraction(5, 6)), (None, 1)])
def test_a_critical_criterion_fails_the_review_below_a_half(chosen, value):
    scored = review_score(
        [Criterion("tone", weight=2), Criterion("data", critical=True)], {"tone": 5, "data": chosen}
    )
    assert scored.value == value
    assert scored.failed == (("data",) if value == 0 else ())


def test_a_critical_criterion_without_weight_only_fails():
    card = [Criterion("tone"), Criterion("data", weight=0, critical=True)]
    assert review_score(card, {"tone": 4, "data": 5}).value == Fraction(3, 4)
    assert review_score(card, {"tone": 4, "data": 1}).value == 0


def test_where_nothing_applies_there_is_no_score():
    scored = review_score([Criterion("tone")], {"tone": None})
    assert scored.value is None
    assert team_score([scored.value, Fraction(1, 2), Fraction(1)]) == Fraction(3, 4)
    assert team_score([]) is None


@pytest.mark.parametrize(
    ("card", "answers"),
    [
        ([Criterion("tone")], {}),
        ([Criterion("tone")], {"tone": 3, "other": 2}),
        ([Criterion("tone")], {"tone": 6}),
        ([Criterion("tone", 0, 1)], {"tone": -1}),
    ],
)
def test_answers_that_do_not_fit_are_refused(card, answers):
    with pytest.raises(ScoringError, match=r"tone|other"):
        review_score(card, answers)


@pytest.mark.parametrize("made", [{"lowest": 1, "highest": 1}, {"highest": 6}, {"weight": -1}])
def test_a_scale_has_two_to_five_points_and_a_weight_is_not_negative(made):
    with pytest.raises(ScoringError, match="tone"):
        Criterion("tone", **made)


def test_a_scale_of_one_point_says_nothing():
    with pytest.raises(ScoringError):
        criterion_score(1, lowest=1, highest=1)
