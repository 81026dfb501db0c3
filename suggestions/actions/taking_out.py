"""Words that must not be kept are taken out of a suggestion, for good."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lib import blacking
from lib.blacking import Marks
from notices.actions import take_out
from staff.models import User
from suggestions.actions.writing_down import locked, today, write_step
from suggestions.choices import StepKind
from suggestions.models import Step, Suggestion

MOST_REASON = 300


@transaction.atomic
def redact(
    suggestion: Suggestion, *, by: User, words: str, reason: str, at: datetime.datetime | None = None
) -> int:
    """A manager takes them out of its title, its text, what was said under it, what stands of it beside
    others, and what was told of it; in how many places. A step says who did so and why, not what.
    ValidationError without a reason, for a reason that says them, and if nothing says them.
    """
    if not by.may("suggestion.manage"):
        raise PermissionDenied("suggestion.manage")
    fresh = locked(suggestion)
    marks, reason = blacking.words(*words.splitlines()), " ".join(reason.replace("\x00", "").split())
    _check(marks, reason)
    places = _texts(fresh, marks) + _steps(fresh, marks)
    if not places:
        raise ValidationError(_("Nothing here says that."))
    take_out(("suggestion", fresh.pk), marks.plain)
    write_step(fresh, StepKind.REDACTED, who=by, on=today(at), text=reason)
    return places


def _check(marks: Marks, reason: str) -> None:
    if not 1 <= len(reason) <= MOST_REASON:
        raise ValidationError(_("Give a reason of at most %(n)s characters."), params={"n": MOST_REASON})
    if marks.within(reason):
        raise ValidationError(_("The reason says what is to be removed. It stays in the history."))


def _texts(fresh: Suggestion, marks: Marks) -> int:
    said = [name for name in ("title", "body", "changed") if marks.within(getattr(fresh, name))]
    for name in said:
        setattr(fresh, name, marks.text(getattr(fresh, name)))
    fresh.title, fresh.changed = fresh.title[:160], fresh.changed[:200]
    fresh.save(update_fields=["title", "body", "changed"])
    return len(said)


def _steps(fresh: Suggestion, marks: Marks) -> int:
    """Its own, and those of others where its title was written down."""
    family = [fresh.pk, fresh.merged_into_id, *fresh.taken_in.values_list("pk", flat=True)]
    rows = [row for row in Step.objects.filter(suggestion__in=family) if marks.within(row.text)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL desk.redacting = 'on'")
        for row in rows:
            Step.objects.filter(pk=row.pk).update(text=marks.text(row.text))
        cursor.execute("SET LOCAL desk.redacting = 'off'")
    return len(rows)
