"""Saying that some days are not like the others, and taking it back. Nothing is removed."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.access import may_plan
from scheduling.choices import MarkKind
from scheduling.models import DemandMark
from staff.models import Team, User

LONGEST = datetime.timedelta(days=92)


@transaction.atomic
def mark(
    team: Team | None,
    *,
    kind: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    by: User,
    work: str = "",
    factor: Decimal | None = None,
    note: str = "",
) -> DemandMark:
    """`team` None is the whole desk: for managers. ValidationError if it cannot be so."""
    _require(by, team)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise ValidationError({"ends_on": _("The end comes after the beginning, within three months.")})
    if kind in (MarkKind.EVENT, MarkKind.ADJUSTMENT) and factor is None:
        raise ValidationError({"percent": _("How much comes then, in percent of what usually comes?")})
    row = DemandMark(
        team=team, work=work, kind=kind, starts_at=starts_at, ends_at=ends_at, factor=factor,
        note=note.strip(), by=by, at=database_clock.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def undo_mark(row: DemandMark, *, by: User) -> bool:
    """Whether it stood until now."""
    _require(by, row.team)
    return bool(
        DemandMark.objects.filter(pk=row.pk, undone_at=None).update(
            undone_at=database_clock.now(), undone_by=by
        )
    )


@transaction.atomic
def redo_mark(row: DemandMark, *, by: User) -> bool:
    """What was undone holds again; a new row says who wanted it so."""
    _require(by, row.team)
    if row.undone_at is None:
        return False
    again = DemandMark(
        team=row.team, work=row.work, kind=row.kind, starts_at=row.starts_at, ends_at=row.ends_at,
        factor=row.factor, note=row.note, by=by, at=database_clock.now(),
    )  # fmt: skip
    again.save()
    return True


def _require(by: User, team: Team | None) -> None:
    if not (by.may("roster.manage") if team is None else may_plan(by, team)):
        raise PermissionDenied
