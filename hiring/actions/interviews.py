"""Interviewers are asked, judge by themselves, and hand in what they found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hiring.actions.candidates import held_for, noted
from hiring.actions.dossiers import tell
from hiring.actions.looking import note_look
from hiring.actions.positions import StaleEdit
from hiring.choices import POSITION_OVER, Act, Advice, Mark
from hiring.models import Candidate, Scorecard
from lib import database_clock
from lib.text import clean, one_line
from notices.actions import settle
from staff.models import User

MOST_WORDS = 4_000


@transaction.atomic
def ask_interviewer(candidate: Candidate, *, user: User, by: User, on: Any = None) -> Scorecard:
    """They see what is released to them and their own page, nothing else of the position."""
    held = held_for(candidate, by)
    if not user.is_active or held.hired_as_id == user.pk:
        raise ValidationError(_("They cannot be asked."))
    if held.closed_on is not None:
        raise ValidationError(_("It is decided already."))
    now = database_clock.now()
    card, made = Scorecard.objects.get_or_create(
        candidate=held, interviewer=user, defaults={"on": on, "asked_by": by, "asked_at": now}
    )
    if not made:
        raise ValidationError(_("They were asked already."))
    noted(held, by, "interview")
    words = gettext_noop("You are asked to interview somebody")
    tell([user], held.position.dossier, key=f"card-{card.pk}", words=words, page="hiring:interview",
         number=card.pk)  # fmt: skip
    return card


@transaction.atomic
def unask(card: Scorecard, *, by: User) -> None:
    """As long as nothing is handed in."""
    held = held_for(card.candidate, by)
    if not Scorecard.objects.filter(pk=card.pk, handed_in_at=None).delete()[0]:
        raise ValidationError(_("It is handed in, and stays."))
    noted(held, by, "interview")


@transaction.atomic
def judge(
    card: Scorecard, *, by: User, marks: Sequence[Mapping[str, Any]], advice: str, summary: str, seen: int,
    hand_in: bool = False,
) -> Scorecard:  # fmt: skip
    """Saved as often as wished, handed in once. ValidationError says what is missing; StaleEdit if it was
    saved elsewhere since.
    """
    held = Scorecard.objects.select_for_update(of=("self",)).select_related("candidate__position__dossier")
    held = held.get(pk=card.pk)
    if held.interviewer_id != by.pk or not by.is_active:
        raise PermissionDenied("somebody else's scorecard")
    if held.handed_in_at:
        raise ValidationError(_("It is handed in, and stays."))
    if held.candidate.closed_on or held.candidate.position.state in POSITION_OVER:
        raise ValidationError(_("It is decided already."))
    if held.edit != seen:
        raise StaleEdit
    held.marks = _marks(held.candidate.position.criteria_list, marks)
    held.advice = advice if advice in Advice.values else ""
    held.summary = clean(summary).strip()[:MOST_WORDS]
    held.edit = held.edit + 1
    if hand_in:
        _require_all(held)
        held.handed_in_at = database_clock.now()
        settle(
            ("hiring", held.candidate.position_id), keys=f"hiring-{held.candidate.position_id}-card-{held.pk}"
        )
    held.save(update_fields=["marks", "advice", "summary", "edit", "handed_in_at"])
    note_look(held.candidate.position.dossier, by=by, act=Act.WRITTEN, page="interview",
              candidate=held.candidate)  # fmt: skip
    if hand_in:
        words = gettext_noop("{name} handed in what they found in an interview")
        tell([held.candidate.position.dossier.owner], held.candidate.position.dossier,
             key=f"found-{held.pk}", words=words, params={"name": by.full_name})  # fmt: skip
    return held


def _marks(criteria: Sequence[str], given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for number, criterion in enumerate(criteria):
        said = given[number] if number < len(given) else {}
        mark = said.get("mark")
        words = one_line(str(said.get("words") or ""), 500)
        rows.append({"criterion": criterion, "mark": mark if mark in Mark.values else None, "words": words})
    return rows


def _require_all(card: Scorecard) -> None:
    if not all(row["mark"] for row in card.marks):
        raise ValidationError(_("Judge by each criterion before you hand it in."))
    if any(row["mark"] in (Mark.NO, Mark.ABOVE) and not row["words"] for row in card.marks):
        raise ValidationError(_("The lowest and the highest mark need words that say why."))
    if not card.advice:
        raise ValidationError(_("Say what you advise."))
