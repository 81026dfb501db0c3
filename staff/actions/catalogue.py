"""The skills there are, and what each team needs of them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from staff.models import Skill, Team, TeamNeed, User

SAID = ("name", "kind", "code", "about", "active")


@transaction.atomic
def save_skill(skill: Skill | None, said: dict[str, Any], *, by: User) -> Skill:
    """A new line of the catalogue, or another wording of one. ValidationError names the field."""
    if not by.may("skill.manage"):
        raise PermissionDenied("skill.manage")
    skill = skill or Skill()
    for name in SAID:
        if name in said:
            setattr(skill, name, said[name])
    skill.full_clean()
    skill.save()
    return skill


@transaction.atomic
def need_skill(team: Team, *, by: User, skill: Skill, level: int, people: int) -> TeamNeed | None:
    """The team needs so many on this level or above; nobody: it needs it no longer."""
    if not by.may("skill.manage"):
        raise PermissionDenied("skill.manage")
    if not people:
        TeamNeed.objects.filter(team=team, skill=skill).delete()
        return None
    need = TeamNeed.objects.filter(team=team, skill=skill).first() or TeamNeed(team=team, skill=skill)
    need.level, need.people = level, people
    need.full_clean()
    need.save()
    return need
