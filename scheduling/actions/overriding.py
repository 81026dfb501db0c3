"""Heads that somebody sets by hand, with the reason."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.access import may_plan
from scheduling.asking import ANYBODY, Ask
from scheduling.models import NeedOverride
from staff.models import Team, User

LONGEST = datetime.timedelta(days=62)


@transaction.atomic
def override_need(
    team: Team,
    work: str,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    heads: Decimal,
    reason: str,
    by: User,
    ask: Ask = ANYBODY,
) -> NeedOverride:
    """Of all, or of those who must have a skill or a language. It holds over what was computed, until it is
    undone; of two the later said counts.
    """
    if not may_plan(by, team):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever sees the number wants to know.")})
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise ValidationError({"until": _("The end comes after the beginning, within two months.")})
    row = NeedOverride(
        team=team, work=work, starts_at=starts_at, ends_at=ends_at, heads=heads, reason=reason.strip(),
        skill_id=ask.skill, language=ask.language, by=by, at=database_clock.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def undo_override(row: NeedOverride, *, by: User) -> bool:
    """Whether it held until now."""
    if not may_plan(by, row.team):
        raise PermissionDenied
    rows = NeedOverride.objects.filter(pk=row.pk, undone_at=None)
    return bool(rows.update(undone_at=database_clock.now(), undone_by=by))
