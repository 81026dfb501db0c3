"""Changing who works here, and each person's own choices."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from staff.models import Membership, Team, User

CHOICES = frozenset(
    {
        *("full_name", "language", "time_zone", "theme", "density", "single_keys"),
        *("undo_seconds", "tone_hints", "news_by_mail", "signature"),
    }
)


@transaction.atomic
def hire(
    *,
    email: str,
    full_name: str,
    role: str,
    teams: tuple[Team, ...] = (),
    password: str | None = None,
    **choices,
) -> User:
    """A new person with their teams. ValidationError if the address is taken or a choice is not one."""
    user = User.objects.create_user(email, password, full_name=full_name, role=role, **choices)
    for team in teams:
        join_team(user, team, leads=role == "lead")
    return user


def join_team(user: User, team: Team, *, leads: bool = False) -> Membership:
    membership, _ = Membership.objects.update_or_create(user=user, team=team, defaults={"leads": leads})
    return membership


def supervise(memberships: Collection[Membership], *, by: User, whom: Collection[int]) -> int:
    """Of these memberships the ones with a number in `whom` are supervised, the others are not; how many
    changed. Nobody decides about themselves.
    """
    if not by.may("answer.approve"):
        raise PermissionDenied("answer.approve")
    changed = 0
    for one in memberships:
        supervised = one.pk in whom
        if one.user_id != by.pk and one.supervised != supervised:
            changed += Membership.objects.filter(pk=one.pk).update(supervised=supervised)
    return changed


def choose(user: User, **choices) -> User:
    """A person's own choices of language, zone, look and signature. ValidationError names the field."""
    if unknown := set(choices) - CHOICES:
        raise TypeError(f"not a personal choice: {', '.join(sorted(unknown))}")
    for name, value in choices.items():
        setattr(user, name, value)
    user.clean_fields(exclude=[f.name for f in User._meta.fields if f.name not in choices])
    user.save(update_fields=[*choices])
    return user


def be_away(user: User, *, until: datetime.datetime | None) -> None:
    """Nobody counts on them until then; without a time they are back."""
    User.objects.filter(pk=user.pk).update(away_until=until)
    user.away_until = until
