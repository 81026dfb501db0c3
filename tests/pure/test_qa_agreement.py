"""Agreement and scores as they were published, and what must hold of them whatever is rated."""

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import agreement, sampling, scoring

CASES = json.loads((Path(__file__).parent.parent / "data/qa/agreement.json").read_text())


def of_categories(inputs):
    given_weights = [one["weight"] for one in inputs["categories"]]
    criteria = [
        scoring.Criterion(str(n), 0, 2, weight, bool(one.get("critical")))
        for n, (weight, one) in enumerate(zip(given_weights, inputs["categories"], strict=True))
    ]
    chosen = {
        str(n): None if one["score"] is None else round(one["score"] * 2)
        for n, one in enumerate(inputs["categories"])
    }
    return scoring.review_score(criteria, chosen).value


ASKED = {
    "krippendorff_alpha": lambda i: agreement.krippendorff_alpha(i["raters_by_units"], level=i["level"]),
    "cohen_kappa": lambda i: agreement.cohen_kappa(i["table"], weights=i.get("weights") or "none"),
    "scott_pi": lambda i: agreement.scott_pi(i["table"]),
    "fleiss_kappa": lambda i: agreement.fleiss_kappa(i["counts"]),
    "category_score": lambda i: scoring.criterion_score(
        i["selected"], lowest=i["scale_min"], highest=i["scale_max"]
    ),
    "review_score": of_categories,
    "iqs": lambda i: scoring.team_score(map(scoring.Fraction, i["review_scores"])),
    "sample_size": lambda i: sampling.sample_size(
        i["population"], margin=i["margin"], confidence=i["confidence"]
    ),
    "wilson_low": lambda i: sampling.wilson(i["k"], i["n"])[0],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_as_published(case):
    found = ASKED[case["function"]](case["inputs"])
    assert abs(float(found) - case["expected"]) <= case["tolerance"]


RATING = st.one_of(st.none(), st.integers(1, 5))
TABLE = st.integers(1, 12).flatmap(
    lambda units: st.lists(st.lists(RATING, min_size=units, max_size=units), min_size=2, max_size=4)
)


def plainly(ratings, level):
    """Alpha from its definition, pair by pair."""
    units = [[row[n] for row in ratings if row[n] is not None] for n in range(len(ratings[0]))]
    units = [unit for unit in units if len(unit) > 1]
    pooled = [value for unit in units for value in unit]

    def apart(one, other):
        if level == "nominal":
            return float(one != other)
        if level == "interval":
            return (one - other) ** 2
        if level == "ratio":
            return ((one - other) / (one + other)) ** 2
        between = [value for value in pooled if min(one, other) <= value <= max(one, other)]
        return (len(between) - (pooled.count(one) + pooled.count(other)) / 2) ** 2

    expected = sum(apart(a, b) for n, a in enumerate(pooled) for m, b in enumerate(pooled) if n != m)
    if not expected:
        return None
    observed = sum(
        apart(a, b) / (len(unit) - 1)
        for unit in units
        for n, a in enumerate(unit)
        for m, b in enumerate(unit)
        if n != m
    )
    size = len(pooled)
    return 1 - observed / size * size * (size - 1) / expected


@settings(max_examples=150, deadline=None)
@given(TABLE, st.sampled_from(agreement.LEVELS))
def test_alpha_is_what_its_definition_says(ratings, level):
    found, plain = agreement.krippendorff_alpha(ratings, level=level), plainly(ratings, level)
    assert (found is None) == (plain is None)
    if plain is not None:
        assert math.isclose(found, plain, abs_tol=1e-9)


def test_the_interval_holds_the_truth_and_is_the_same_again():
    dice = random.Random(4)
    truth = [dice.randint(1, 4) for _ in range(60)]
    ratings = [[one if dice.random() < 0.8 else dice.randint(1, 4) for one in truth] for _ in range(3)]
    once = agreement.alpha_with_interval(ratings, seed=7)
    assert once == agreement.alpha_with_interval(ratings, seed=7)
    assert once.low < once.value < once.high
    assert once.units == 60


def test_without_variation_there_is_nothing_to_say():
    same = [[3, 3, 3], [3, 3, 3]]
    assert agreement.krippendorff_alpha(same) is None
    assert agreement.alpha_with_interval(same) == agreement.Agreement(None, None, None, 3)
    assert agreement.krippendorff_alpha([[1, None], [None, 2]]) is None
    assert agreement.cohen_kappa([[9, 0], [0, 0]]) is None


def test_gwets_coefficient_is_steady_where_kappa_is_not():
    """Nearly everything in one category: Gwet 2008 gives this as the paradox of kappa."""
    table = [[118, 5], [2, 0]]
    assert round(agreement.cohen_kappa(table), 3) == -0.023
    assert round(agreement.gwet_ac(table), 3) == 0.941


def test_what_is_near_counts_with_weights():
    near, far = [[10, 5, 0], [5, 10, 5], [0, 5, 10]], [[10, 0, 5], [5, 10, 5], [5, 5, 5]]
    for weights in ("linear", "quadratic"):
        assert agreement.cohen_kappa(near, weights=weights) > agreement.cohen_kappa(near)
        assert agreement.cohen_kappa(near, weights=weights) > agreement.cohen_kappa(far, weights=weights)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: agreement.krippendorff_alpha([[1, 2], [1]]),
        lambda: agreement.krippendorff_alpha([[1], [2]], level="cubic"),
        lambda: agreement.cohen_kappa([[1, 2, 3], [1, 2, 3]]),
        lambda: agreement.cohen_kappa([[0, 0], [0, 0]]),
        lambda: agreement.fleiss_kappa([[2, 1], [1, 1]]),
        lambda: agreement.fleiss_kappa([[1, 0], [0, 1]]),
    ],
)
def test_what_cannot_be_read_is_refused(asked):
    with pytest.raises(agreement.AgreementError):
        asked()
