"""Questions about evaluations and goals."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from evaluations.access import evaluations_for
from evaluations.choices import RUNNING, Held, State
from evaluations.models import Cycle, Evaluation, Goal
from evaluations.models.cycles import EvaluationQuerySet
from staff.models import Membership, User
from staff.permissions import roles_with


def evaluators(
    people: Collection[User], held: str, *, opener: User, but: User | None = None
) -> dict[int, User | None]:
    """Who evaluates each of them: as `held` says, else the other way, else whoever opens the cycle, else
    another manager; None if the desk has nobody for them. Never `but`, who leaves.
    """
    holders = {one.pk: one for one in _with("evaluation.hold") if one != but}
    managers = [one for one in holders.values() if one.may("evaluation.manage")]
    ways = [_reports_to(people), _leads(people)]
    if held == Held.LEAD:
        ways.reverse()
    found: dict[int, User | None] = {}
    for person in people:
        wanted = [number for way in ways for number in way.get(person.pk, ())]
        wanted += [opener.pk, *(one.pk for one in managers)]
        found[person.pk] = next(
            (holders[number] for number in wanted if number in holders and number != person.pk), None
        )
    return found


def _with(permission: str) -> QuerySet[User]:
    return User.objects.filter(is_active=True, role__in=roles_with(permission)).order_by("pk")


def holders() -> QuerySet[User]:
    """Who may evaluate others."""
    return _with("evaluation.hold").order_by("full_name")


def managers() -> QuerySet[User]:
    return _with("evaluation.manage")


def _reports_to(people: Collection[User]) -> dict[int, list[int]]:
    return {one.pk: [one.reports_to_id] for one in people if one.reports_to_id}


def _leads(people: Collection[User]) -> dict[int, list[int]]:
    mine = Membership.objects.filter(team=OuterRef("team"), user__in=[one.pk for one in people])
    leads: dict[int, list[int]] = {}
    for row in Membership.objects.filter(Exists(mine), leads=True, team__active=True).order_by("pk"):
        leads.setdefault(row.team_id, []).append(row.user_id)
    found: dict[int, list[int]] = {}
    for row in Membership.objects.filter(user__in=[one.pk for one in people], team__in=leads).order_by("pk"):
        found.setdefault(row.user_id, []).extend(leads[row.team_id])
    return found


def above(evaluation: Evaluation) -> list[User]:
    """Who hears of an evaluation that is very late: whom the evaluator reports to, else the managers. Never
    the person evaluated, and not the evaluator.
    """
    sides = (evaluation.person_id, evaluation.evaluator_id)
    boss = evaluation.evaluator.reports_to
    if boss is not None and boss.may("evaluation.manage") and boss.pk not in sides:
        return [boss]
    return [one for one in managers() if one.pk not in sides]


def waiting_for(user: User) -> EvaluationQuerySet:
    """Those where it is this person's turn."""
    theirs = Q(person=user) & (
        Q(state=State.OPENED, current__person_ready_at=None) | Q(state__in=(State.SHARED, State.SIGNED))
    )
    held = Q(evaluator=user) & (
        Q(state=State.OPENED, current__evaluator_ready_at=None)
        | Q(state=State.OPENED, current__person_ready_at__isnull=False)
        | Q(state=State.COMMENTED)
    )
    return evaluations_for(user).filter(theirs | held)


def cycles() -> QuerySet[Cycle]:
    """With how many evaluations each has, how many are signed by both and how many still run."""
    counted = Cycle.objects.select_related("form__form").annotate(
        all=Count("evaluations", filter=~Q(evaluations__state=State.WITHDRAWN)),
        done=Count("evaluations", filter=Q(evaluations__state=State.DONE)),
        left=Count("evaluations", filter=Q(evaluations__state__in=RUNNING)),
    )
    return counted.order_by("-until", "-pk")


def open_goals_of(user: User) -> QuerySet[Goal]:
    return user.goals.filter(state="open").order_by("due_on", "pk")
