"""What is known of a person is deleted: when its time is over, or at once if they ask."""

import datetime

from django.db import transaction

from files.actions import drop
from hiring.actions.dossiers import require_writer
from hiring.actions.looking import note_look
from hiring.choices import Act
from hiring.models import Candidate, CandidateFile, Dossier
from lib import database_clock
from outbox.actions import forget as forget_letters
from staff.models import User

AT_ONCE = 200


@transaction.atomic
def erase_candidate(candidate: Candidate, *, by: User) -> None:
    """They asked for it: rows, files and letters go at once, whatever the clock says."""
    require_writer(candidate.position.dossier, by)
    _erase(candidate, by=by, act=Act.ERASED)


def forget_due(now: datetime.datetime | None = None) -> int:
    """How many candidates and files went whose last day is over. Safe to run twice and to be killed
    anywhere: each goes in a transaction of its own.
    """
    today = (now or database_clock.now()).date()
    candidates = Candidate.objects.filter(keep_until__lt=today).order_by("pk").values_list("pk", flat=True)
    gone = sum(_forget_candidate(pk, today) for pk in list(candidates[:AT_ONCE]))
    dossiers = Dossier.objects.filter(keep_until__lt=today).order_by("pk").values_list("pk", flat=True)
    return gone + sum(_forget_dossier(pk, today) for pk in list(dossiers[:AT_ONCE]))


@transaction.atomic
def _forget_candidate(pk: int, today: datetime.date) -> int:
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("position__dossier")
    held = rows.filter(pk=pk, keep_until__lt=today).first()
    if held is None:
        return 0
    _erase(held, by=None, act=Act.FORGOTTEN)
    return 1


@transaction.atomic
def _forget_dossier(pk: int, today: datetime.date) -> int:
    """A position with all who stood for it, or a recommendation."""
    held = Dossier.objects.select_for_update(of=("self",)).filter(pk=pk, keep_until__lt=today).first()
    if held is None:
        return 0
    for candidate in Candidate.objects.filter(position=held.pk).select_related("position__dossier"):
        _erase(candidate, by=None, act=Act.FORGOTTEN)
    note_look(held, by=None, act=Act.FORGOTTEN)
    held.delete()
    return 1


def _erase(candidate: Candidate, *, by: User | None, act: str) -> None:
    """What is left is a line with numbers. Recommendations to hire them go too, with their dossiers."""
    note_look(candidate.position.dossier, by=by, act=act, candidate=candidate)
    letters = [row.letter for row in candidate.letters.select_related("letter")]
    blobs = [row.blob for row in CandidateFile.objects.filter(candidate=candidate).select_related("blob")]
    Dossier.objects.filter(recommendation__candidate=candidate).delete()
    candidate.delete()
    forget_letters(letters)
    for blob in {blob.pk: blob for blob in blobs}.values():
        drop(blob)
