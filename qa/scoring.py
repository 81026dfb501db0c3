"""From what a reviewer chose to a score. Pure: no Django, no database.

As the field does it (Zendesk QA, "Reviews dashboard calculations"): a criterion is worth (chosen − lowest) ÷
(highest − lowest); a review is the weighted mean of the criteria that were rated; a team is the mean of its
reviews, not weighted by how much was rated in each. Scores are exact fractions of 0 to 1, so that a score
computed again from the answers is the same to the last digit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

POINTS = range(2, 6)
# A critical criterion below this sets the whole review to nothing; at exactly this it does not.
PASSED = Fraction(1, 2)


class ScoringError(ValueError):
    """The scorecard or the answers cannot be scored; says which criterion and why."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """`lowest` to `highest` are the points of its scale, two to five of them; `weight` is a whole number of
    at least 0: with 0 it is looked at and counts for nothing, unless it is critical.
    """

    key: str
    lowest: int = 1
    highest: int = 5
    weight: int = 1
    critical: bool = False

    def __post_init__(self) -> None:
        if self.highest - self.lowest + 1 not in POINTS:
            raise ScoringError(f"{self.key}: a scale has two to five points")
        if self.weight < 0:
            raise ScoringError(f"{self.key}: a weight is not below 0")


@dataclass(frozen=True, slots=True)
class Scored:
    """`value` is None where nothing that counts was rated. `failed` names the critical criteria that set it
    to 0, `by_criterion` what each is worth (None: does not apply).
    """

    value: Fraction | None
    failed: tuple[str, ...]
    by_criterion: Mapping[str, Fraction | None]


def criterion_score(chosen: int, *, lowest: int, highest: int) -> Fraction:
    """0 to 1. ScoringError for a choice that is not on the scale."""
    if not lowest <= chosen <= highest or lowest == highest:
        raise ScoringError(f"{chosen} is not between {lowest} and {highest}")
    return Fraction(chosen - lowest, highest - lowest)


def review_score(criteria: Iterable[Criterion], answers: Mapping[str, int | None]) -> Scored:
    """`answers` has a choice for every criterion, None where it does not apply: it leaves both sums.

    ScoringError where an answer is missing, unknown or off its scale.
    """
    by_key = {criterion.key: criterion for criterion in criteria}
    if strange := set(answers) ^ set(by_key):
        raise ScoringError(f"answered and asked differ in: {', '.join(sorted(strange))}")
    worth = {key: _worth(criterion, answers[key]) for key, criterion in by_key.items()}
    rated = {key: value for key, value in worth.items() if value is not None}
    failed = tuple(key for key, value in rated.items() if by_key[key].critical and value < PASSED)
    return Scored(Fraction(0) if failed else _mean(rated, by_key), failed, worth)


def team_score(scores: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of the reviews that have a score; None where there is none."""
    counted = [score for score in scores if score is not None]
    return sum(counted, Fraction(0)) / len(counted) if counted else None


def _worth(criterion: Criterion, chosen: int | None) -> Fraction | None:
    if chosen is None:
        return None
    try:
        return criterion_score(chosen, lowest=criterion.lowest, highest=criterion.highest)
    except ScoringError as error:
        raise ScoringError(f"{criterion.key}: {error}") from None


def _mean(rated: Mapping[str, Fraction], by_key: Mapping[str, Criterion]) -> Fraction | None:
    weights = sum(by_key[key].weight for key in rated)
    if not weights:
        return None
    return sum((value * by_key[key].weight for key, value in rated.items()), Fraction(0)) / weights
