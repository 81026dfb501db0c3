"""Positions opened, changed and closed, and the stages of the desk."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hiring import stages
from hiring.actions.dossiers import begin, require_owner, require_writer
from hiring.actions.looking import note_look
from hiring.choices import POSITION_OVER, Act, DossierKind, Meaning, PositionState
from hiring.models import Candidate, Dossier, Position, Stage
from hiring.retention import keep_until
from lib import database_clock
from staff.models import User

FIELDS = ("title", "team", "skills", "criteria", "reason", "heads", "budget_line")


class StaleEdit(Exception):
    """Somebody else changed it since it was opened."""


@transaction.atomic
def open_position(said: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None) -> Position:
    """A new position, its opener the owner."""
    if not by.may("hiring.work"):
        raise PermissionDenied("hiring.work")
    at = at or database_clock.now()
    first_stages()
    dossier = begin(DossierKind.POSITION, by=by, at=at)
    position = Position.objects.create(
        dossier=dossier, **{name: said[name] for name in FIELDS if name in said}
    )
    note_look(dossier, by=by, act=Act.WRITTEN, page="position", at=at)
    return position


@transaction.atomic
def change_position(position: Position, said: Mapping[str, Any], *, by: User, seen: int) -> Position:
    """`seen` is the `edit` it was opened with: StaleEdit if it is another."""
    require_writer(position.dossier, by)
    changed = Position.objects.filter(pk=position.pk, edit=seen)
    values = {name: said[name] for name in FIELDS if name in said}
    if not changed.update(**values, edit=F("edit") + 1):
        raise StaleEdit
    note_look(position.dossier, by=by, act=Act.WRITTEN, page="position")
    position.refresh_from_db()
    return position


@transaction.atomic
def set_state(position: Position, state: str, *, by: User, today: datetime.date | None = None) -> None:
    """Filled or closed, the time of everybody's data begins to run; opened again, it stops for the others."""
    require_owner(position.dossier, by)
    if state not in PositionState.values:
        raise ValidationError(_("There is no such choice."))
    today = today or database_clock.now().date()
    over = state in POSITION_OVER
    Position.objects.filter(pk=position.pk).update(state=state, edit=F("edit") + 1)
    position.state = state
    for candidate in position.candidates.select_for_update(of=("self",)).select_related("stage"):
        ended = candidate.stage.meaning in stages.ENDS
        if over and candidate.closed_on is None:
            candidate.closed_on = today
        elif not over and not ended:
            candidate.closed_on = None
        wind(candidate)
    until = (
        keep_until(closed_on=today, consent_until=None, months=settings.HIRING_KEEP_MONTHS) if over else None
    )
    Dossier.objects.filter(pk=position.pk).update(closed_on=today if over else None, keep_until=until)
    note_look(position.dossier, by=by, act=Act.WRITTEN, page="state")


def wind(candidate: Candidate) -> None:
    """Set the clock of what is kept of a candidate."""
    candidate.keep_until = keep_until(
        closed_on=candidate.closed_on,
        consent_until=candidate.consent_until,
        months=settings.HIRING_KEEP_MONTHS,
    )
    candidate.save(update_fields=["closed_on", "keep_until"])


def first_stages() -> None:
    """What a desk begins with, in the words of whoever comes first."""
    if Stage.objects.exists():
        return
    names = [
        (_("Received"), Meaning.OPEN), (_("First call"), Meaning.OPEN), (_("Interview"), Meaning.OPEN),
        (_("Trial day"), Meaning.OPEN), (_("Offer"), Meaning.OFFER), (_("Hired"), Meaning.HIRED),
        (_("Declined"), Meaning.DECLINED),
    ]  # fmt: skip
    rows = [Stage(name=name, place=place, meaning=meaning) for place, (name, meaning) in enumerate(names)]
    Stage.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def set_stages(rows: Sequence[Mapping[str, Any]], *, by: User) -> None:
    """The stages as they shall be: {"id" or None, "name", "meaning", "active"}, in order. None is deleted:
    candidates may stand in it. ValidationError says what is missing.
    """
    if not by.may("hiring.work"):
        raise PermissionDenied("hiring.work")
    held = {stage.pk: stage for stage in Stage.objects.select_for_update()}
    _check(rows)
    for place, row in enumerate(rows):
        stage = held.get(row.get("id") or 0) or Stage()
        before = stage.meaning if stage.pk else row["meaning"]
        if before != row["meaning"] and stage.candidates.exists():
            raise ValidationError(
                _("“%(name)s” has candidates: what it means stays."), params={"name": stage.name}
            )
        stage.name, stage.place, stage.meaning = row["name"].strip(), place, row["meaning"]
        stage.active = row["active"]
        stage.save()


def _check(rows: Sequence[Mapping[str, Any]]) -> None:
    names = [row["name"].strip().lower() for row in rows]
    if "" in names or len(set(names)) < len(names):
        raise ValidationError(_("Each stage needs a name of its own."))
    faults = stages.faults_of([stages.Stage(n, row["meaning"], row["active"]) for n, row in enumerate(rows)])
    if faults:
        raise ValidationError(
            _("There must be a stage in use for each meaning, and one end of each kind: hired, declined.")
        )
