"""Whose rosters it is: managers plan for every team, leads for those they lead. Not theirs is not found."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from scheduling.models import CoverageAlarm
from staff.models import Team, User


def planned_teams(user: User) -> QuerySet[Team]:
    """The teams that they plan for."""
    teams = Team.objects.filter(active=True)
    if user.may("roster.manage"):
        return teams
    if not user.may("roster.plan"):
        return teams.none()
    return teams.filter(memberships__user=user, memberships__leads=True)


def planned_team(user: User, slug: str) -> Team:
    team = planned_teams(user).filter(slug=slug).first()
    if team is None:
        raise Http404(f"no team {slug} to plan for")
    return team


def may_plan(user: User, team: Team) -> bool:
    return planned_teams(user).filter(pk=team.pk).exists()


def gap_numbers(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the gaps that this colleague may still see."""
    found = CoverageAlarm.objects.filter(pk__in=numbers, team__in=planned_teams(user))
    return set(found.values_list("pk", flat=True))
