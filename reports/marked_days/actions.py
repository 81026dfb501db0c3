"""Marking days with a word that explains their figures."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from reports.access import may_annotate
from reports.models import Annotation, AnnotationChange
from reports.periods import LONGEST
from staff.models import Team, User

LONGEST_WORDS = 80


@transaction.atomic
def annotate(
    *, by: User, words: str, since: datetime.date, last: datetime.date | None = None,
    team: Team | None = None, at: datetime.datetime | None = None,
) -> Annotation:  # fmt: skip
    """For one team, or by who sees every team for all. ValidationError as `change_annotation`."""
    _require(by, team)
    at = at or database_clock.now()
    row = Annotation(made_at=at)
    _write(row, words, since, last or since, team)
    row.save()
    _note(row, AnnotationChange.Kind.MADE, by, at)
    return row


@transaction.atomic
def change_annotation(
    annotation: Annotation, *, by: User, words: str, since: datetime.date,
    last: datetime.date | None = None, team: Team | None = None, at: datetime.datetime | None = None,
) -> Annotation:  # fmt: skip
    """ValidationError without words, for days that end before they begin, or if it was removed meanwhile."""
    row = Annotation.objects.select_for_update(of=("self",)).select_related("team").get(pk=annotation.pk)
    _require(by, row.team)
    _require(by, team)
    if row.removed_at:
        raise ValidationError(_("Somebody has removed it meanwhile."))
    was = _said(row)
    _write(row, words, since, last or since, team)
    if _said(row) != was:
        row.save(update_fields=["words", "since", "last", "team"])
        _note(row, AnnotationChange.Kind.CHANGED, by, at or database_clock.now())
    return row


@transaction.atomic
def remove_annotation(annotation: Annotation, *, by: User, at: datetime.datetime | None = None) -> None:
    """Twice is once."""
    row = Annotation.objects.select_for_update(of=("self",)).select_related("team").get(pk=annotation.pk)
    _require(by, row.team)
    if row.removed_at is None:
        row.removed_at = at or database_clock.now()
        row.save(update_fields=["removed_at"])
        _note(row, AnnotationChange.Kind.REMOVED, by, row.removed_at)


def _require(by: User, team: Team | None) -> None:
    if not may_annotate(by, team):
        raise PermissionDenied("not theirs to mark")


def _write(row: Annotation, words: str, since: datetime.date, last: datetime.date, team: Team | None) -> None:
    row.words, row.since, row.last, row.team = " ".join(words.split()), since, last, team
    if not row.words:
        raise ValidationError({"words": _("Say in a few words what it was.")})
    if len(row.words) > LONGEST_WORDS:
        raise ValidationError({"words": _("Say it in at most %(most)s signs.") % {"most": LONGEST_WORDS}})
    if not datetime.timedelta() <= last - since <= datetime.timedelta(days=LONGEST):
        raise ValidationError({"last": _("It ends before it begins, or lasts longer than three years.")})


def _said(row: Annotation) -> dict[str, object]:
    return {"words": row.words, "since": row.since.isoformat(), "last": row.last.isoformat(),
            "team": row.team.name if row.team else "", "team_id": row.team_id}  # fmt: skip


def _note(row: Annotation, kind: str, by: User, at: datetime.datetime) -> None:
    AnnotationChange.objects.create(annotation=row, kind=kind, said=_said(row), by=by, at=at)
