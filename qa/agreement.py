"""How far reviewers agree beyond what chance would give. Pure: no Django, no database.

Krippendorff's alpha for any number of reviewers and missing ratings (Krippendorff 2011, "Computing
Krippendorff's Alpha-Reliability"), with an interval by drawing the units anew (Zapf et al. 2016, BMC Medical
Research Methodology 16:93); Cohen's kappa (1960; weighted 1968), Scott's pi (1955), Fleiss' kappa (1971) and
Gwet's AC1 and AC2 (2008; 2014). Each is None where nothing varies or nothing can be compared: there is no
agreement to speak of, rather than a perfect one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVELS = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS = ("none", "linear", "quadratic")
DRAWS = 1000

Ratings = Sequence[Sequence[float | None]]
Floats = NDArray[np.float64]


class AgreementError(ValueError):
    """Ratings or tables of a shape that cannot be read."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`value` with the ends of its interval; `units` could be compared: rated by two or more."""

    value: float | None
    low: float | None
    high: float | None
    units: int


def krippendorff_alpha(ratings: Ratings, *, level: str = "ordinal") -> float | None:
    """`ratings` has a row for each reviewer and in it a value for each unit, None where they gave none."""
    values, counts = _counted(ratings)
    return _alpha(values, counts, np.ones(len(counts)), _known(level, LEVELS))


def alpha_with_interval(
    ratings: Ratings, *, level: str = "ordinal", seed: int = 0, confidence: float = 0.95
) -> Agreement:
    """The same seed gives the same interval. Draws in which nothing varies are left out of it; with fewer
    than half of them left there is none.
    """
    values, counts = _counted(ratings)
    level = _known(level, LEVELS)
    value = _alpha(values, counts, np.ones(len(counts)), level)
    units = len(counts)
    if value is None or units < 2:
        return Agreement(value, None, None, units)
    draws = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=DRAWS)
    found = [alpha for draw in draws if (alpha := _alpha(values, counts, draw, level)) is not None]
    if len(found) < DRAWS / 2:
        return Agreement(value, None, None, units)
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Agreement(value, float(low), float(high), units)


def cohen_kappa(table: Sequence[Sequence[float]], *, weights: str = "none") -> float | None:
    """Two reviewers: `table[i][j]` units were i to the first and j to the second."""
    shares = _square(table)
    agreeing = _agreeing(len(shares), weights)
    expected = np.outer(shares.sum(1), shares.sum(0))
    return _beyond((agreeing * shares).sum(), (agreeing * expected).sum())


def scott_pi(table: Sequence[Sequence[float]], *, weights: str = "none") -> float | None:
    """As Cohen's kappa, with one distribution for both reviewers."""
    shares = _square(table)
    agreeing, both = _agreeing(len(shares), weights), (shares.sum(0) + shares.sum(1)) / 2
    return _beyond((agreeing * shares).sum(), (agreeing * np.outer(both, both)).sum())


def gwet_ac(table: Sequence[Sequence[float]], *, weights: str = "none") -> float | None:
    """AC1, and with weights AC2: steady where nearly everything falls into one category."""
    shares = _square(table)
    agreeing, both = _agreeing(len(shares), weights), (shares.sum(0) + shares.sum(1)) / 2
    size = len(shares)
    chance = agreeing.sum() / (size * (size - 1)) * (both * (1 - both)).sum()
    return _beyond((agreeing * shares).sum(), chance)


def fleiss_kappa(counts: Sequence[Sequence[float]]) -> float | None:
    """`counts[i][k]` reviewers put unit i into category k; as many reviewers for every unit."""
    found = np.asarray(counts, dtype=float)
    if found.ndim != 2 or not found.size or (found < 0).any() or len(set(found.sum(1))) != 1:
        raise AgreementError("as many reviewers for every unit")
    raters = found.sum(1)[0]
    if raters < 2:
        raise AgreementError("at least two reviewers")
    observed = ((found**2).sum(1) - raters).mean() / (raters * (raters - 1))
    return _beyond(observed, ((found.sum(0) / found.sum()) ** 2).sum())


def _counted(ratings: Ratings) -> tuple[Floats, Floats]:
    """The values there are, in order, and for each unit that two or more rated how often each was given."""
    if len({len(row) for row in ratings}) > 1:
        raise AgreementError("every reviewer has a place for every unit")
    values = sorted({value for row in ratings for value in row if value is not None})
    place = {value: n for n, value in enumerate(values)}
    counts = np.zeros((len(ratings[0]) if ratings else 0, len(values)))
    for row in ratings:
        for unit, value in enumerate(row):
            if value is not None:
                counts[unit, place[value]] += 1
    return np.asarray(values, dtype=float), counts[counts.sum(1) >= 2]


def _alpha(values: Floats, counts: Floats, times: NDArray[np.generic], level: str) -> float | None:
    """`times` says how often each unit is taken."""
    share = times / (counts.sum(1) - 1)
    together = (counts * share[:, None]).T @ counts - np.diag((counts * share[:, None]).sum(0))
    each = together.sum(1)
    apart = _apart(values, each, level)
    expected = (np.outer(each, each) * apart).sum()
    if not expected:
        return None
    return float(1 - (each.sum() - 1) * (together * apart).sum() / expected)


def _apart(values: Floats, each: Floats, level: str) -> Floats:
    """How far each two values are from one another, squared."""
    one, other = values[:, None], values[None, :]
    if level == "nominal":
        return np.where(one == other, 0.0, 1.0)
    if level == "interval":
        return np.square(one - other)
    if level == "ratio":
        total = one + other
        return np.square((one - other) / np.where(total == 0, 1, total))
    upto = np.cumsum(each) - each / 2
    return np.square(upto[:, None] - upto[None, :])


def _square(table: Sequence[Sequence[float]]) -> Floats:
    """As shares of all. AgreementError if it is no square table of counts."""
    found = np.asarray(table, dtype=float)
    if found.ndim != 2 or found.shape[0] != found.shape[1] or len(found) < 2 or (found < 0).any():
        raise AgreementError("a square table of counts, of two categories or more")
    if not found.sum():
        raise AgreementError("nothing was rated")
    shares: Floats = found / found.sum()
    return shares


def _agreeing(size: int, weights: str) -> Floats:
    """How much each two categories agree: 1 on the diagonal."""
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    return {"none": np.eye(size), "linear": 1 - steps, "quadratic": 1 - steps**2}[_known(weights, WEIGHTS)]


def _beyond(observed: float, expected: float) -> float | None:
    return None if np.isclose(expected, 1) else float((observed - expected) / (1 - expected))


def _known(word: str, words: tuple[str, ...]) -> str:
    if word not in words:
        raise AgreementError(f"{word} is none of {', '.join(words)}")
    return word
