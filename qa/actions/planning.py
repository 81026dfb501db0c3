"""Sampling plans."""

import datetime
from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qa.actions.keeping import moment
from qa.models import Plan, PlanReviewer, Scorecard
from staff.models import Team, User

MOST_A_PERSON = 20
MOST_QUOTA = 200
LENGTHS = (7, 14, 28)


@transaction.atomic
def save_plan(
    plan: Plan | None, *, name: str, per_person: int, days: int, starts_on: datetime.date, by: User,
    reviewers: Mapping[User, int], teams: Collection[Team] = (), scorecard: Scorecard | None = None,
    blind: bool = True, at: datetime.datetime | None = None,
) -> Plan:  # fmt: skip
    """As it shall be from the next cycle on; what was drawn stays. `reviewers` with the most that each gets
    of a cycle. The days of a plan that has drawn already stay, so that none falls between cycles.
    """
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    fresh = Plan.objects.select_for_update().get(pk=plan.pk) if plan else Plan(made_by=by, made_at=moment(at))
    fresh.name = " ".join(name.replace("\x00", "").split())[:80]
    _check(fresh, per_person, days, starts_on, reviewers)
    fresh.per_person, fresh.days, fresh.starts_on = per_person, days, starts_on
    fresh.scorecard, fresh.blind = scorecard, blind
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as error:
        raise ValidationError(_("There is a plan of that name already.")) from error
    fresh.teams.set(teams)
    fresh.reviewers.all().delete()
    PlanReviewer.objects.bulk_create(
        PlanReviewer(plan=fresh, user=user, quota=quota) for user, quota in reviewers.items() if quota
    )
    return fresh


def end_plan(plan: Plan, *, by: User, at: datetime.datetime | None = None) -> None:
    """It draws no more. What it drew is reviewed to its end."""
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    Plan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=moment(at))


def _check(
    plan: Plan, per_person: int, days: int, starts_on: datetime.date, reviewers: Mapping[User, int]
) -> None:
    if not plan.name:
        raise ValidationError(_("A name has 1 to %(most)s characters."), params={"most": 80})
    if not 1 <= per_person <= MOST_A_PERSON:
        raise ValidationError(
            _("Between 1 and %(most)s answers of each person."), params={"most": MOST_A_PERSON}
        )
    if days not in LENGTHS:
        raise ValidationError(_("There is no such choice."))
    if plan.pk and plan.cycles.exists() and (days, starts_on) != (plan.days, plan.starts_on):
        raise ValidationError(
            _("This plan has drawn already: its first day and its length stay. End it, and begin another.")
        )
    chosen = {user: quota for user, quota in reviewers.items() if quota}
    if not chosen:
        raise ValidationError(_("Somebody has to review: give at least one reviewer a number of answers."))
    if any(not 0 <= quota <= MOST_QUOTA for quota in reviewers.values()):
        raise ValidationError(
            _("A reviewer gets at most %(most)s answers of a cycle."), params={"most": MOST_QUOTA}
        )
    if not all(user.may("review.give") for user in chosen):
        raise ValidationError(_("Not everybody whom you chose may review."))
