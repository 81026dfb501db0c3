"""Whether people or rosters are behind what reviews find. Pure but for numpy: no Django, no database.

Each person is compared with themselves: how their score moves with their load at the time of writing, the
slope of both after each person's own means are taken off. Whether that is more than chance is asked by
shuffling the loads among the answers of each person (a permutation test within strata: Good 2005,
"Permutation, Parametric and Bootstrap Tests of Hypotheses"): without an effect it claims one in at most 5 of
100 cases, however scores are distributed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

# So many answers, and so many people with two or more of them, are needed to say anything.
LEAST_ANSWERS, LEAST_PEOPLE = 20, 3
SHUFFLES = 999
LEVEL = 0.05
LOADED, NOT_SEEN, TOO_FEW = VERDICTS = ("loaded", "not_seen", "too_few")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attribution:
    """`slope` is by how much a score changes with ten points of load, `chance` how often chance alone shows
    as much. `cost` is what load took off the mean of all answers, compared with everybody at `calm`.
    """

    verdict: str
    slope: float | None
    chance: float | None
    cost: float | None
    answers: int
    people: int

    @property
    def lost(self) -> int:
        """`cost` in percentage points."""
        return round(100 * (self.cost or 0))


def attribute(
    rows: Sequence[tuple[Hashable, float, float]], *, calm: float = 50.0, seed: int = 0
) -> Attribution:
    """`rows`: (who wrote it, their load in percent of the most that is allowed, score from 0 to 1).
    One-sided: asked is whether load makes answers worse. The same seed gives the same answer.
    """
    groups = _groups(rows)
    answers = sum(len(loads) for loads, _ in groups)
    if answers < LEAST_ANSWERS or len(groups) < LEAST_PEOPLE:
        return Attribution(TOO_FEW, None, None, None, answers, len(groups))
    moved = sum(float(loads @ loads) for loads, _ in groups)
    if not moved:
        return Attribution(TOO_FEW, None, None, None, answers, len(groups))
    together = sum(float(loads @ scores) for loads, scores in groups)
    chance = (np.count_nonzero(_shuffled(groups, seed) <= together) + 1) / (SHUFFLES + 1)
    slope = together / moved
    over = np.clip([load - calm for _, load, _ in rows], 0, None).mean()
    found = slope < 0 and chance <= LEVEL
    return Attribution(
        LOADED if found else NOT_SEEN, 10 * slope, float(chance), float(-slope * over) if found else 0.0,
        answers, len(groups),
    )  # fmt: skip


def _shuffled(groups: Sequence[tuple[Floats, Floats]], seed: int) -> Floats:
    """How load and score go together where the loads of each person are dealt out anew, so many times. Those
    with as many answers are dealt in the same order: for each it is as much by chance, and it costs less.
    """
    dice = np.random.default_rng(seed)
    found = np.zeros(SHUFFLES)
    for size, theirs in groupby(sorted(groups, key=_size), key=_size):
        deals = dice.permuted(np.tile(np.arange(size), (SHUFFLES, 1)), axis=1)
        for loads, scores in theirs:
            found += loads[deals] @ scores
    return found


def _size(group: tuple[Floats, Floats]) -> int:
    return len(group[0])


def _groups(rows: Sequence[tuple[Hashable, float, float]]) -> list[tuple[Floats, Floats]]:
    """Loads and scores of each person who has two answers or more, less their own means."""
    by_person: dict[Hashable, list[tuple[float, float]]] = {}
    for who, load, score in rows:
        by_person.setdefault(who, []).append((load, score))
    theirs = [np.array(rows, dtype=float) for rows in by_person.values() if len(rows) > 1]
    return [(one[:, 0] - one[:, 0].mean(), one[:, 1] - one[:, 1].mean()) for one in theirs]
