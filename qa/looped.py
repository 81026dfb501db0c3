"""Whether a loop helped: the criterion before and after, for those who learned and those who did not.

Drawn reviews only. Before: answers of the thirty days before the guideline came into force; after: those of
the thirty days from each person's own completion, and for their colleagues in the same teams, who took no
lesson, of the same time. People learn because they were found wanting, and who was unlucky is luckier next
time, whatever they learn: so an answer's own finding never decides to whom it is counted before. It counts to
the learners only if its person has another one; then each mean is true to its people (docs/decisions/0021).
"""

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from knowledge.models import Enrolment
from qa.choices import COUNTED
from qa.effect import Effect, effect
from qa.models import Loop, Rating

SPAN = datetime.timedelta(days=30)
REVIEWING = datetime.timedelta(days=10)  # until the last answers are reviewed
LATEST = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Measured:
    """`before` and `after` are the means of those who learned, None where there is nothing; `trained` of
    `people` have taken the lesson.
    """

    effect: Effect
    before: float | None
    after: float | None
    trained: int
    people: int


@dataclass(frozen=True, slots=True)
class _Answer:
    review: int
    person: int
    of_team: bool
    at: datetime.datetime
    value: float


def measured(loop: Loop) -> Measured:
    """As it is now: kept once it is measured, until then so far."""
    return read(loop.effect) if loop.effect else measure_now(loop)


def measure_now(loop: Loop) -> Measured:
    done, found = _done(loop), _found(loop)
    answers = [*_answers(loop, loop.published_at - SPAN)]
    before = [one for one in answers if one.at < loop.published_at]
    learners = {
        one.review for one in before if one.person in done and found.get(one.person, set()) - {one.review}
    }
    mine = [one.value for one in before if one.review in learners]
    after = [one.value for one in answers if one.person in done and _within(one.at, done[one.person])]
    others = [one for one in answers if one.of_team and one.person not in done]
    found_effect = effect(
        mine, after,
        others_before=[one.value for one in before if one.of_team and one.review not in learners],
        others_after=[one.value for one in others if _within(one.at, *done.values())],
    )  # fmt: skip
    people = loop.course.enrolments.count() if loop.course else 0
    return Measured(found_effect, _mean(mine), _mean(after), len(done), people)


def _within(at: datetime.datetime, *since: datetime.datetime) -> bool:
    """From the first of these to thirty days after the last."""
    return bool(since) and min(since) <= at < max(since) + SPAN


def _found(loop: Loop) -> dict[int, set[int]]:
    """By person the reviews through which they were to learn."""
    found: dict[int, set[int]] = {}
    for review, person in loop.findings.filter(stood=True).values_list("review", "review__person"):
        found.setdefault(person, set()).add(review)
    return found


def due_at(loop: Loop) -> datetime.datetime:
    """When it is measured: thirty days after the last has learned, and what was written then is reviewed;
    at the latest ninety days after it came into force.
    """
    latest = loop.published_at + LATEST
    if loop.course is None or _ways(loop).filter(finished_at=None, person__is_active=True).exists():
        return latest
    last = max([loop.published_at, *_done(loop).values()])
    return min(latest, last + SPAN + REVIEWING)


def written(found: Measured) -> dict[str, Any]:
    """As it is kept."""
    return asdict(found)


def read(kept: dict[str, Any]) -> Measured:
    """What `written` gave."""
    return Measured(**{**kept, "effect": Effect(**kept["effect"])})


def _ways(loop: Loop) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course=loop.course_id, withdrawn_at=None)


def _done(loop: Loop) -> dict[int, datetime.datetime]:
    if loop.course_id is None:
        return {}
    rows = Enrolment.objects.filter(course=loop.course_id, finished_at__isnull=False)
    return dict(rows.values_list("person", "finished_at"))


def _answers(loop: Loop, since: datetime.datetime) -> Iterable[_Answer]:
    teams = {*loop.findings.values_list("review__team", flat=True)}
    rated = Rating.objects.filter(
        criterion=loop.criterion, value__isnull=False, review__state__in=COUNTED,
        review__chance__isnull=False, review__scorecard__scorecard=loop.scorecard_id,
        review__message__at__gte=since,
    )  # fmt: skip
    rows: Sequence[tuple[int, int, int, datetime.datetime, Decimal]] = rated.values_list(
        "review", "review__person", "review__team", "review__message__at", "value"
    )
    return (_Answer(one, person, team in teams, at, float(value)) for one, person, team, at, value in rows)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
