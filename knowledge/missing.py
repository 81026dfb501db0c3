"""What readers look for in vain, the most missed first: the list of what to write next."""

import datetime
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum

from knowledge.choices import Answered
from knowledge.models import Missed, MissedAnswer

DAYS = 90


@dataclass(frozen=True)
class Gap:
    """`words` are the forms that were typed; `n` how often in the last DAYS, `places` where."""

    near: str
    language: str
    n: int
    last_on: datetime.date
    words: list[str]
    places: list[str]


def gaps(today: datetime.date) -> QuerySet:
    """Words in one language that have no answer yet, or are missed in spite of it."""
    answers = MissedAnswer.objects.filter(near=OuterRef("near"), language=OuterRef("language"))
    return (
        Missed.objects.filter(day__gt=today - datetime.timedelta(days=DAYS))
        .values("near", "language")
        .annotate(
            n_all=Sum("n"),
            last_on=Max("day"),
            what=Subquery(answers.values("what")[:1]),
            answered_on=Subquery(answers.values("at__date")[:1]),
        )
        .filter(Q(what=None) | Q(what=Answered.LINKED, last_on__gt=Subquery(answers.values("at__date")[:1])))
        .order_by("-n_all", "-last_on", "near")
    )


def dressed(rows: list[dict]) -> list[Gap]:
    """With the words themselves, in one statement."""
    asked = Q(pk=None)
    for row in rows:
        asked |= Q(near=row["near"], language=row["language"])
    words: dict[tuple[str, str], dict[str, None]] = {}
    places: dict[tuple[str, str], dict[str, None]] = {}
    for one in Missed.objects.filter(asked).order_by("-n", "words"):
        words.setdefault((one.near, one.language), {})[one.words] = None
        places.setdefault((one.near, one.language), {})[one.get_place_display()] = None
    found = []
    for row in rows:
        key = row["near"], row["language"]
        found.append(Gap(*key, row["n_all"], row["last_on"], [*words[key]][:6], [*places[key]]))
    return found
