"""Candidates come in, go from stage to stage, and are written about."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from files.actions import drop, store
from hiring import stages
from hiring.actions.dossiers import require_writer
from hiring.actions.looking import note_look
from hiring.actions.positions import StaleEdit, wind
from hiring.choices import POSITION_OVER, Act, Meaning, OfferState
from hiring.models import Candidate, CandidateFile, Moved, Note, Position, Stage
from hiring.retention import is_over
from lib import database_clock
from lib.text import clean
from staff.models import User

FIELDS = (
    *("name", "email", "phone", "language", "source", "source_note"),
    *("consent_on", "consent_until"),
)
MOST_FILES, MOST_NOTE = 20, 10_000


@transaction.atomic
def add_candidate(
    position: Position, said: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None
) -> Candidate:
    """In the first stage. ValidationError if the position is over, or their consent."""
    require_writer(position.dossier, by)
    at = at or database_clock.now()
    if Position.objects.select_for_update().get(pk=position.pk).state in POSITION_OVER:
        raise ValidationError(_("The position is closed: open it again first."))
    values = {name: said[name] for name in FIELDS if name in said}
    _refuse_late(values.get("consent_until"), at.date())
    stage = Stage.objects.filter(active=True, meaning=Meaning.OPEN).first()
    candidate = Candidate(position=position, stage=stage, stage_since=at, came_at=at, **values)
    candidate.keep_until = candidate.consent_until
    candidate.save()
    Moved.objects.create(candidate=candidate, to=stage, by=by, at=at)
    note_look(position.dossier, by=by, act=Act.WRITTEN, page="candidate", candidate=candidate, at=at)
    return candidate


@transaction.atomic
def change_candidate(candidate: Candidate, said: Mapping[str, Any], *, by: User, seen: int) -> Candidate:
    """StaleEdit if somebody changed them since."""
    held = held_for(candidate, by)
    if held.edit != seen:
        raise StaleEdit
    values = {name: said[name] for name in FIELDS if name in said}
    _refuse_late(values.get("consent_until", held.consent_until), database_clock.now().date())
    Candidate.objects.filter(pk=held.pk).update(**values, edit=F("edit") + 1)
    held.refresh_from_db()
    wind(held)
    return noted(held, by, "candidate")


@transaction.atomic
def move(candidate: Candidate, *, to: Stage, by: User, reason: str = "",
         at: datetime.datetime | None = None) -> Candidate:  # fmt: skip
    """To another stage. At the end of the way the time of their data begins to run; back on it, it stops."""
    at = at or database_clock.now()
    held = held_for(candidate, by, at)
    no = stages.refusal(held.stage.as_rule(), to.as_rule(), offer_accepted=has_accepted(held), reason=reason)
    if no:
        raise ValidationError(_REFUSALS[no.why]())
    Moved.objects.create(candidate=held, was=held.stage, to=to, reason=clean(reason)[:500], by=by, at=at)
    held.stage, held.stage_since = to, at
    held.closed_on = at.date() if to.meaning in stages.ENDS else None
    held.save(update_fields=["stage", "stage_since"])
    wind(held)
    return noted(held, by, "stage", at)


_REFUSALS = {
    "same": lambda: _("They are in this stage already."),
    "gone": lambda: _("This stage is no longer used."),
    "end": lambda: _("They are hired: that stays."),
    "offer": lambda: _("First an offer has to be accepted."),
    "reason": lambda: _("Say why they are declined."),
}


def has_accepted(candidate: Candidate) -> bool:
    return candidate.offers.filter(state=OfferState.ACCEPTED).exists()


@transaction.atomic
def begin_invitation(candidate: Candidate, *, by: User) -> None:
    """The log says who took their name and address to an invitation."""
    held = held_for(candidate, by)
    if held.stage.meaning != Meaning.HIRED:
        raise ValidationError(_("They are not hired yet."))
    noted(held, by, "invitation")


@transaction.atomic
def became(candidate: Candidate, *, colleague: User, by: User) -> None:
    """Who was hired works here now: they may see who looked at their file."""
    held = held_for(candidate, by)
    if held.stage.meaning != Meaning.HIRED:
        raise ValidationError(_("They are not hired yet."))
    if held.position.dossier.members.filter(user=colleague).exists():
        raise ValidationError(_("This colleague works on the position."))
    Candidate.objects.filter(pk=held.pk).update(hired_as=colleague)
    held.hired_as = colleague
    noted(held, by, "hired")


@transaction.atomic
def add_note(candidate: Candidate, *, text: str, by: User) -> Note:
    held = held_for(candidate, by)
    text = clean(text).strip()[:MOST_NOTE]
    if not text:
        raise ValidationError(_("Write what it says."))
    noted(held, by, "note")
    return Note.objects.create(candidate=held, text=text, by=by, at=database_clock.now())


@transaction.atomic
def add_file(
    candidate: Candidate, *, name: str, content: bytes | Iterable[bytes], by: User, released: bool = False
) -> CandidateFile:
    held = held_for(candidate, by)
    if held.files.count() >= MOST_FILES:
        raise ValidationError(_("There are %(most)s files already."), params={"most": MOST_FILES})
    name = "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable()).strip(" .")[-255:]
    noted(held, by, "file")
    return CandidateFile.objects.create(
        candidate=held, blob=store(content), name=name or "file", released=released, added_by=by,
        added_at=database_clock.now(),
    )  # fmt: skip


@transaction.atomic
def release_file(file: CandidateFile, *, released: bool, by: User) -> None:
    held = held_for(file.candidate, by)
    CandidateFile.objects.filter(pk=file.pk).update(released=released)
    noted(held, by, "file")


@transaction.atomic
def remove_file(file: CandidateFile, *, by: User) -> None:
    """With its bytes, unless something else has the same."""
    held, blob = held_for(file.candidate, by), file.blob
    file.delete()
    drop(blob)
    noted(held, by, "file")


def held_for(candidate: Candidate, by: User, at: datetime.datetime | None = None) -> Candidate:
    """Locked, by somebody who works on it, while it may be kept."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("position__dossier", "stage")
    held = rows.get(pk=candidate.pk)
    require_writer(held.position.dossier, by)
    _refuse_late(held.keep_until, (at or database_clock.now()).date())
    return held


def _refuse_late(until: datetime.date | None, today: datetime.date) -> None:
    if is_over(until, today):
        raise ValidationError(
            _("The time for which the data of this candidate may be kept is over."), code="retention"
        )


def noted(candidate: Candidate, by: User, page: str, at: datetime.datetime | None = None) -> Candidate:
    note_look(candidate.position.dossier, by=by, act=Act.WRITTEN, page=page, candidate=candidate, at=at)
    return candidate
