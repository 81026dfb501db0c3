"""Two that say the same become one, and two again if they did not."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from notices.actions import settle
from staff.models import User
from suggestions.access import may_answer
from suggestions.actions.writing_down import tell, today, write_step
from suggestions.answering import working_days_after
from suggestions.choices import OPEN, StepKind
from suggestions.models import Suggestion, Support


@transaction.atomic
def merge(
    suggestion: Suggestion, *, into: Suggestion, by: User, at: datetime.datetime | None = None
) -> Suggestion:
    """`suggestion` is a duplicate: who liked it likes the other, its author too, and they hear what becomes
    of it. ValidationError if either was put together already. An author without a name stays without one.
    """
    fresh = _pair(suggestion.pk, into.pk)
    gone, kept = fresh[suggestion.pk], fresh[into.pk]
    if not (may_answer(by, gone) and may_answer(by, kept)):
        raise PermissionDenied("suggestion.answer")
    if gone.pk == kept.pk or gone.merged_into_id or kept.merged_into_id:
        raise ValidationError(_("These cannot be put together. Look at both once more."))
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    Suggestion.objects.filter(merged_into=gone).update(merged_into=kept)
    _liked(gone, kept)
    on = today(at)
    step = write_step(gone, StepKind.MERGED, who=by, on=on, text=_title(kept, beside=gone))
    write_step(kept, StepKind.TOOK_IN, who=by, on=on, text=_title(gone, beside=kept))
    settle(("suggestion", gone.pk), by=by)
    author = [gone.author] if gone.author_id and gone.author_id != by.pk else []
    words = gettext_noop("“{title}” was put together with another suggestion")
    tell(author, gone, key=f"step-{step.place}", words=words, at=at)
    return kept


@transaction.atomic
def unmerge(suggestion: Suggestion, *, by: User, at: datetime.datetime | None = None) -> Suggestion:
    """It was put together with another by mistake: it stands by itself again and is answered by itself, by a
    day that is not past. Who liked it goes on liking both; what it had taken in stays with the other.
    """
    fresh = _pair(suggestion.pk, suggestion.merged_into_id)
    gone, kept = fresh[suggestion.pk], fresh.get(suggestion.merged_into_id)
    if kept is None or gone.merged_into_id != kept.pk:
        raise ValidationError(_("It stands by itself. Look at it once more."))
    if not (may_answer(by, gone) and may_answer(by, kept)):
        raise PermissionDenied("suggestion.answer")
    on = today(at)
    gone.merged_into = None
    if gone.state in OPEN and gone.answer_by < on:
        gone.answer_by = working_days_after(on, settings.SUGGESTION_ANSWER_WORKING_DAYS)
    gone.save(update_fields=["merged_into", "answer_by"])
    step = write_step(gone, StepKind.UNMERGED, who=by, on=on, text=_title(kept, beside=gone))
    write_step(kept, StepKind.UNMERGED, who=by, on=on, text=_title(gone, beside=kept))
    author = [gone.author] if gone.author_id and gone.author_id != by.pk else []
    words = gettext_noop("“{title}” stands by itself again")
    tell(author, gone, key=f"step-{step.place}", words=words, at=at)
    return gone


def _pair(*numbers: int | None) -> dict[int, Suggestion]:
    """Locked, always in the same order."""
    rows = Suggestion.objects.select_for_update(of=("self",)).filter(pk__in=[one for one in numbers if one])
    return {one.pk: one for one in rows.order_by("pk")}


def _title(one: Suggestion, *, beside: Suggestion) -> str:
    """Nothing if who sees the other might not see this."""
    return one.title if one.shared and one.team_id in (None, beside.team_id) else ""


def _liked(gone: Suggestion, kept: Suggestion) -> None:
    who = set(gone.supports.values_list("colleague_id", flat=True)) | {gone.author_id}
    Support.objects.bulk_create(
        [Support(suggestion=kept, colleague_id=one) for one in sorted(who - {None, kept.author_id})],
        ignore_conflicts=True,
    )
