"""Evaluations and goals of somebody who leaves, and who holds them then."""

import datetime

from django.db import transaction
from django.utils.translation import ngettext

from evaluations.actions.keeping import locked, moment
from evaluations.actions.signing import entrust
from evaluations.choices import Held
from evaluations.models import Evaluation
from evaluations.models.cycles import EvaluationQuerySet
from evaluations.queries import evaluators
from evaluations.steps import STEPS
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    """What hand_over will deal with, in words, with how many there are."""
    number = _held(user).count()
    words = ngettext("evaluation is held by somebody else", "evaluations are held by somebody else", number)
    return [(words, number)] if number else []


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None, at: datetime.datetime | None = None) -> None:
    """To whom the person reports, else to `to`, else as at the opening of a cycle. What was written stays. It
    stays with who left only where nobody else here may evaluate the person: managers still see it.
    """
    at = moment(at)
    for row in _held(user).order_by("pk"):
        one = locked(row)
        if new := _next(one.person, user, by=by, to=to):
            entrust(one, to=new, at=at)


def _held(user: User) -> EvaluationQuerySet:
    """Those they have not signed."""
    return Evaluation.objects.filter(evaluator=user, state__in=STEPS["hand_over"].from_states)


def _next(person: User, gone: User, *, by: User, to: User | None) -> User | None:
    wanted = [person.reports_to, to, evaluators([person], Held.REPORTS_TO, opener=by, but=gone)[person.pk]]
    unfit = (person.pk, gone.pk)
    return next(
        (
            one
            for one in wanted
            if one and one.is_active and one.pk not in unfit and one.may("evaluation.hold")
        ),
        None,
    )
