"""Commitments made and ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import in_words, must_manage, open_year, remember, twelve
from budget.choices import Done, LineKind
from budget.models import Commitment, CostCentre, Line, Year
from lib import database_clock
from staff.models import User


@transaction.atomic
def commit(
    year: Year, *, centre: CostCentre, kind: str, vendor: str, cents: list[int], by: User,
    reference: str = "", line: Line | None = None,
) -> Commitment:  # fmt: skip
    must_manage(by)
    fresh = open_year(year)
    if kind not in LineKind.values or not centre.active:
        raise ValidationError(_("There is no such choice."))
    vendor, cents = in_words(vendor, 80, what=_("Vendor")), twelve(cents)
    if min(cents) < 0 or not any(cents):
        raise ValidationError(_("Commit to something in at least one month, and never to less than nothing."))
    if line and (line.year_id, line.centre_id, line.kind) != (fresh.pk, centre.pk, kind):
        raise ValidationError({"line": _("This line is of another cost centre or kind.")})
    made = Commitment.objects.create(
        year=fresh, centre=centre, kind=kind, line=line, vendor=vendor, reference=reference[:80], cents=cents,
        made_by=by, made_at=database_clock.now(),
    )  # fmt: skip
    remember(fresh, Done.COMMITTED, by=by, at=made.made_at, words=f"{centre.code} · {vendor}", after=cents)
    return made


@transaction.atomic
def release(commitment: Commitment, *, by: User) -> Commitment:
    """What is left of it will not come."""
    must_manage(by)
    open_year(commitment.year)
    fresh = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    if fresh.ended_at is None:
        fresh.ended_at, fresh.ended_by = database_clock.now(), by
        fresh.save(update_fields=["ended_at", "ended_by"])
        remember(fresh.year, Done.RELEASED, by=by, at=fresh.ended_at, words=fresh.vendor)
    return fresh
