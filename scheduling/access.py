"""Whose rosters it is: managers plan for every team, leads for those they lead. Not theirs is not found."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from scheduling.choices import DraftState
from scheduling.models import CoverageAlarm, Publication, RosterDraft
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


def roster_teams(user: User) -> QuerySet[Team]:
    """The teams whose published roster they see: those they plan for, and their own."""
    own = Team.objects.filter(active=True, memberships__user=user)
    own = own if user.may("shift.have") else own.none()
    return Team.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=planned_teams(user).values("pk")))


def roster_team(user: User, slug: str) -> Team:
    team = roster_teams(user).filter(slug=slug).first()
    if team is None:
        raise Http404(f"no roster of {slug} for this reader")
    return team


def draft_for(user: User, draft_id: int) -> RosterDraft:
    """A draft of a team that they plan for, also one that is put away; `last` is the number of what was
    published last.
    """
    drafts = RosterDraft.objects.filter(team__in=planned_teams(user)).select_related("team", "made_by")
    last = Publication.objects.filter(team=OuterRef("team")).order_by("-number").values("number")[:1]
    draft = drafts.annotate(last=Coalesce(last, 0)).filter(pk=draft_id).first()
    if draft is None:
        raise Http404(f"no draft {draft_id} for this reader")
    return draft


def drafts_of(team: Team) -> QuerySet[RosterDraft]:
    return team.roster_drafts.filter(state=DraftState.OPEN)


def publication_for(user: User, publication_id: int) -> Publication:
    found = Publication.objects.filter(team__in=planned_teams(user), pk=publication_id).select_related("team")
    publication = found.first()
    if publication is None:
        raise Http404(f"no publication {publication_id} for this reader")
    return publication
