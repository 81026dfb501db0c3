"""Samples: chances kept, quotas kept, the same seed the same sample; and estimates without a bias."""

import itertools
import math
import random
import statistics

import pytest

from qa.assigning import Task, assign
from qa.sampling import (
    FLOOR,
    Drawn,
    SamplingError,
    Unit,
    draw,
    inclusion,
    mean_of_all,
    t_quantile,
    wilson,
)

POPULATIONS = 2000


def drawn_population(dice):
    """Agents of different skill; what is risky tends to be worse."""
    units, scores = [], {}
    for agent in range(dice.randint(2, 6)):
        skill = dice.uniform(0.7, 0.9)
        for n in range(dice.randint(20, 120)):
            risk = dice.choice([0, 0, 0, 1, 2, 5])
            units.append(Unit((agent, n), agent, risk))
            scores[agent, n] = min(1.0, max(0.0, dice.gauss(skill - 0.05 * risk, 0.15)))
    return units, scores


def sizes_of(units):
    return {agent: sum(unit.stratum == agent for unit in units) for agent in {unit.stratum for unit in units}}


def test_estimates_have_no_bias_and_their_intervals_hold_the_truth():
    dice = random.Random(5)
    off, held = [], 0
    for seed in range(POPULATIONS):
        units, scores = drawn_population(dice)
        sizes = sizes_of(units)
        sample = draw(units, {agent: dice.randint(5, 12) for agent in sizes}, seed=seed)
        found = mean_of_all([(one, scores[one.key]) for one in sample.drawn], sizes)
        truth = statistics.fmean(scores.values())
        off.append(found.value - truth)
        held += found.low <= truth <= found.high
    assert abs(statistics.fmean(off)) < 3 * statistics.stdev(off) / math.sqrt(POPULATIONS)
    assert 0.93 <= held / POPULATIONS <= 0.97


def stepped_in(sample, dice, share):
    """What is reviewed where so much cannot be, for reasons that are nobody's: replaced in turn."""
    turns = {stratum: list(rows) for stratum, rows in sample.reserve.items()}
    for one in sample.drawn:
        while one is not None and dice.random() < share:
            one = turns[one.stratum].pop(0) if turns[one.stratum] else None
        if one is not None:
            yield one


def test_replacements_count_with_their_own_chance_and_bring_no_bias():
    """A fifth of what was drawn is dropped. In any other turn than by odds the estimate would be too high."""
    dice = random.Random(10)
    off, held = [], 0
    for seed in range(POPULATIONS):
        units, scores = drawn_population(dice)
        sizes = sizes_of(units)
        sample = draw(units, dict.fromkeys(sizes, 8), seed=seed)
        found = mean_of_all([(one, scores[one.key]) for one in stepped_in(sample, dice, 0.2)], sizes)
        truth = statistics.fmean(scores.values())
        off.append(found.value - truth)
        held += found.low <= truth <= found.high
    assert abs(statistics.fmean(off)) < 3 * statistics.stdev(off) / math.sqrt(POPULATIONS)
    assert 0.93 <= held / POPULATIONS <= 0.97


def test_a_plain_mean_of_what_was_looked_at_would_be_wrong():
    """Otherwise nobody would have to keep the chances."""
    dice = random.Random(6)
    plain = []
    for seed in range(60):
        units, scores = drawn_population(dice)
        sample = draw(units, dict.fromkeys(sizes_of(units), 8), seed=seed)
        mean = statistics.fmean(scores[one.key] for one in sample.drawn)
        plain.append(mean - statistics.fmean(scores.values()))
    assert statistics.fmean(plain) < -4 * statistics.stdev(plain) / math.sqrt(len(plain))


def test_each_is_drawn_as_often_as_its_chance_says():
    units = [Unit(n, "amara", risk) for n, risk in enumerate([0, 0, 0, 1, 1, 3, 9])]
    chances = inclusion([unit.risk for unit in units], 3)
    times, rounds = [0] * len(units), 4000
    for seed in range(rounds):
        for one in draw(units, {"amara": 3}, seed=seed).drawn:
            times[one.key] += 1
    for found, chance in zip(times, chances, strict=True):
        assert abs(found / rounds - chance) < 4 * math.sqrt(chance * (1 - chance) / rounds) + 1e-9


def test_quotas_are_kept_and_the_same_seed_draws_the_same():
    dice = random.Random(8)
    for seed in range(200):
        units, _ = drawn_population(dice)
        sizes = sizes_of(units)
        quotas = {agent: dice.randint(0, 130) for agent in sizes}
        sample = draw(units, quotas, seed=seed)
        for agent, size in sizes.items():
            mine = [one for one in sample.drawn if one.stratum == agent]
            assert len(mine) == min(quotas[agent], size)
            assert len(mine) + len(sample.reserve[agent]) == size
        dice.shuffle(units)
        assert draw(units, quotas, seed=seed) == sample


def test_a_share_of_every_chance_does_not_look_at_risk():
    chances = inclusion([0] * 50 + [100] * 5, 10)
    assert min(chances) >= FLOOR * 10 / 55 - 1e-12
    assert max(chances) <= 1
    assert math.isclose(sum(chances), 10)
    assert inclusion([0, 0, 0, 0], 2) == [0.5] * 4
    assert inclusion([3, 1], 5) == [1.0, 1.0]


def test_reviewed_whole_there_is_nothing_to_guess():
    found = mean_of_all([(Drawn(n, "a", 1.0), score) for n, score in enumerate([1, 0.5, 0])], {"a": 3})
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_one_review_says_something_but_not_how_surely():
    found = mean_of_all([(Drawn(1, "a", 0.1), 0.9)], {"a": 10})
    assert found.low is None
    assert found.high is None


@pytest.mark.parametrize(
    "asked",
    [
        lambda: Unit("x", "a", -1),
        lambda: Unit("x", "a", math.inf),
        lambda: draw([Unit(1, "a"), Unit(1, "a")], {"a": 1}, seed=1),
        lambda: draw([Unit(1, "a")], {"a": 1}, seed=1, floor=0),
        lambda: inclusion([1], -1),
        lambda: mean_of_all([], {"a": 3}),
        lambda: mean_of_all([], {}),
        lambda: wilson(3, 2),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked):
    with pytest.raises(SamplingError):
        asked()


def test_students_t():
    """Printed tables, two-sided 95 %."""
    table = {1: 12.706, 2: 4.303, 3: 3.182, 5: 2.571, 10: 2.228, 30: 2.042, math.inf: 1.960}
    for freedom, value in table.items():
        assert abs(t_quantile(0.975, freedom) - value) < 0.01


def test_nobody_reviews_themselves_and_quotas_of_reviewers_hold():
    dice = random.Random(9)
    for _ in range(300):
        people = [f"p{n}" for n in range(dice.randint(1, 5))]
        tasks = [
            Task(n, frozenset(dice.sample(people, dice.randint(1, len(people)))))
            for n in range(dice.randint(0, 7))
        ]
        quotas = {who: dice.randint(0, 4) for who in people}
        found = assign(tasks, quotas)
        assert all(
            found.reviewers[task.key] not in task.barred for task in tasks if task.key in found.reviewers
        )
        assert all(list(found.reviewers.values()).count(who) <= quota for who, quota in quotas.items())
        assert len(found.reviewers) + len(found.left) == len(tasks)
        assert len(found.reviewers) == at_most(tasks, quotas)


def at_most(tasks, quotas):
    """Hall's theorem: what any set of tasks lacks of places among those who may have them."""
    best = len(tasks)
    for size in range(1, len(tasks) + 1):
        for some in itertools.combinations(tasks, size):
            able = {who for task in some for who in quotas if who not in task.barred}
            best = min(best, len(tasks) - (len(some) - sum(quotas[who] for who in able)))
    return best


def test_work_is_shared_evenly():
    tasks = [Task(n, frozenset({"amara"})) for n in range(12)]
    found = assign(tasks, {"amara": 10, "ben": 10, "cleo": 5})
    given = list(found.reviewers.values())
    assert (given.count("ben"), given.count("cleo")) == (8, 4)
