"""Whether learning helped: who is chosen for having been found wanting must not look better by luck alone."""

import datetime
import random

import pytest

from qa.effect import BETTER, TOO_FEW, UNCLEAR, WORSE
from qa.learning import Answer, Groups, bounded, grouped

DAY = datetime.timedelta(days=1)
PUBLISHED = datetime.datetime(2026, 7, 1, 9, 0, tzinfo=datetime.UTC)
TIMES = 400


def a_team(dice, *, people=12, before=8, after=8, better=0.0, all_better=0.0, spread=0.25):
    """Each person is as good as they are; whoever was below half learns, three quarters of them in time."""
    answers, done, found, number = [], {}, {}, 0
    for person in range(people):
        good = min(0.95, max(0.2, dice.gauss(0.65, spread)))
        values = [dice.random() < good for _ in range(before)]
        for value in values:
            number += 1
            answers.append(
                Answer(number, person, True, PUBLISHED - dice.uniform(0.1, 29) * DAY, float(value))
            )
            if not value:
                found[person] = found.get(person, frozenset()) | {number}
        if person in found and dice.random() < 0.75:
            done[person] = PUBLISHED + dice.uniform(1, 7) * DAY
        now = good + all_better + (better if person in done else 0)
        for _ in range(after):
            number += 1
            at = done.get(person, PUBLISHED + 8 * DAY) + dice.uniform(0, 28) * DAY
            answers.append(Answer(number, person, True, at, float(dice.random() < now)))
    return grouped(answers, published_at=PUBLISHED, done=done, found=found)


@pytest.mark.parametrize("all_better", [0.0, 0.05])
def test_where_nobody_learned_anything_little_is_claimed(all_better):
    """At most five in a hundred either way, and what chance adds to that in so many runs."""
    dice = random.Random(7)
    verdicts = [a_team(dice, all_better=all_better).effect.verdict for _ in range(TIMES)]
    assert verdicts.count(BETTER) <= 0.06 * TIMES
    assert verdicts.count(WORSE) <= 0.06 * TIMES
    assert verdicts.count(TOO_FEW) == 0


def test_a_known_effect_lies_in_its_interval():
    """In 92 of 100 runs: answers of the same person are alike, which Welch's interval does not know."""
    dice, true = random.Random(8), 0.05
    found = [a_team(dice, people=40, better=true, spread=0.1).effect for _ in range(TIMES)]
    assert sum(one.low <= true <= one.high for one in found) >= 0.9 * TIMES
    assert sum(one.value for one in found) / TIMES == pytest.approx(true, abs=0.02)


def test_by_the_answers_alone_luck_would_look_like_an_effect():
    """What the rule is for: who has one finding at most, before and after, without any learning."""
    dice = random.Random(9)
    naive, ours = [], []
    for _ in range(TIMES):
        groups = a_team(dice, people=20, before=3, after=3, spread=0.0)
        if groups.effect.verdict != TOO_FEW:
            ours.append(sum(groups.after) / len(groups.after) - sum(groups.before) / len(groups.before))
        scores = [[float(dice.random() < 0.65) for _ in range(3)] for _ in range(20)]
        low = [value for each in scores if 0.0 in each for value in each]
        naive.append(0.65 - sum(low) / len(low))
    assert sum(naive) / len(naive) > 0.08
    assert abs(sum(ours) / len(ours)) < 0.02


def test_when_what_counts():
    """Before: thirty days; after: thirty days from one's own completion; the others in the same time."""

    def one(number, person, days, *, of_team=True):
        return Answer(number, person, of_team, PUBLISHED + days * DAY, number / 100)

    answers = [
        one(1, 1, -31), one(2, 1, -29), one(3, 1, -1), one(4, 1, 2), one(5, 1, 5), one(6, 1, 34),
        one(7, 1, 36),
        one(11, 2, -1), one(12, 2, 4), one(13, 2, 6), one(14, 2, 34), one(15, 2, 40),
        one(21, 3, -1, of_team=False), one(22, 3, 6, of_team=False),
    ]  # fmt: skip
    groups = grouped(
        answers, published_at=PUBLISHED, done={1: PUBLISHED + 5 * DAY}, found={1: frozenset({3, 50})}
    )
    assert groups.before == [0.02, 0.03]
    assert groups.after == [0.05, 0.06]
    assert groups.others_before == [0.11]
    assert groups.others_after == [0.13, 0.14]


def test_the_only_finding_counts_to_the_others_and_without_learners_there_is_nothing():
    answers = [Answer(1, 1, True, PUBLISHED - DAY, 0.0), Answer(2, 1, True, PUBLISHED - 2 * DAY, 1.0)]
    found = {1: frozenset({1})}
    groups = grouped(answers, published_at=PUBLISHED, done={1: PUBLISHED}, found=found)
    assert (groups.before, groups.others_before) == ([1.0], [0.0])
    groups = grouped(answers, published_at=PUBLISHED, done={}, found=found)
    assert (groups.before, groups.after, groups.others_after) == ([], [], [])
    assert groups.effect.verdict == TOO_FEW


def test_what_is_not_judged_yet_widens_the_interval_to_both_ends():
    """Of ten before five were found; of ten after none, or six that nobody has judged."""
    found = [0.0] * 5 + [1.0] * 5
    known, worst = Groups(found * 4, [1.0] * 40), Groups(found * 4, ([0.0] * 6 + [1.0] * 4) * 4)
    one = bounded(known, worst)
    assert known.effect.verdict == BETTER
    assert (one.verdict, one.value) == (UNCLEAR, 0.5)
    assert (one.low, one.high) == (worst.effect.low, known.effect.high)
    assert bounded(known, known) == known.effect
    assert bounded(Groups(), Groups()).verdict == TOO_FEW


def test_however_they_are_judged_the_change_lies_between_the_ends():
    dice = random.Random(10)
    for _ in range(50):
        unjudged = [[dice.random() < 0.3 for _ in range(20)] for _ in range(4)]
        values = [[float(dice.random() < 0.8) for _ in range(20)] for _ in range(4)]

        def judged(found, unjudged=unjudged, values=values):
            return Groups(*(
                [0.0 if is_open and found() else value for is_open, value in zip(*each, strict=True)]
                for each in zip(unjudged, values, strict=True)
            ))  # fmt: skip

        ends = bounded(judged(lambda: False), judged(lambda: True))
        for _ in range(10):
            assert ends.low < judged(lambda: dice.random() < 0.5).effect.value < ends.high
