"""Answers that were heard around a guideline on tone: with a confirmed finding of its kind, or without."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from qa.choices import Heard
from qa.learning import SPAN, Answer
from qa.models import Loop, ToneFinding, ToneReading


@dataclass(frozen=True, slots=True)
class HeardAnswers:
    """The value of an answer is 1 without a confirmed finding of the kind, else 0. `known` takes what nobody
    has judged yet as harmless, `worst` as confirmed; `open` are so many.
    """

    known: list[Answer]
    worst: list[Answer]
    open: int


def answers_heard(loop: Loop, *, learned: Collection[int], until: datetime.datetime) -> HeardAnswers:
    """From thirty days before it came into force up to then: of who has learned, and of the teams whose
    findings they were.
    """
    since = loop.published_at - SPAN
    teams = {*loop.findings.values_list("team", flat=True)}
    theirs = Q(message__author__in=learned) | Q(message__ticket__team__in=teams)
    rows = ToneReading.objects.filter(theirs, message__at__gte=since, message__at__lt=until).values_list(
        "message", "message__author", "message__ticket__team", "message__at"
    )
    of_kind = ToneFinding.objects.filter(kind=loop.kind, message__at__gte=since, message__at__lt=until)
    confirmed, unjudged = (
        {*of_kind.filter(state=state).values_list("message", flat=True)}
        for state in (Heard.CONFIRMED, Heard.OPEN)
    )
    unjudged -= confirmed
    heard = [(number, who, team in teams, at) for number, who, team, at in rows]
    return HeardAnswers(
        [Answer(*one, float(one[0] not in confirmed)) for one in heard],
        [Answer(*one, float(one[0] not in confirmed and one[0] not in unjudged)) for one in heard],
        sum(one[0] in unjudged for one in heard),
    )
