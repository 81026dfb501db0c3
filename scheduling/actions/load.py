"""Caps of a team, and letting somebody have more than the soft one."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.models import LoadCaps, LoadOverride
from staff.models import Membership, Team, User

PERMISSION = "routing.set"
MOST_WHY = 300
LONGEST = datetime.timedelta(days=7)
CAPS = tuple(
    f"{strain}_{kind}"
    for strain in ("worked", "effort", "hot", "nights", "rest")
    for kind in ("soft", "hard")
)


def may_set(by: User, team: Team) -> bool:
    """Who leads the team, or sees to all of them."""
    if not by.may(PERMISSION):
        return False
    return by.may("ticket.see_all") or by.memberships.filter(team=team, leads=True).exists()


def may_allow(by: User, user: User) -> bool:
    """Who leads a team that they are in, or sees to all; nobody for themselves."""
    if by.pk == user.pk or not by.may(PERMISSION) or not user.is_active:
        return False
    led = Membership.objects.filter(user=by, leads=True).values("team")
    return by.may("ticket.see_all") or user.memberships.filter(team__in=led).exists()


@transaction.atomic
def set_caps(team: Team, said: Mapping[str, int], *, by: User) -> LoadCaps:
    """In minutes. ValidationError where the soft cap would come after the hard one."""
    if not may_set(by, team):
        raise PermissionDenied(PERMISSION)
    row, _made = LoadCaps.objects.select_for_update().get_or_create(team=team)
    for name in CAPS:
        setattr(row, name, said[name])
    for strain in ("worked", "effort", "hot", "nights"):
        if said[f"{strain}_soft"] > said[f"{strain}_hard"]:
            raise ValidationError({f"{strain}_soft": _("The soft cap comes before the hard one.")})
    if said["rest_soft"] < said["rest_hard"]:
        raise ValidationError({"rest_soft": _("More rest than the least there must be.")})
    row.save()
    return row


@transaction.atomic
def allow_more(
    user: User, *, by: User, reason: str, until: datetime.datetime, at: datetime.datetime | None = None
) -> LoadOverride:
    """Until then the desk may give them more than the soft cap; the hard one holds. It takes the place of
    what was allowed before. ValidationError without a reason, or for longer than a week.
    """
    if not may_allow(by, user):
        raise PermissionDenied(PERMISSION)
    at = at or database_clock.now()
    reason = " ".join(reason.split())[:MOST_WHY]
    if not reason:
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if not at < until <= at + LONGEST:
        raise ValidationError({"until": _("Choose a time that is ahead, within a week.")})
    end_allowance(user, by=by, at=at)
    return LoadOverride.objects.create(user=user, by=by, reason=reason, at=at, until=until)


@transaction.atomic
def end_allowance(user: User, *, by: User, at: datetime.datetime | None = None) -> int:
    """What they were allowed is over. Twice is once."""
    if not may_allow(by, user):
        raise PermissionDenied(PERMISSION)
    at = at or database_clock.now()
    return LoadOverride.objects.filter(user=user, ended_at=None, until__gt=at).update(ended_at=at)
