"""Who reports to whom, and by which contract."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from staff.models import Contract, User

_LINES_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('staff.lines', 11))"


@transaction.atomic
def report_to(user: User, *, boss: User | None, by: User) -> User:
    """ValidationError if it would make a circle. One at a time: two changes could close a circle together."""
    if not by.may("staff.manage"):
        raise PermissionDenied("staff.manage")
    with connection.cursor() as cursor:
        cursor.execute(_LINES_LOCK)
    above = boss
    while above is not None:
        if above.pk == user.pk:
            raise ValidationError(
                {"reports_to": _("That would be a circle: %s already reports to them.") % boss}
            )
        above = User.objects.filter(pk=above.reports_to_id).first() if above.reports_to_id else None
    User.objects.filter(pk=user.pk).update(reports_to=boss)
    user.reports_to = boss
    return user


@transaction.atomic
def set_contract(user: User, *, by: User, from_on: datetime.date, **said: Any) -> Contract:
    """From this day on; the one of the same day is replaced. ValidationError names the field."""
    if not by.may("staff.manage"):
        raise PermissionDenied("staff.manage")
    contract = Contract.objects.filter(user=user, from_on=from_on).first() or Contract(
        user=user, from_on=from_on
    )
    for name, value in said.items():
        setattr(contract, name, value)
    contract.full_clean()
    contract.save()
    return contract
