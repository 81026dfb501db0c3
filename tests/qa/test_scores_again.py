"""Scores worked out another way: in decimals, from the formula, for any version of any scorecard.

criterion = (chosen − lowest) ÷ (highest − lowest); review = Σ score × weight ÷ Σ weight of what was rated;
what does not apply leaves both sums; a critical criterion below half makes it 0.
"""

import random
from decimal import Decimal

import pytest

from qa import actions
from qa.actions.reviewing import as_decimal, score_of
from qa.models import Rating, Review, ScorecardVersion
from tests.qa.ground import a_scorecard, an_answer, given

CARDS = 5000
HALF = Decimal("0.5")
NEARLY = Decimal("0.00001")


def drawn_criteria(dice):
    """Some without weight; now and then all of them."""
    weights = [0] if dice.random() < 0.03 else [0, 1, 1, 2, 3, 7, 50, 100]
    return [
        {
            "key": f"c{n}", "section": "", "title": f"Criterion {n}", "points": dice.randint(2, 5),
            "weight": dice.choice(weights), "critical": dice.random() < 0.15, "hint": "", "low": "",
            "high": "",
        }
        for n in range(dice.randint(1, 12))
    ]  # fmt: skip


def drawn_answers(criteria, dice):
    lowest = dice.choice([1, 1, 2])
    return {
        one["key"]: None if dice.random() < 0.2 else dice.randint(min(lowest, one["points"]), one["points"])
        for one in criteria
    }


def by_the_formula(criteria, answers):
    """The score and the criteria that failed."""
    rated = [
        (one, Decimal(answers[one["key"]] - 1) / Decimal(one["points"] - 1))
        for one in criteria
        if answers[one["key"]] is not None
    ]
    failed = [one["key"] for one, score in rated if one["critical"] and score < HALF]
    total = sum(one["weight"] for one, _score in rated)
    if failed:
        return Decimal(0), failed
    return (sum(one["weight"] * score for one, score in rated) / total if total else None), []


def test_any_scorecard_is_scored_as_the_formula_says():
    dice = random.Random(20)
    seen = {"nothing": 0, "failed": 0, "left out": 0}
    for _ in range(CARDS):
        criteria = drawn_criteria(dice)
        answers = drawn_answers(criteria, dice)
        found = score_of(ScorecardVersion(criteria=criteria), answers)
        value, failed = by_the_formula(criteria, answers)
        assert [*found.failed] == failed
        kept = as_decimal(found.value)
        assert (kept is None) == (value is None)
        assert kept is None or (abs(kept - value) <= NEARLY and 0 <= kept <= 1)
        seen["nothing"] += value is None
        seen["failed"] += bool(failed)
        seen["left out"] += None in answers.values()
    assert min(seen.values()) > 50, seen


@pytest.mark.django_db
def test_every_review_is_worked_out_anew_by_its_own_version(ticket, amara, cleo, mona):
    """Weights, scales and criteria change from version to version; what was given stays as it was."""
    dice = random.Random(21)
    card = a_scorecard(mona)
    for number in range(12):
        criteria = [{**one, "title": f"{one['title']} v{number}"} for one in drawn_criteria(dice)]
        criteria[0]["weight"] = number + 1
        card = actions.save_scorecard(card.scorecard, name="Answers", criteria=criteria, by=mona)
        given(an_answer(ticket, amara, f"{number}."), card, cleo, drawn_answers(card.criteria, dice))
    reviews = Review.objects.select_related("scorecard")
    assert len({one.scorecard.number for one in reviews}) == 12
    for one in reviews:
        value, failed = by_the_formula(one.scorecard.criteria, one.answers)
        assert one.failed == failed
        assert (one.score is None) == (value is None)
        assert value is None or abs(one.score - value) <= NEARLY
        ratings = dict(Rating.objects.filter(review=one).values_list("criterion", "value"))
        assert set(ratings) == {each["key"] for each in one.scorecard.criteria}
        for each in one.scorecard.criteria:
            chosen = one.answers[each["key"]]
            share = None if chosen is None else Decimal(chosen - 1) / (each["points"] - 1)
            assert (ratings[each["key"]] is None) == (share is None)
            assert share is None or abs(ratings[each["key"]] - share) <= NEARLY
