"""Somebody leaves, and comes back."""

import secrets

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from staff.actions.changing import may_change, record, refuse_last_admin, require_change
from staff.actions.giving import lay_down
from staff.choices import Role, StaffChangeKind
from staff.letters import queue_reset
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    """What they have in hand, in words, with numbers: told before they leave."""
    lines = []
    for one in settings.LEAVING_LISTENERS:
        lines += import_string(one["shows"])(user)
    return lines


@transaction.atomic
def let_go(user: User, *, by: User, to: User | None = None) -> User:
    """They can no longer sign in, and every session of theirs ends. What they had in hand goes to `to`, where
    that is possible, else to their teams; those who reported to them report to whom they did.

    PermissionDenied for oneself; ValidationError for the last administrator.
    """
    if by.pk == user.pk:
        raise ValidationError(_("Nobody removes themselves: let another manager do it."))
    require_change(by, user)
    fresh = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not fresh.is_active:
        return user
    if fresh.role == Role.ADMIN:
        refuse_last_admin(fresh)
    if to is not None and (to.pk == user.pk or not to.is_active):
        raise ValidationError(_("Choose somebody who still works here."))
    for one in settings.LEAVING_LISTENERS:
        import_string(one["does"])(fresh, by=by, to=to)
    lay_down(fresh, by=by)
    User.objects.filter(reports_to=fresh).update(reports_to=fresh.reports_to_id)
    # Sessions are bound to the password: a new one ends them, even if the account wakes again.
    fresh.set_password(secrets.token_urlsafe(32))
    fresh.is_active = user.is_active = False
    fresh.save(update_fields=["is_active", "password"])
    record(fresh, StaffChangeKind.LEFT, by=by, new=to.full_name if to else "—")
    return user


@transaction.atomic
def take_back(user: User, *, by: User) -> User:
    """They work here again; a letter lets them choose a password."""
    fresh = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not may_change(by, fresh):
        raise PermissionDenied("staff.manage")
    if not fresh.is_active:
        fresh.is_active = user.is_active = True
        fresh.save(update_fields=["is_active"])
        record(fresh, StaffChangeKind.BACK, by=by, new="—")
        queue_reset(fresh)
    return user
