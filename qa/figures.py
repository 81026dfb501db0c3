"""Quality in figures: means of reviews by whatever one asks, with intervals, and week by week."""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Avg,
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    StdDev,
    Subquery,
)
from django.db.models.functions import Cast, TruncWeek

from qa.choices import Verdict
from qa.models import Dispute, Moment, Rating, Review, ScorecardVersion
from qa.overload import Attribution, attribute
from qa.sampling import t_quantile
from staff.models import Skill, User
from tickets.products import signs

# Of floats the database works out a deviation several times as fast as of decimals.
SCORE, VALUE = Cast("score", FloatField()), Cast("value", FloatField())
MOST_ROWS = 200
MOST_ANSWERS = 5000
# By what reviews are told apart: name → (what makes a group, its name).
BY: dict[str, tuple[str, str]] = {
    "team": ("team", "team__name"),
    "person": ("person", "person__full_name"),
    "type": ("type", "type__name"),
    "channel": ("channel", "channel"),
    "language": ("language", "language"),
    "scorecard": ("scorecard__scorecard", "scorecard__scorecard__name"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean from 0 to 1 with the ends of its 95 % interval; these are None for fewer than two reviews, and
    for those that are all the same.
    """

    key: Any
    name: str
    reviews: int
    mean: float
    low: float | None
    high: float | None
    failed: int = 0


def by(reviews: QuerySet[Review], what: str) -> list[Figure]:
    """By one of BY, the lowest mean first."""
    key, name = BY[what]
    rows = reviews.filter(score__isnull=False).order_by().values(group=F(key), called=F(name)).annotate(
        n=Count("pk"), mean=Avg(SCORE), spread=StdDev(SCORE, sample=True),
        failed=Count("pk", filter=~Q(failed=[])),
    )  # fmt: skip
    return [
        _figure(row["group"], row["called"] or "", row["n"], row["mean"], row["spread"], row["failed"])
        for row in rows.order_by("mean", "called")[:MOST_ROWS]
    ]


def by_product(reviews: QuerySet[Review]) -> list[Figure]:
    """By the products that the ticket of the answer is about, the lowest mean first; what is about two counts
    for each. The database adds up by type and tags.
    """
    kinds = reviews.filter(score__isnull=False).order_by()
    kinds = kinds.values_list("message__ticket__type", "message__ticket__tags").annotate(
        n=Count("pk"), mean=Avg(SCORE), spread=StdDev(SCORE, sample=True),
        failed=Count("pk", filter=~Q(failed=[])),
    )  # fmt: skip
    said, parts = signs(), defaultdict(list)
    for kind, tags, *part in kinds:
        for product in said.products(kind, tags):
            parts[product].append(part)
    names = dict(Skill.objects.filter(pk__in=parts).values_list("pk", "name"))
    figures = [_figure(product, names[product], *_together(some)) for product, some in parts.items()]
    return sorted(figures, key=lambda one: (one.mean, one.name))[:MOST_ROWS]


def by_criterion(reviews: QuerySet[Review]) -> list[Figure]:
    """By criterion of each scorecard, the lowest mean first; named as the newest version that has it.

    A scale has few points: the database counts how often each was chosen, which costs it less than a mean and
    a deviation of so many rows.
    """
    rated = reviews.filter(ratings__value__isnull=False).order_by()
    rows = rated.values_list("scorecard", "ratings__criterion", "ratings__value").annotate(n=Count("pk"))
    chosen: dict[tuple[int, str], Counter[float]] = {}
    for version, key, value, n in rows:
        chosen.setdefault((version, key), Counter())[float(value)] += n
    cards = _cards({version for version, _key in chosen})
    by_card: dict[tuple[int, str], Counter[float]] = {}
    for (version, key), counted in chosen.items():
        by_card.setdefault((cards[version], key), Counter()).update(counted)
    names = _criteria({*cards.values()})
    figures = [
        _figure(one, names.get(one, one[1]), counted.total(), *_mean_and_spread(counted))
        for one, counted in by_card.items()
    ]
    return sorted(figures, key=lambda one: (one.mean, one.name))[:MOST_ROWS]


def by_cause(reviews: QuerySet[Review]) -> list[Figure]:
    """By root cause, the one that was named most often first: in how many reviews, and what was left of the
    criteria that it was named for.
    """
    named = Func(F("causes"), function="jsonb_array_elements_text", output_field=CharField())
    rows = Rating.objects.filter(review__in=reviews, value__isnull=False).exclude(causes=[]).order_by()
    found = rows.annotate(cause=named).values("cause").annotate(
        n=Count("review", distinct=True), mean=Avg(VALUE), spread=StdDev(VALUE, sample=True)
    )  # fmt: skip
    figures = [_figure(row["cause"], row["cause"], row["n"], row["mean"], row["spread"]) for row in found]
    return sorted(figures, key=lambda one: (-one.reviews, one.name))[:MOST_ROWS]


def by_reviewer(reviews: QuerySet[Review]) -> list[dict[str, Any]]:
    """What each reviewer gave: how many, how long it took in the middle, how often it was changed by a
    dispute.
    """
    # Not OuterRef: the database looks all of them up once, not those of each review.
    disputed = Dispute.objects.filter(review__isnull=False).order_by()
    changed = disputed.filter(verdict__in=[Verdict.ACCEPTED, Verdict.PARTLY])
    rows = reviews.order_by().values(key=F("reviewer")).annotate(
        n=Count("pk"), mean=Avg(SCORE), seconds=Avg("seconds"),
        disputed=Count("pk", filter=Q(pk__in=disputed.values("review"))),
        changed=Count("pk", filter=Q(pk__in=changed.values("review"))),
    )  # fmt: skip
    found = [*rows]
    # Asked by themselves: grouped by name too, the database would sort all reviews by it.
    names = dict(User.objects.filter(pk__in=[one["key"] for one in found]).values_list("pk", "full_name"))
    named = [{**one, "name": names[one["key"]]} for one in found]
    return sorted(named, key=lambda one: (one["name"], one["key"]))[:MOST_ROWS]


def by_week(reviews: QuerySet[Review]) -> list[tuple[datetime.date, int, float | None]]:
    """The Monday of each week in which something was given, how much, and its mean; oldest first."""
    rows = reviews.order_by().annotate(week=TruncWeek("given_at")).values("week")
    found = rows.annotate(n=Count("pk"), mean=Avg(SCORE)).order_by("week")
    return [(row["week"].date(), row["n"], _share(row["mean"])) for row in found]


def load_behind(reviews: QuerySet[Review]) -> Attribution:
    """Whether load is behind low scores, as far as the load at the time of writing is known: the newest of
    them.
    """
    moment = Moment.objects.filter(message=OuterRef("message_id"))
    rows = reviews.filter(Exists(moment), score__isnull=False).order_by("-given_at")
    known = rows.values_list("person", Subquery(moment.values("load")), SCORE)
    return attribute([*known[:MOST_ANSWERS]])


def _cards(versions: set[int]) -> dict[int, int]:
    """Of which scorecard each version is."""
    return dict(ScorecardVersion.objects.filter(pk__in=versions).values_list("pk", "scorecard"))


def _mean_and_spread(counted: Counter[float]) -> tuple[float, float]:
    """The deviation is that of a sample; 0 where there is one."""
    n = counted.total()
    mean = math.fsum(value * times for value, times in counted.items()) / n
    squares = math.fsum(times * (value - mean) ** 2 for value, times in counted.items())
    return mean, math.sqrt(squares / (n - 1)) if n > 1 else 0.0


def _together(parts: Sequence[Sequence[Any]]) -> tuple[int, float, float, int]:
    """Number, mean, deviation of a sample and how many failed, of parts that each say these of their own."""
    n = sum(part[0] for part in parts)
    mean = math.fsum(many * own for many, own, _spread, _failed in parts) / n
    squares = math.fsum(
        (many - 1) * (spread or 0) ** 2 + many * (own - mean) ** 2 for many, own, spread, _failed in parts
    )
    return n, mean, math.sqrt(squares / (n - 1)) if n > 1 else 0.0, sum(part[3] for part in parts)


def _criteria(cards: set[int]) -> dict[tuple[int, str], str]:
    names: dict[tuple[int, str], str] = {}
    for card, criteria in _versions(cards):
        names |= {(card, one["key"]): one["title"] for one in criteria}
    return names


def _versions(cards: set[int]) -> Sequence[tuple[int, list[dict[str, Any]]]]:
    rows = ScorecardVersion.objects.filter(scorecard__in=cards).order_by("number")
    return [*rows.values_list("scorecard", "criteria")]


def _figure(key: Any, name: str, n: int, mean: Any, spread: Any, failed: int = 0) -> Figure:
    mean = float(mean)
    if n < 2 or not spread:
        return Figure(key, name, n, mean, None, None, failed)
    reach = t_quantile(0.975, n - 1) * float(spread) / math.sqrt(n)
    return Figure(key, name, n, mean, max(0.0, mean - reach), min(1.0, mean + reach), failed)


def _share(mean: Any) -> float | None:
    return None if mean is None else float(mean)
