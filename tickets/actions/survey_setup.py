"""Whether and how a team asks its customers, set by managers, each time with a trace."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from staff.models import Membership, Team, User
from staff.permissions import roles_with
from tickets.actions.setting_up import Overtaken
from tickets.choices import SetupNoun
from tickets.models import SetupChange, TeamSurvey

TERMS = ("active", "delay_minutes", "rest_days", "open_days", "low")
RANGES = {"delay_minutes": (0, 30 * 24 * 60), "rest_days": (0, 365), "open_days": (1, 90), "low": (0, 4)}


def spelled(team: Team) -> dict[str, Any]:
    """Everything that holds for the team, for the trace."""
    row = TeamSurvey.objects.filter(team=team).select_related("follow_up").first() or TeamSurvey(team=team)
    types = [one.name for one in row.types.order_by("name")] if row.pk else []
    name = row.follow_up.full_name if row.follow_up else ""
    return {**{term: getattr(row, term) for term in TERMS}, "types": types, "follow_up": name}


def may_follow_up(team: Team) -> QuerySet[User]:
    """Who reads what customers say of the team: its leads, and whoever sees every team."""
    works_there = Exists(Membership.objects.filter(user=OuterRef("pk"), team=team))
    reads = Q(role__in=roles_with("ticket.see_all")) | Q(works_there, role__in=roles_with("board.see"))
    return User.objects.filter(reads, is_active=True).order_by("full_name")


@transaction.atomic
def save_survey(team: Team, said: Mapping[str, Any], *, by: User, seen: int = 0) -> TeamSurvey:
    """From now on, for what is solved from now on. Overtaken if it is no longer the version `seen`."""
    if not by.may("survey.manage"):
        raise PermissionDenied("survey.manage")
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # two who begin at once take turns
    row = TeamSurvey.objects.filter(team=team).first() or TeamSurvey(team=team, version=0)
    if row.version != seen:
        raise Overtaken
    for name, (least, most) in RANGES.items():
        if not least <= said[name] <= most:
            raise ValidationError({name: _("From %(least)s to %(most)s.") % {"least": least, "most": most}})
    follower = said.get("follow_up")
    if follower and not may_follow_up(team).filter(pk=follower.pk).exists():
        raise ValidationError({"follow_up": _("They do not see what is said of this team.")})
    was = spelled(team)
    for name in TERMS:
        setattr(row, name, said[name])
    row.follow_up, row.version = follower, seen + 1
    row.save()
    row.types.set(said.get("types") or ())
    _trace(team, was, by)
    return row


def _trace(team: Team, was: Mapping[str, Any], by: User) -> None:
    now = spelled(team)
    changed = [name for name in now if was[name] != now[name]]
    if changed:
        SetupChange.objects.create(
            noun=SetupNoun.SURVEY, about=team.pk, name=team.name, by=by,
            was={name: was[name] for name in changed}, to={name: now[name] for name in changed},
        )  # fmt: skip
