"""Whether a loop helped: the criterion before and after, in drawn reviews alone; or, of tone, how many of the
answers heard had a confirmed finding of its kind. See qa.learning.
"""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from knowledge.models import Enrolment
from qa.choices import COUNTED
from qa.effect import Effect
from qa.heard import answers_heard
from qa.learning import SPAN, Answer, bounded, grouped, mean
from qa.models import Loop, Rating

REVIEWING = datetime.timedelta(days=10)  # until the last answers are reviewed
LATEST = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Measured:
    """`before` and `after` are the means of those who learned, None where there is nothing; `trained` of
    `people` have taken the lesson. Of tone a mean is the share of answers without a finding, and in `open`
    more nobody has judged yet.
    """

    effect: Effect
    before: float | None
    after: float | None
    trained: int
    people: int
    open: int = 0

    @property
    def change(self) -> tuple[float, float, float] | None:
        """Of tone: by how many the findings of a hundred answers changed, with the ends of the interval."""
        one = self.effect
        if one.value is None or one.low is None or one.high is None:
            return None
        return -100 * one.value, -100 * one.high, -100 * one.low

    @property
    def rates(self) -> tuple[float, float] | None:
        """Of tone: findings of a hundred answers, before and after, of those who learned."""
        if self.before is None or self.after is None:
            return None
        return 100 * (1 - self.before), 100 * (1 - self.after)


def measured(loop: Loop) -> Measured:
    """As it is now: kept once it is measured, until then so far."""
    return read(loop.effect) if loop.effect else measure_now(loop)


def measure_now(loop: Loop) -> Measured:
    done, found = _done(loop), _found(loop)
    people = loop.course.enrolments.count() if loop.course else 0
    until = max([loop.published_at, *done.values()]) + SPAN
    heard = answers_heard(loop, learned=done, until=until) if loop.kind else None
    groups, worst = (
        grouped(answers, published_at=loop.published_at, done=done, found=found)
        for answers in ((heard.known, heard.worst) if heard else (_answers(loop), ()))
    )
    return Measured(
        bounded(groups, worst) if heard else groups.effect, mean(groups.before), mean(groups.after),
        len(done), people, heard.open if heard else 0,
    )  # fmt: skip


def _found(loop: Loop) -> dict[int, frozenset[int]]:
    """By person the reviews, or of tone the answers, that stood."""
    found: dict[int, frozenset[int]] = {}
    what: Any = Coalesce("tone__message", "review__message") if loop.kind else F("review")
    for number, person in loop.findings.filter(stood=True).values_list(what, "person"):
        found[person] = found.get(person, frozenset()) | {number}
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
    effect = {**kept["effect"], "sizes": tuple(kept["effect"]["sizes"])}
    return Measured(**{**kept, "effect": Effect(**effect)})


def _ways(loop: Loop) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course=loop.course_id, withdrawn_at=None)


def _done(loop: Loop) -> dict[int, datetime.datetime]:
    if loop.course_id is None:
        return {}
    rows = Enrolment.objects.filter(course=loop.course_id, finished_at__isnull=False)
    return dict(rows.values_list("person", "finished_at"))


def _answers(loop: Loop) -> list[Answer]:
    teams = {*loop.findings.values_list("team", flat=True)}
    rated = Rating.objects.filter(
        criterion=loop.criterion, value__isnull=False, review__state__in=COUNTED,
        review__chance__isnull=False, review__scorecard__scorecard=loop.scorecard_id,
        review__message__at__gte=loop.published_at - SPAN,
    )  # fmt: skip
    rows = rated.values_list("review", "review__person", "review__team", "review__message__at", "value")
    return [Answer(one, person, team in teams, at, float(value)) for one, person, team, at, value in rows]
