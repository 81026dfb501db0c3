"""What a manager changes about a colleague; each change leaves a row."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.choices import Role, StaffChangeKind
from staff.models import Membership, StaffChange, Team, User
from staff.permissions import GIVEN, role_may


def record(user: User, kind: str, *, by: User | None, old: str = "", new: str = "") -> None:
    """A row, unless nothing changed."""
    if old != new:
        StaffChange.objects.create(user=user, kind=kind, old=old, new=new, by=by, at=timezone.now())


def may_change(by: User, user: User) -> bool:
    """Managers change everybody but administrators, who change each other; nobody their own role."""
    return by.pk != user.pk and by.may("staff.manage") and may_give(by, user.role)


def may_give(by: User, role: str) -> bool:
    return role != Role.ADMIN or by.role == Role.ADMIN


def require_change(by: User, user: User) -> None:
    if not may_change(by, user):
        raise PermissionDenied("staff.manage")


@transaction.atomic
def change_role(user: User, *, by: User, role: str) -> User:
    """PermissionDenied for oneself and for what is above oneself; ValidationError for the last
    administrator, and for whoever was given what that role cannot hold.
    """
    require_change(by, user)
    if role not in Role.values or not may_give(by, role):
        raise PermissionDenied("role")
    fresh = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    if fresh.role == Role.ADMIN and role != Role.ADMIN:
        refuse_last_admin(fresh)
    if any(getattr(fresh, field) and not role_may(role, right) for right, field in GIVEN.items()):
        raise ValidationError(_("They work on hiring: an administrator takes that from them first."))
    record(user, StaffChangeKind.ROLE, by=by, old=fresh.role, new=role)
    fresh.role = user.role = role
    fresh.save(update_fields=["role"])
    if role == Role.AGENT:
        Membership.objects.filter(user=user, leads=True).update(leads=False)
    return user


def refuse_last_admin(user: User) -> None:
    """The rows of all administrators are locked: two of them cannot go at once."""
    admins = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    if [one.pk for one in admins] == [user.pk]:
        raise ValidationError(_("%s is the last administrator. Make somebody else one first.") % user)


@transaction.atomic
def change_teams(user: User, *, by: User, teams: Collection[Team], leads: Collection[Team] = ()) -> bool:
    """In these teams and no others, leading some; whether that is news. Who is supervised stays so."""
    if not by.may("staff.manage") or not may_give(by, user.role):
        raise PermissionDenied("staff.manage")
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    before = teams_in_words(user)
    led = {team.pk for team in leads} if user.role != Role.AGENT else set()
    user.memberships.filter(team__active=True).exclude(team__in=teams).delete()
    for team in teams:
        Membership.objects.update_or_create(user=user, team=team, defaults={"leads": team.pk in led})
    after = teams_in_words(user)
    record(user, StaffChangeKind.TEAMS, by=by, old=before, new=after)
    return before != after


def teams_in_words(user: User) -> str:
    """Billing, Network* — where they lead, with an asterisk."""
    rows = user.memberships.select_related("team").order_by("team__name")
    return ", ".join(f"{row.team.name}*" if row.leads else row.team.name for row in rows)


@transaction.atomic
def change_start(user: User, *, by: User, starts_on: datetime.date | None) -> User:
    if not by.may("staff.manage"):
        raise PermissionDenied("staff.manage")
    old = user.starts_on.isoformat() if user.starts_on else ""
    record(user, StaffChangeKind.STARTS, by=by, old=old, new=starts_on.isoformat() if starts_on else "")
    user.starts_on = starts_on
    user.save(update_fields=["starts_on"])
    return user
