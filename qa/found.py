"""What reviews found wanting: criteria below one half, with everything that was said of them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from qa.choices import COUNTED
from qa.models import Finding, Mark, Rating

BELOW = 0.5
MOST = 3000  # the newest


@dataclass(frozen=True, slots=True)
class Found:
    """`number` is that of the rating, which tells one from another in this moment only. What is confirmed
    elsewhere can be found too, as long as a review carries it.
    """

    number: int
    review: int
    criterion: str
    scorecard: int
    person: int
    written_at: datetime.datetime
    text: str

    @property
    def key(self) -> tuple[int, str]:
        return self.review, self.criterion


def found_between(
    since: datetime.datetime, until: datetime.datetime, *, also: Iterable[int] = ()
) -> list[Found]:
    """In reviews given in that time, and in those of these loops."""
    of_loops = Exists(Finding.objects.filter(review=OuterRef("review"), loop__in=[*also]))
    rows = (
        low_ratings().filter(Q(review__given_at__range=(since, until)) | of_loops)
        .order_by("-review__given_at", "-pk")
        .values_list(
            "pk", "review", "criterion", "review__scorecard__scorecard", "review__person", "causes",
            "review__words", "review__message__at",
        )[:MOST]
    )  # fmt: skip
    notes = _notes({row[1] for row in rows})
    return [
        Found(
            number, review, key, card, person, at, "\n".join([*notes.get((review, key), ()), *causes, words])
        )
        for number, review, key, card, person, causes, words, at in rows
    ]


def low_ratings() -> QuerySet[Rating]:
    """Of reviews that count, as they are now: what was settled upwards is none any more."""
    return Rating.objects.filter(value__lt=BELOW, review__state__in=COUNTED)


def standing(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that are still what they were found to be."""
    low = low_ratings().filter(review=OuterRef("review"), criterion=OuterRef("criterion"))
    return findings.filter(Exists(low))


def _notes(reviews: set[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    rows = Mark.objects.filter(review__in=reviews).exclude(note="").exclude(criterion="")
    for review, key, note in rows.order_by("pk").values_list("review", "criterion", "note"):
        found.setdefault((review, key), []).append(note)
    return found
