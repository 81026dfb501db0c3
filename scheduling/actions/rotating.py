"""Patterns in which people take turns, kept by a team to be used again."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.actions.planning import allow
from scheduling.models import Rotation, ShiftTemplate
from staff.models import Team, User

MOST = 40


@transaction.atomic
def keep_rotation(
    team: Team, *, by: User, name: str, pattern: Sequence[Sequence[ShiftTemplate | None]]
) -> Rotation:
    """One of that name is replaced."""
    allow(by, team)
    Team.objects.select_for_update().get(pk=team.pk)
    if team.rotations.exclude(name=name).count() >= MOST:
        raise ValidationError(_("So many patterns are kept already. Drop one first."))
    weeks = [[one.pk if one else None for one in week] for week in pattern]
    return Rotation.objects.update_or_create(team=team, name=name, defaults={"weeks": weeks})[0]


def drop_rotation(rotation: Rotation, *, by: User) -> None:
    """What was planned by it stays."""
    allow(by, rotation.team)
    rotation.delete()
