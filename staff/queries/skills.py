"""Who can do what, and what a team lacks."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from staff.choices import Level
from staff.models import HeldSkill, Membership, Skill, TeamNeed, User


def holders(skill: Skill | int, level: int = Level.LEARNS, on: datetime.date | None = None) -> QuerySet[User]:
    """Active people who hold it on that day, on this level or above."""
    held = HeldSkill.objects.on(on or timezone.localdate()).filter(
        user=OuterRef("pk"), skill=skill, level__gte=level
    )
    return User.objects.filter(Exists(held), is_active=True)


def skills_of(user: User, on: datetime.date | None = None) -> QuerySet[HeldSkill]:
    """What they hold on that day, with the skill itself."""
    return user.held_skills.on(on or timezone.localdate()).select_related("skill")


def expiring(found: QuerySet[HeldSkill], today: datetime.date, days: int) -> QuerySet[HeldSkill]:
    """Those of active people that end within so many days, and those that ended; the first to end first."""
    until = today + datetime.timedelta(days=days)
    found = found.filter(expires_on__lte=until, user__is_active=True, skill__active=True)
    return found.select_related("user", "skill").order_by("expires_on", "user__full_name", "pk")


@dataclass(frozen=True)
class Gap:
    """What a team needs and how many have it."""

    need: TeamNeed
    have: int

    @property
    def missing(self) -> int:
        return max(0, self.need.people - self.have)


def gaps(needs: QuerySet[TeamNeed], on: datetime.date | None = None) -> list[Gap]:
    """Each need with how many active members of its team meet it on that day; two queries."""
    rows = list(needs.filter(team__active=True, skill__active=True).select_related("team", "skill"))
    have = _members_with({row.skill_id for row in rows}, on or timezone.localdate())
    return [
        Gap(row, sum(level >= row.level for level in have.get((row.team_id, row.skill_id), ())))
        for row in rows
    ]


def _members_with(skills: Iterable[int], on: datetime.date) -> dict[tuple[int, int], list[int]]:
    """Levels of the members of each team, by team and skill."""
    rows = Membership.objects.filter(
        user__is_active=True, user__held_skills__in=HeldSkill.objects.on(on).filter(skill__in=skills)
    ).values_list("team_id", "user__held_skills__skill_id", "user__held_skills__level")
    found: dict[tuple[int, int], list[int]] = {}
    for team, skill, level in rows:
        found.setdefault((team, skill), []).append(level)
    return found
