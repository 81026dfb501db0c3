"""What second scores say of reviewers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from qa.models import Check, Review
from qa.sampling import t_quantile


@dataclass(frozen=True, slots=True)
class Second:
    """Of one reviewer. `apart` is the mean of their score minus the second one, from −1 to 1, with the ends
    of its 95 % interval where it can be told; `same` how often both chose the very same, from 0 to 1.
    """

    name: str
    reviews: int
    apart: float | None
    low: float | None
    high: float | None
    same: float | None

    @property
    def verdict(self) -> str:
        """One of "milder", "stricter", "alike", "too_few"."""
        if self.low is None or self.high is None:
            return "too_few"
        if self.low > 0:
            return "milder"
        return "stricter" if self.high < 0 else "alike"


def as_given(review: Review) -> tuple[Mapping[str, int | None], float | None]:
    """The answers and the score before any dispute changed them. Asks for the disputes: prefetch them."""
    first = next((one for one in review.disputes.all() if one.before), None)
    if first is None:
        return review.answers, None if review.score is None else float(review.score)
    score = first.before["score"]
    return first.before["answers"], None if score is None else float(score)


def seconds() -> list[Second]:
    """By reviewer, in the order of their names."""
    rows = Check.objects.filter(given_at__isnull=False).select_related("review__reviewer")
    theirs: dict[str, list[Check]] = {}
    for one in rows.prefetch_related("review__disputes").order_by("review__reviewer__full_name", "pk"):
        theirs.setdefault(one.review.reviewer.full_name, []).append(one)
    return [_second(name, checks) for name, checks in theirs.items()]


def _second(name: str, checks: list[Check]) -> Second:
    apart: list[float] = []
    same: list[bool] = []
    for one in checks:
        answers, score = as_given(one.review)
        same += [answers.get(key) == chosen for key, chosen in one.answers.items()]
        if score is not None and one.score is not None:
            apart.append(score - float(one.score))
    low, high = _interval(apart)
    return Second(
        name, len(checks), fmean(apart) if apart else None, low, high, fmean(same) if same else None
    )


def _interval(apart: list[float]) -> tuple[float | None, float | None]:
    if len(apart) < 2 or not (spread := stdev(apart)):
        return None, None
    reach = t_quantile(0.975, len(apart) - 1) * spread / math.sqrt(len(apart))
    return max(-1.0, fmean(apart) - reach), min(1.0, fmean(apart) + reach)


def table_of(check: Check) -> list[tuple[dict[str, Any], int | None, int | None]]:
    """Criterion by criterion what the reviewer chose, and what the second did."""
    answers, _score = as_given(check.review)
    return [
        (one, answers.get(one["key"]), check.answers.get(one["key"]))
        for one in check.review.scorecard.criteria
    ]
