"""What was found wanting: criteria that reviews rated below one half, with everything that was said of them,
and findings on tone that somebody confirmed.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from qa.choices import COUNTED, Heard
from qa.linked import links
from qa.models import Finding, Loop, Mark, Rating, ToneFinding

BELOW = 0.5
MOST = 3000  # the newest


@dataclass(frozen=True, slots=True, order=True)
class Theme:
    """A criterion of a scorecard, or a kind of tone with the criteria that are about it (qa.linked)."""

    scorecard: int = 0
    criterion: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`number` tells one from another in this moment only. Either `review` or `tone` says where it comes
    from; of tone `rule` is what heard it. What has a loop already can be found too, as long as it stands.
    """

    number: int
    theme: Theme
    criterion: str
    person: int
    team: int
    written_at: datetime.datetime
    text: str
    review: int | None = None
    tone: int | None = None
    rule: str = ""

    @property
    def key(self) -> tuple[int | None, str, int | None]:
        return self.review, self.criterion, self.tone


def theme_of(loop: Loop) -> Theme:
    return Theme(loop.scorecard_id or 0, loop.criterion, loop.kind)


def found_between(
    since: datetime.datetime, until: datetime.datetime, *, also: Iterable[int] = ()
) -> list[Found]:
    """In reviews given and findings confirmed in that time, and in those of these loops."""
    loops = [*also]
    return [*_reviewed(since, until, loops), *_heard(since, until, loops)]


def low_ratings() -> QuerySet[Rating]:
    """Of reviews that count, as they are now: what was settled upwards is none any more."""
    return Rating.objects.filter(value__lt=BELOW, review__state__in=COUNTED)


def standing(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that are still what they were found to be."""
    low = low_ratings().filter(review=OuterRef("review"), criterion=OuterRef("criterion"))
    return findings.filter(Q(tone__state=Heard.CONFIRMED) | Exists(low))


def _reviewed(since: datetime.datetime, until: datetime.datetime, loops: list[int]) -> list[Found]:
    of_loops = Exists(Finding.objects.filter(review=OuterRef("review"), loop__in=loops))
    rows = (
        low_ratings().filter(Q(review__given_at__range=(since, until)) | of_loops)
        .order_by("-review__given_at", "-pk")
        .values_list(
            "pk", "review", "criterion", "review__scorecard__scorecard", "review__person", "review__team",
            "causes", "review__words", "review__message__at",
        )[:MOST]
    )  # fmt: skip
    notes, linked = _notes({row[1] for row in rows}), links()
    return [
        Found(
            number, _theme(card, key, linked), key, person, team, at,
            "\n".join([*notes.get((review, key), ()), *causes, words]), review=review,
        )
        for number, review, key, card, person, team, causes, words, at in rows
    ]  # fmt: skip


def _theme(card: int, key: str, linked: Mapping[tuple[int, str], str]) -> Theme:
    kind = linked.get((card, key), "")
    return Theme(kind=kind) if kind else Theme(card, key)


def _heard(since: datetime.datetime, until: datetime.datetime, loops: list[int]) -> list[Found]:
    """Where the words were removed since, the rule alone says what it is."""
    of_loops = Exists(Finding.objects.filter(tone=OuterRef("pk"), loop__in=loops))
    passage = Case(
        When(message__redacted_at__gt=F("found_at"), then=Value("")),
        default=Substr("message__text", F("start") + 1, F("end") - F("start")),
    )
    rows = (
        ToneFinding.objects.confirmed().filter(Q(judged_at__range=(since, until)) | of_loops)
        .order_by("-judged_at", "-pk")
        .values_list(
            "pk", "kind", "rule__name", "message__author", "message__ticket__team", "message__at", passage
        )[:MOST]
    )  # fmt: skip
    return [
        Found(-tone, Theme(kind=kind), "", person, team, at, words, tone=tone, rule=rule)
        for tone, kind, rule, person, team, at, words in rows
    ]  # fmt: skip


def _notes(reviews: set[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    rows = Mark.objects.filter(review__in=reviews).exclude(note="").exclude(criterion="")
    for review, key, note in rows.order_by("pk").values_list("review", "criterion", "note"):
        found.setdefault((review, key), []).append(note)
    return found
