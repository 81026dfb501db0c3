"""Who reports to whom, and by which contract."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from staff.actions.changing import may_give, record
from staff.choices import StaffChangeKind
from staff.models import Contract, User

_LINES_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('staff.lines', 11))"


@transaction.atomic
def report_to(user: User, *, boss: User | None, by: User) -> User:
    """ValidationError if it would make a circle. One at a time: two changes could close a circle together."""
    if not by.may("staff.manage") or not may_give(by, user.role):
        raise PermissionDenied("staff.manage")
    with connection.cursor() as cursor:
        cursor.execute(_LINES_LOCK)
    _refuse_circle(user, boss)
    fresh = User.objects.select_related("reports_to").get(pk=user.pk)
    record(user, StaffChangeKind.BOSS, by=by, old=_name(fresh.reports_to), new=_name(boss))
    User.objects.filter(pk=user.pk).update(reports_to=boss)
    user.reports_to = boss
    return user


def _refuse_circle(user: User, boss: User | None) -> None:
    if boss is not None and not boss.is_active:
        raise ValidationError({"reports_to": _("Choose somebody who still works here.")})
    above = boss.pk if boss else None
    while above is not None:
        if above == user.pk:
            said = {"boss": boss, "user": user}
            raise ValidationError(
                {"reports_to": _("That would be a circle: %(boss)s reports to %(user)s.") % said}
            )
        above = User.objects.values_list("reports_to", flat=True).get(pk=above)


def _name(user: User | None) -> str:
    return user.full_name if user else ""


@transaction.atomic
def set_contract(user: User, *, by: User, from_on: datetime.date, **said: Any) -> Contract:
    """From this day on; the one of the same day is replaced. ValidationError names the field; nobody sets
    their own.
    """
    if not by.may("staff.manage") or by.pk == user.pk or not may_give(by, user.role):
        raise PermissionDenied("staff.manage")
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    old = Contract.objects.filter(user=user, from_on=from_on).first()
    before, cost_before = (_words(old), _cost(old)) if old else ("", "")
    contract = old or Contract(user=user, from_on=from_on)
    for name, value in said.items():
        setattr(contract, name, value)
    contract.full_clean()
    contract.save()
    record(user, StaffChangeKind.CONTRACT, by=by, old=before, new=_words(contract))
    record(user, StaffChangeKind.COST, by=by, old=cost_before, new=_cost(contract))
    return contract


def _words(contract: Contract) -> str:
    """2026-03-01: 40.0 h/7 d; ≤ 8.0 h/d, ≤ 48.0 h/7 d, ≥ 11.0 h · EE"""
    rules = (
        f"≤ {contract.max_day_hours} h/d, ≤ {contract.max_week_hours} h/7 d, ≥ {contract.min_rest_hours} h"
    )
    night = " ☾" if contract.night_work else ""
    return f"{contract.from_on}: {contract.weekly_hours} h/7 d; {rules} · {contract.regime}{night}"


def _cost(contract: Contract) -> str:
    return f"{contract.from_on}: {contract.hourly_cost}"
