"""What changed, and whether people or rosters are behind it: simulated, where the truth is known."""

import random

import pytest

from qa.effect import BETTER, LEAST, TOO_FEW, UNCLEAR, WORSE, effect
from qa.overload import LOADED, NOT_SEEN, attribute
from qa.overload import TOO_FEW as TOO_FEW_ANSWERS

TIMES = 1000
# Five of a hundred, and as much more as so many simulations cannot tell from it.
FALSE = 0.05 + 2 * (0.05 * 0.95 / TIMES) ** 0.5


def points(dice, mean, size, steps):
    """Scores on a scale of `steps` above the lowest, with that mean."""
    return [sum(dice.random() < mean for _ in range(steps)) / steps for _ in range(size)]


def test_by_hand():
    """Means 0.2 and 0.6, variances 0.075 and 0.05 over five: 0.4 ± 2.322 × 0.1581 (7.69 degrees)."""
    found = effect([0, 0, 0, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 1.0])
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.high) == pytest.approx((0.0328, 0.7672), abs=0.0005)
    assert found.verdict == BETTER


def test_what_the_others_changed_too_is_no_effect():
    found = effect(
        [0.4, 0.5, 0.6] * 5,
        [0.6, 0.7, 0.8] * 5,
        others_before=[0.4, 0.5, 0.6] * 5,
        others_after=[0.6, 0.7, 0.8] * 5,
    )
    assert found.value == pytest.approx(0)
    assert found.verdict == UNCLEAR
    assert found.sizes == (15, 15, 15, 15)


def test_too_few_say_nothing_and_too_few_others_are_left_aside():
    assert effect([0.5] * (LEAST - 1), [1.0] * 99).verdict == TOO_FEW
    assert effect([], []).verdict == TOO_FEW
    alone = effect([0.2, 0.4] * 5, [0.6, 0.8] * 5, others_before=[0.5], others_after=[0.5] * 20)
    assert alone.value == pytest.approx(0.4)
    assert alone.sizes == (10, 10)


def test_a_few_equal_scores_prove_no_certainty():
    found = effect([1.0] * 5, [1.0] * 5)
    assert found.verdict == UNCLEAR
    assert found.low < -0.3
    assert effect([0.0] * 40, [1.0] * 40).verdict == BETTER
    assert effect([1.0] * 40, [0.0] * 40).verdict == WORSE


def test_no_change_is_larger_than_the_scale():
    found = effect([0.0] * 5, [1.0] * 5)
    assert (found.verdict, found.value, found.high) == (BETTER, 1.0, 1.0)
    others = effect([0.0] * 5, [1.0] * 5, others_before=[1.0] * 5, others_after=[0.0] * 5)
    assert (others.value, others.high) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("size", "steps", "before", "after"), [(12, 4, 0.5, 0.8), (30, 1, 0.6, 0.6), (20, 2, 0.7, 0.85)]
)
def test_a_known_effect_lies_in_its_interval(size, steps, before, after):
    """Within what 1,000 simulations can tell of 95 %; a claim where nothing changed in at most 5 of 100."""
    dice = random.Random(size)
    found = [
        effect(points(dice, before, size, steps), points(dice, after, size, steps)) for _ in range(TIMES)
    ]
    covered = sum(one.low <= after - before <= one.high for one in found) / TIMES
    assert 0.93 <= covered <= 0.98
    if before == after:
        assert sum(one.verdict != UNCLEAR for one in found) / TIMES <= FALSE
    else:
        assert sum(one.verdict == WORSE for one in found) <= 2


def test_a_known_effect_beside_others_who_change_too():
    dice = random.Random(7)
    covered = 0
    for _ in range(TIMES):
        groups = [points(dice, mean, 25, 3) for mean in (0.5, 0.8, 0.5, 0.6)]
        found = effect(groups[0], groups[1], others_before=groups[2], others_after=groups[3])
        covered += found.low <= 0.2 <= found.high
    assert 0.93 <= covered / TIMES <= 0.98


def test_what_changed_for_everybody_is_claimed_in_at_most_five_of_a_hundred():
    dice = random.Random(8)
    claims = 0
    for _ in range(TIMES):
        groups = [points(dice, mean, 25, 3) for mean in (0.4, 0.6, 0.5, 0.7)]
        found = effect(groups[0], groups[1], others_before=groups[2], others_after=groups[3])
        claims += found.verdict != UNCLEAR
    assert claims / TIMES <= FALSE


# --- load


def desk(dice, slope, people=6, answers=12, weak_are_loaded=False):
    """Each has a level of their own and loads of their own; `slope` for each point of load above 50."""
    rows = []
    for who in range(people):
        level, centre = dice.uniform(0.6, 0.95), dice.uniform(30, 90)
        if weak_are_loaded:
            centre = 90 - 60 * (level - 0.6) / 0.35
        for _ in range(answers):
            load = max(0.0, dice.gauss(centre, 20))
            mean = min(max(level + slope * max(load - 50, 0), 0.02), 0.98)
            rows.append((who, load, points(dice, mean, 1, 4)[0]))
    return rows


def test_a_load_effect_is_attributed_to_load():
    dice = random.Random(1)
    found = [attribute(desk(dice, -0.01, people=8, answers=25)) for _ in range(200)]
    assert sum(one.verdict == LOADED for one in found) >= 190
    assert all(one.cost > 0.02 and one.slope < 0 for one in found if one.verdict == LOADED)


@pytest.mark.parametrize("weak_are_loaded", [False, True])
def test_without_one_it_is_claimed_in_at_most_five_of_a_hundred(weak_are_loaded):
    """People differ in level and in load; even where the weakest have most to do, load is not behind it."""
    dice = random.Random(2)
    desks = (desk(dice, 0.0, weak_are_loaded=weak_are_loaded) for _ in range(TIMES))
    claims = sum(attribute(rows, seed=seed).verdict == LOADED for seed, rows in enumerate(desks))
    assert claims / TIMES <= FALSE


def test_too_few_answers_people_or_moves_of_load():
    dice = random.Random(3)
    assert attribute([]).verdict == TOO_FEW_ANSWERS
    assert attribute(desk(dice, -0.01, people=2, answers=50)).verdict == TOO_FEW_ANSWERS
    assert attribute(desk(dice, -0.01, people=4, answers=4)).verdict == TOO_FEW_ANSWERS
    assert attribute([(who, 60.0, 0.5) for who in range(5) for _ in range(9)]).verdict == TOO_FEW_ANSWERS
    assert attribute([(who, float(n), 0.5) for who in range(5) for n in range(9)]).verdict == NOT_SEEN
    rows = desk(dice, -0.01)
    assert attribute(rows, seed=4) == attribute(rows, seed=4)
