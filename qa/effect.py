"""Whether something changed, and by how much. Pure: no Django, no database.

Two means are compared by Welch's interval (Welch 1947, Biometrika 34); with others who were not treated,
their change is taken off (difference in differences), each of the four means with its own variance and the
degrees of freedom after Satterthwaite (1946). Scores lie between 0 and 1: where all of a group are the same,
their variance is that of a group with one 0 and one 1 more (Agresti & Caffo 2000, American Statistician 54),
since a few equal scores prove no certainty.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.sampling import t_quantile

# With fewer in any group nothing is said.
LEAST = 5
BETTER, WORSE, UNCLEAR, TOO_FEW = VERDICTS = ("better", "worse", "unclear", "too_few")


@dataclass(frozen=True, slots=True)
class Effect:
    """`value` is the change of the mean, from −1 to 1 (less the change of others: −2 to 2); the ends of its
    interval lie within that. None where too few were scored. `sizes`: before and after, then of the others.
    """

    verdict: str
    value: float | None
    low: float | None
    high: float | None
    sizes: tuple[int, ...]

    @property
    def points(self) -> int | None:
        """In percentage points, as `low_points` and `high_points`."""
        return _points(self.value)

    @property
    def low_points(self) -> int | None:
        return _points(self.low)

    @property
    def high_points(self) -> int | None:
        return _points(self.high)


def _points(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def effect(
    before: Sequence[float], after: Sequence[float], *, others_before: Sequence[float] = (),
    others_after: Sequence[float] = (), confidence: float = 0.95, least: int = LEAST,
) -> Effect:  # fmt: skip
    """Scores from 0 to 1. Others count only if both of their groups are large enough: else it is the plain
    difference.
    """
    groups = [before, after]
    if min(len(others_before), len(others_after)) >= least:
        groups += [others_before, others_after]
    sizes = tuple(len(group) for group in groups)
    if min(len(before), len(after)) < least:
        return Effect(TOO_FEW, None, None, None, sizes)
    signs = (-1, 1, 1, -1)
    value = math.fsum(sign * _mean(group) for sign, group in zip(signs, groups, strict=False))
    parts = [_variance(group) / len(group) for group in groups]
    freedom = math.fsum(parts) ** 2 / math.fsum(
        part**2 / (len(group) - 1) for part, group in zip(parts, groups, strict=True)
    )
    reach = t_quantile((1 + confidence) / 2, freedom) * math.sqrt(math.fsum(parts))
    most = len(groups) / 2
    low, high = max(value - reach, -most), min(value + reach, most)
    return Effect(verdict_of(low, high), value, low, high, sizes)


def verdict_of(low: float, high: float) -> str:
    if low > 0:
        return BETTER
    return WORSE if high < 0 else UNCLEAR


def _mean(scores: Sequence[float]) -> float:
    return math.fsum(scores) / len(scores)


def _variance(scores: Sequence[float]) -> float:
    if len(set(scores)) == 1:
        return _variance([*scores, 0.0, 1.0])
    mean = _mean(scores)
    return math.fsum((score - mean) ** 2 for score in scores) / (len(scores) - 1)
