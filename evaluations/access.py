"""Whose evaluations and goals they are: theirs, their evaluator's, the managers'. Else not found."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import Http404

from evaluations.models import Cycle, Edition, Evaluation, Goal
from evaluations.models.cycles import EvaluationQuerySet
from evaluations.steps import sides_of
from staff.models import Membership, User


def evaluations_for(user: User) -> EvaluationQuerySet:
    """Their own, those they hold, and for managers all."""
    if not user.may("evaluation.have"):
        return Evaluation.objects.none()
    found = Evaluation.objects.for_rows()
    if user.may("evaluation.manage"):
        return found
    return found.filter(Q(person=user) | _held_by(user))


def _held_by(user: User) -> Q:
    return Q(evaluator=user) if user.may("evaluation.hold") else Q(pk=None)


def evaluation_for(user: User, number: int) -> Evaluation:
    """Http404 if it is not theirs."""
    found = evaluations_for(user).select_related("cycle__form__form").filter(pk=number).first()
    if found is None:
        raise Http404(f"no evaluation {number} for this reader")
    return found


def edition_for(user: User, number: int, edition: int) -> tuple[Evaluation, Edition]:
    """An evaluation in one of its editions; Http404 else."""
    evaluation = evaluation_for(user, number)
    found = evaluation.editions.filter(number=edition).first()
    if found is None:
        raise Http404(f"no edition {edition} of evaluation {number}")
    return evaluation, found


def sides(user: User, evaluation: Evaluation) -> frozenset[str]:
    """What this person is in it; nobody holds or manages their own."""
    if not user.may("evaluation.have"):
        return frozenset()
    found = sides_of(
        user.pk,
        person=evaluation.person_id,
        evaluator=evaluation.evaluator_id,
        manages=user.may("evaluation.manage"),
    )
    return found if user.may("evaluation.hold") else found - {"evaluator"}


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the evaluations that this colleague may see."""
    return set(evaluations_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def people_held_by(user: User) -> QuerySet[User]:
    """Whom this person may set goals for: those they lead, those who report to them, those whose evaluation
    they hold; for managers everybody. Never themselves.
    """
    people = User.objects.filter(is_active=True).exclude(pk=user.pk)
    if user.may("evaluation.manage"):
        return people
    if not user.may("evaluation.hold"):
        return people.none()
    led = Membership.objects.filter(user=user, leads=True, team__active=True).values("team")
    theirs = Q(pk__in=Membership.objects.filter(team__in=led).values("user")) | Q(reports_to=user)
    held = Evaluation.objects.running().filter(evaluator=user).values("person")
    return people.filter(theirs | Q(pk__in=held))


def person_for(user: User, number: int) -> User:
    """Whose file this person may open: their own, or of somebody they hold. Http404 else."""
    if user.pk == number and user.may("evaluation.have"):
        return user
    found = people_held_by(user).filter(pk=number).first()
    if found is None and user.may("evaluation.manage"):
        found = User.objects.filter(pk=number).first()
    if found is None:
        raise Http404(f"no file of {number} for this reader")
    return found


def goals_for(user: User) -> QuerySet[Goal]:
    if not user.may("evaluation.have"):
        return Goal.objects.none()
    found = Goal.objects.select_related("person", "set_by")
    if user.may("evaluation.manage"):
        return found
    return found.filter(Q(person=user) | Q(person__in=people_held_by(user).values("pk")))


def goal_for(user: User, number: int) -> Goal:
    found = goals_for(user).filter(pk=number).first()
    if found is None:
        raise Http404(f"no goal {number} for this reader")
    return found


def goal_numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    return set(goals_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def cycle_for(user: User, number: int) -> Cycle:
    """Cycles are opened and followed by managers."""
    found = Cycle.objects.select_related("form__form", "opened_by").filter(pk=number).first()
    if found is None or not user.may("evaluation.manage"):
        raise Http404(f"no cycle {number} for this reader")
    return found
