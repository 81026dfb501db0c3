"""Teams are made, renamed, closed and opened again, and people put into them; each change leaves a row."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from staff.actions.changing import change_teams, may_give
from staff.choices import Role
from staff.models import Membership, Team, TeamChange, User

SAID = ("name", "colour", "language", "takes_web_form", "active")


@transaction.atomic
def save_team(team: Team | None, said: Mapping[str, Any], *, by: User) -> Team:
    """A new team, or another look of one. ValidationError names the field: the name is another's, or it is to
    be closed and still has work.
    """
    _require(by)
    made = team is None
    fresh = Team() if made else Team.objects.select_for_update().get(pk=team.pk)
    before = {name: _in_words(fresh, name) for name in SAID}
    closes = not made and fresh.active and not said.get("active", True)
    for name in SAID:
        if name in said:
            setattr(fresh, name, said[name])
    fresh.name = " ".join(fresh.name.replace("\x00", "").split())
    fresh.slug = fresh.slug or _free_slug(fresh.name)
    _refuse_same_name(fresh)
    fresh.full_clean()
    if closes and (work := work_of(fresh)):
        held = ", ".join(f"{number} {words}" for words, number in work)
        raise ValidationError({"active": _("It still has work: %s. Give it to another team first.") % held})
    fresh.save()
    _write_down(fresh, {} if made else before, by)
    return fresh


@transaction.atomic
def staff_team(team: Team, *, by: User, members: Collection[User], leads: Collection[User] = ()) -> int:
    """These people are in it and no others, some lead it; how many are somewhere else now than before.
    ValidationError if one of those who lead is an agent or not in it.
    """
    _require(by)
    if not Team.objects.select_for_update().get(pk=team.pk).active:
        raise ValidationError(_("The team is closed: open it again first."))
    wanted = {one.pk: one.pk in {lead.pk for lead in leads} for one in members}
    _refuse_leads(wanted, leads)
    was = dict(Membership.objects.filter(team=team, user__is_active=True).values_list("user_id", "leads"))
    moved = sorted(pk for pk in was.keys() | wanted.keys() if was.get(pk) != wanted.get(pk))
    people = {one.pk: one for one in User.objects.filter(pk__in=moved)}
    if not all(may_give(by, one.role) for one in people.values()):
        raise PermissionDenied("staff.manage")
    for pk in moved:
        _place(people[pk], team, wanted.get(pk), by)
    return len(moved)


def work_of(team: Team) -> list[tuple[str, int]]:
    """What keeps it from being closed, in words, with numbers."""
    return [line for path in settings.TEAM_WORK for line in import_string(path)(team)]


def _place(person: User, team: Team, leads: bool | None, by: User) -> None:
    """By the way a person's own page goes, so that their file tells it. None: not in it any more."""
    rows = person.memberships.filter(team__active=True).exclude(team=team).select_related("team")
    others = list(rows)
    teams = [row.team for row in others] + [team] * (leads is not None)
    led = [row.team for row in others if row.leads] + [team] * bool(leads)
    change_teams(person, by=by, teams=teams, leads=led)


def _require(by: User) -> None:
    if not by.may("staff.manage"):
        raise PermissionDenied("staff.manage")


def _refuse_leads(wanted: Mapping[int, bool], leads: Collection[User]) -> None:
    if any(one.pk not in wanted for one in leads):
        raise ValidationError({"leads": _("They lead only teams they are in.")})
    if any(one.role == Role.AGENT for one in leads):
        raise ValidationError({"leads": _("An agent leads no team: choose another role first.")})


def _refuse_same_name(team: Team) -> None:
    if Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        raise ValidationError({"name": _("There is a team of this name.")})


def _free_slug(name: str) -> str:
    """What its addresses are called, for good: saved links outlive a new name."""
    begin = slugify(name)[:70] or "team"
    taken = set(Team.objects.filter(slug__startswith=begin).values_list("slug", flat=True))
    tries = (begin if at == 1 else f"{begin}-{at}" for at in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)


def _in_words(team: Team, name: str) -> str:
    return str(getattr(team, name))


def _write_down(team: Team, before: Mapping[str, str], by: User) -> None:
    now = timezone.now()
    if not before:
        TeamChange.objects.create(team=team, what="made", new=team.name, by=by, at=now)
        return
    after = {name: _in_words(team, name) for name in SAID}
    TeamChange.objects.bulk_create(
        TeamChange(team=team, what=name, old=before[name], new=after[name], by=by, at=now)
        for name in SAID
        if before[name] != after[name]
    )
