"""How many days off whom, in which year."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scheduling.choices import OffKind
from scheduling.leading import led_people
from scheduling.models import Allowance
from scheduling.off_days import left_in
from staff.models import User

PERMISSION = "roster.manage"
MOST = Decimal(366)


@transaction.atomic
def set_allowance(
    user: User, *, by: User, year: int, kind: str, days: Decimal | None, carried: Decimal | None = None
) -> Allowance | None:
    """Days of a kind in a year; None takes the limit away. `carried` None: as it is."""
    if not by.may(PERMISSION) or by.pk == user.pk:
        raise PermissionDenied(PERMISSION)
    if days is None:
        Allowance.objects.filter(user=user, year=year, kind=kind).delete()
        return None
    said = {"days": days} if carried is None else {"days": days, "carried": carried}
    row = Allowance(user=user, year=year, kind=kind, **said)
    row.full_clean(validate_unique=False, validate_constraints=False)
    return Allowance.objects.update_or_create(user=user, year=year, kind=kind, defaults=said)[0]


@transaction.atomic
def carry_over(year: int, *, by: User, most: Decimal, until: datetime.date | None = None) -> int:
    """What is left of everybody's holidays of the year goes into the next, at most so many days each; how
    many people have any. After `until` what was not taken of it is gone. Done again it says the same anew,
    by what is left by then.
    """
    if not by.may(PERMISSION):
        raise PermissionDenied(PERMISSION)
    if not 0 <= most <= MOST:
        raise ValidationError({"most": _("Between 0 and 366 days.")})
    if until and until.year != year + 1:
        raise ValidationError({"until": _("A day of the year after.")})
    found = 0
    rows = Allowance.objects.filter(user__in=led_people(by), year=year, kind=OffKind.HOLIDAY)
    for row in rows.select_related("user").order_by("user"):
        left = next(one.days for one in left_in(row.user, year) if one.kind == OffKind.HOLIDAY)
        carried = min(max(left, Decimal(0)), most)
        Allowance.objects.update_or_create(
            user=row.user, year=year + 1, kind=OffKind.HOLIDAY,
            defaults={"carried": carried, "carried_until": until},
            create_defaults={"days": row.days, "carried": carried, "carried_until": until},
        )  # fmt: skip
        found += carried > 0
    return found
