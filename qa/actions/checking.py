"""Reviewers are reviewed: some of what each gave is scored once more, blind."""

import datetime
import secrets
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qa.access import reviews_for
from qa.actions.keeping import moment, said
from qa.actions.reviewing import as_decimal, score_of
from qa.choices import COUNTED
from qa.models import Check, Review
from qa.sampling import Unit, draw
from staff.models import User

LOOKS_BACK = datetime.timedelta(days=91)
MOST_EACH = 10


@transaction.atomic
def draw_checks(
    *, each: int, by: User, at: datetime.datetime | None = None, seed: int | None = None
) -> list[Check]:
    """At random so many given reviews of each reviewer, for `by` to score; none twice. Fewer where there are
    no more.
    """
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    if not 1 <= each <= MOST_EACH:
        raise ValidationError(_("Between 1 and %(most)s reviews of each."), params={"most": MOST_EACH})
    at = moment(at)
    owners = dict(_checkable(by, at).select_for_update(of=("self",)).values_list("pk", "reviewer"))
    units = [Unit(pk, reviewer) for pk, reviewer in owners.items()]
    seed = secrets.randbits(62) if seed is None else seed
    drawn = draw(units, dict.fromkeys(owners.values(), each), seed=seed).drawn
    return Check.objects.bulk_create(Check(review_id=one.key, by=by, drawn_at=at) for one in drawn)


@transaction.atomic
def give_check(
    check: Check, *, answers: Mapping[str, int | None], by: User, words: str = "",
    at: datetime.datetime | None = None,
) -> Check:  # fmt: skip
    """Once: afterwards they see what the reviewer chose."""
    rows = Check.objects.select_for_update(of=("self",)).select_related("review__scorecard")
    fresh = rows.get(pk=check.pk)
    if by.pk != fresh.by_id or not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    if fresh.given_at:
        raise ValidationError(_("You see what the reviewer chose by now: yours stays as it is."))
    scored = score_of(fresh.review.scorecard, answers)
    fresh.answers, fresh.score, fresh.words = dict(answers), as_decimal(scored.value), said(words)
    fresh.given_at = moment(at)
    fresh.save(update_fields=["answers", "score", "words", "given_at"])
    return fresh


def _checkable(by: User, at: datetime.datetime) -> QuerySet[Review]:
    """What others gave lately of the answers of others."""
    given = reviews_for(by).filter(state__in=COUNTED, given_at__gte=at - LOOKS_BACK, score__isnull=False)
    return given.filter(checked=None, message__redacted_at=None).exclude(reviewer=by).exclude(person=by)
