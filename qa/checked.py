"""What second scores say of reviewers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from django.db.models import OuterRef, Subquery

from qa.models import Check, Dispute, Review
from qa.sampling import t_quantile

# What a review said before its first dispute that was decided; and what is compared of each second score.
FIRST = (
    Dispute.objects.filter(review=OuterRef("review"))
    .exclude(before={})
    .order_by("number")
    .values("before")[:1]
)
ROW = ("answers", "score", "review__answers", "review__score", "before")
NEWEST = 500
_Row = list[Any]


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
    """By reviewer, in the order of their names, of the NEWEST that were given: how somebody reviewed years
    ago says little of how they do. Rows, not objects.
    """
    theirs: dict[int, list[_Row]] = {}
    names: dict[int, str] = {}
    rows = Check.objects.filter(given_at__isnull=False).annotate(before=Subquery(FIRST))
    newest = rows.order_by("-pk").values_list("review__reviewer", "review__reviewer__full_name", *ROW)
    for who, name, *row in newest[:NEWEST]:
        theirs.setdefault(who, []).append(row)
        names[who] = name
    return [_second(names[who], theirs[who]) for who in sorted(theirs, key=lambda one: (names[one], one))]


def _second(name: str, rows: list[_Row]) -> Second:
    apart: list[float] = []
    same: list[bool] = []
    for chosen, second, answers, score, before in rows:
        if before:
            answers, score = before["answers"], before["score"]
        same += [answers.get(key) == point for key, point in chosen.items()]
        if score is not None and second is not None:
            apart.append(float(score) - float(second))
    low, high = _interval(apart)
    return Second(name, len(rows), fmean(apart) if apart else None, low, high, fmean(same) if same else None)


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
