"""What was spent, written down. Nothing is changed afterwards: it is reversed."""

import datetime
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import MOST_CENTS, in_words, must_manage, open_year
from budget.choices import LineKind
from budget.models import Commitment, CostCentre, Line, Posting, Year
from budget.models.postings import HAND
from lib import database_clock
from staff.models import User


@transaction.atomic
def post(
    year: Year, *, centre: CostCentre, kind: str, day: datetime.date, cents: int, words: str, by: User,
    reference: str = "", line: Line | None = None, commitment: Commitment | None = None, key: str = "",
    batch: str = "", at: datetime.datetime | None = None,
) -> Posting:  # fmt: skip
    """By hand, or from a file (`batch`). Posted twice under one `key` it is one posting. ValidationError in a
    closed year, and if the reference stands already.
    """
    must_manage(by)
    fresh = open_year(year)
    words, reference = in_words(words, 200, what=_("What for")), " ".join(reference.split())[:80]
    _fits(fresh, centre, kind, day, cents, line, commitment)
    if key and (known := Posting.objects.filter(source=HAND, batch=batch, source_ref=f"form:{key}").first()):
        return known
    source_ref = f"ref:{reference}" if reference else f"form:{key or secrets.token_hex(8)}"
    before = Posting.objects.filter(source=HAND, source_ref=source_ref, reverses=None)
    if before.filter(reversed_by=None).exists():
        raise ValidationError(
            {"reference": _("“%(reference)s” is posted already.") % {"reference": reference}}
        )
    return Posting.objects.create(
        year=fresh, centre=centre, kind=kind, line=line, commitment=commitment, day=day, cents=cents,
        words=words, reference=reference, source_ref=source_ref, turn=before.count() + 1, batch=batch,
        made_by=by, made_at=at or database_clock.now(),
    )  # fmt: skip


@transaction.atomic
def reverse(
    posting: Posting, *, by: User, words: str, day: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Posting:  # fmt: skip
    """The same amount the other way round, on the same day unless another of the year is named. What a source
    posted is corrected where it comes from.
    """
    must_manage(by)
    if posting.source != HAND:
        raise ValidationError(_("This comes from elsewhere and is corrected there."))
    open_year(posting.year)
    if posting.reverses_id or Posting.objects.filter(reverses=posting).exists():
        raise ValidationError(_("This is reversed already."))
    if day and posting.year.month_of(day) is None:
        raise ValidationError(_("This day is not in the year."))
    words = in_words(words, 200, what=_("Why"))
    return reversal_of(posting, words=words, by=by, at=at or database_clock.now(), day=day)


def reversal_of(
    posting: Posting, *, words: str, by: User | None, at: datetime.datetime, day: datetime.date | None = None
) -> Posting:
    """Posted; whoever calls has locked the year."""
    return Posting.objects.create(
        year_id=posting.year_id, centre_id=posting.centre_id, kind=posting.kind, line_id=posting.line_id,
        commitment_id=posting.commitment_id, person_id=posting.person_id, day=day or posting.day,
        cents=-posting.cents, words=words, reference=posting.reference, source=posting.source,
        source_ref=posting.source_ref, turn=posting.turn, batch=posting.batch, reverses=posting, made_by=by,
        made_at=at,
    )  # fmt: skip


def _fits(
    year: Year, centre: CostCentre, kind: str, day: datetime.date, cents: int, line: Line | None,
    commitment: Commitment | None,
) -> None:  # fmt: skip
    if kind not in LineKind.values:
        raise ValidationError({"kind": _("There is no such choice.")})
    if not centre.active:
        raise ValidationError({"centre": _("This cost centre is not used any more.")})
    if year.month_of(day) is None:
        raise ValidationError({"day": _("This day is not in %(year)s.") % {"year": year.name}})
    if not cents or abs(cents) > MOST_CENTS:
        raise ValidationError({"amount": _("An amount other than nothing, please.")})
    if line and (line.year_id, line.centre_id, line.kind) != (year.pk, centre.pk, kind):
        raise ValidationError({"line": _("This line is of another cost centre or kind.")})
    if commitment and (commitment.year_id, commitment.centre_id, commitment.kind) != (
        year.pk, centre.pk, kind
    ):  # fmt: skip
        raise ValidationError({"commitment": _("This commitment is of another cost centre or kind.")})
