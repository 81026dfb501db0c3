"""Templates of shifts, and who is on call; each change told to whom it concerns."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from scheduling.actions.planning import allow
from scheduling.models import OnCall, ShiftTemplate
from staff.models import Team, User


def save_template(template: ShiftTemplate, *, by: User) -> ShiftTemplate:
    """IntegrityError where another template of the team has its name or letter."""
    _may_make(by, template)
    template.save()
    return template


def drop_template(template: ShiftTemplate, *, by: User) -> None:
    """Offered no more; shifts that were made from it stay as they are."""
    _may_make(by, template)
    ShiftTemplate.objects.filter(pk=template.pk).update(active=False)


def _may_make(by: User, template: ShiftTemplate) -> None:
    """One of every team is for who plans for every team."""
    if template.team:
        allow(by, template.team)
    elif not by.may("roster.manage"):
        raise PermissionDenied("roster.manage")


@transaction.atomic
def put_on_call(on_call: OnCall, *, team: Team, by: User) -> OnCall:
    allow(by, team)
    on_call.team, on_call.made_by = team, by
    on_call.save()
    _tell(on_call, gettext_noop("You are on call for {team}"), "on-call")
    return on_call


@transaction.atomic
def drop_on_call(on_call: OnCall, *, by: User) -> None:
    allow(by, on_call.team)
    _tell(on_call, gettext_noop("You are no longer on call for {team}"), "off-call")
    on_call.delete()


def _tell(on_call: OnCall, words: str, word: str) -> None:
    notify(
        [on_call.user],
        key=f"{word}-{on_call.pk}",
        kind=Kind.ROSTER,
        words=words,
        params={"team": on_call.team.name},
        page="scheduling:roster_team",
        page_args=[on_call.team.slug],
    )
