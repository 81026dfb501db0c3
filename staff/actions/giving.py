"""Rights that a role alone does not open: an administrator gives them to a person, and takes them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from staff.actions.changing import record
from staff.choices import StaffChangeKind
from staff.models import User
from staff.permissions import role_may

GIVEN_WORD = "given"


@transaction.atomic
def let_work_on_hiring(user: User, *, by: User) -> User:
    """PermissionDenied unless an administrator does it; ValidationError for a role that cannot hold it. To
    oneself too, and never in silence: it is in the history, and those who work on hiring are told.
    """
    fresh = _held(user, by)
    if not role_may(fresh.role, "hiring.work"):
        raise ValidationError({"works_hiring": _("Only managers and administrators work on hiring.")})
    if fresh.is_active and not fresh.works_hiring:
        _set(user, fresh, True, by)
        _tell("given", fresh, by=by)
    return user


@transaction.atomic
def keep_from_hiring(user: User, *, by: User, to: User | None = None) -> User:
    """Hiring does not exist for them from now on. Their files go to `to`; ValidationError if somebody has to
    take them over and nobody does.
    """
    fresh = _held(user, by)
    if fresh.works_hiring:
        _tell("taken", fresh, by=by, to=to)
        _set(user, fresh, False, by)
    return user


def lay_down(fresh: User, *, by: User) -> None:
    """Who leaves leaves it behind: should they come back, it has to be given again."""
    if fresh.works_hiring:
        _set(fresh, fresh, False, by)


def _held(user: User, by: User) -> User:
    if not by.may("hiring.give"):
        raise PermissionDenied("hiring.give")
    return User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)


def _set(user: User, fresh: User, holds: bool, by: User) -> None:
    old, new = ("", GIVEN_WORD) if holds else (GIVEN_WORD, "")
    record(fresh, StaffChangeKind.HIRING, by=by, old=old, new=new)
    user.works_hiring = fresh.works_hiring = holds
    fresh.save(update_fields=["works_hiring"])


def _tell(what: str, user: User, **more: Any) -> None:
    for one in settings.RIGHT_LISTENERS:
        import_string(one[what])(user, **more)
