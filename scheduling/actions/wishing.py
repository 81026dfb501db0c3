"""What people say about when they can and want to work; secret addresses for their calendars."""

import datetime
import hashlib
import secrets
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.access import may_plan
from scheduling.models import Availability, ShiftFeed, ShiftTemplate, ShiftWish
from staff.models import Team, User

PERMISSION = "shift.have"
MOST_WISHES = 30
Hours = tuple[datetime.time, datetime.time] | None


@transaction.atomic
def set_availability(week: Mapping[int, Hours], *, by: User) -> None:
    """By weekday the hours in which they can work, None for not at all; a weekday that is not said is free
    of limits. Until 00:00 is until midnight.
    """
    _may(by)
    rows = []
    for weekday, hours in week.items():
        if hours and hours[1] <= hours[0] and hours[1] != datetime.time():
            raise ValidationError(_("The end comes after the beginning."))
        starts, ends = hours or (None, None)
        rows.append(Availability(user=by, weekday=weekday, never=not hours, starts=starts, ends=ends))
    if len(week) == 7 and not any(week.values()):
        raise ValidationError(_("Say at least one day on which you can work."))
    Availability.objects.filter(user=by).delete()
    Availability.objects.bulk_create(rows)


@transaction.atomic
def wish(
    *,
    by: User,
    wanted: bool,
    weekday: int | None = None,
    on: datetime.date | None = None,
    template: ShiftTemplate | None = None,
    weight: int = 2,
) -> ShiftWish:
    _may(by)
    if weekday is None and on is None and template is None:
        raise ValidationError(_("Say a weekday, a day or a kind of shift."))
    if ShiftWish.objects.filter(user=by).count() >= MOST_WISHES:
        raise ValidationError(_("So many wishes cannot all be kept. Drop some first."))
    return ShiftWish.objects.create(
        user=by, wanted=wanted, weekday=weekday, on=on, template=template, weight=weight,
        made_at=database_clock.now(),
    )  # fmt: skip


def drop_wish(row: ShiftWish, *, by: User) -> None:
    if row.user_id != by.pk:
        raise PermissionDenied(PERMISSION)
    row.delete()


@transaction.atomic
def make_feed(*, by: User, team: Team | None = None) -> str:
    """The secret, said only now; the one before works no more."""
    _may(by)
    if team is not None and not may_plan(by, team):
        raise PermissionDenied("roster.plan")
    revoke_feed(by=by, team=team)
    secret = secrets.token_urlsafe(32)
    ShiftFeed.objects.create(user=by, team=team, digest=digest_of(secret), made_at=database_clock.now())
    return secret


def revoke_feed(*, by: User, team: Team | None = None) -> int:
    rows = ShiftFeed.objects.filter(user=by, team=team, revoked_at=None)
    return rows.update(revoked_at=database_clock.now())


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _may(by: User) -> None:
    if not by.may(PERMISSION):
        raise PermissionDenied(PERMISSION)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
