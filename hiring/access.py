"""Whose files they are. Nobody comes in by their role: only who is named in a file and may work on hiring.
What is not yours is not found, whoever you are.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from hiring.choices import POSITION_OVER, DossierKind, Part
from hiring.models import Candidate, Dossier, Look, Member, Position, Recommendation, Scorecard
from staff.models import User

WRITES = (Part.OWNER, Part.WORKS)


def dossiers_for(user: User, *, parts: Collection[str] = Part.values) -> QuerySet[Dossier]:
    """Those this person is named in, never one about themselves. Whoever may not work on hiring has none,
    but an administrator who let themselves in.
    """
    if not user.may("hiring.work"):
        parts = {*parts} & {Part.LET_IN} if user.may("hiring.let_in") else ()
    named = Member.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), user=user, part__in=parts)
    about = Recommendation.objects.filter(Q(subject=user) | Q(candidate__hired_as=user))
    return Dossier.objects.filter(pk__in=named.values("dossier")).exclude(pk__in=about.values("pk"))


def positions_for(user: User, *, parts: Collection[str] = Part.values) -> QuerySet[Position]:
    mine = dossiers_for(user, parts=parts).filter(kind=DossierKind.POSITION)
    return Position.objects.filter(pk__in=mine.values("pk")).select_related("dossier__owner", "team")


def position_for(user: User, number: int) -> Position:
    """Http404 unless this person is named in it."""
    return _found(positions_for(user).filter(pk=number))


def writable_position(user: User, number: int) -> Position:
    """Http404 unless this person works on it; who let themselves in only reads."""
    return _found(positions_for(user, parts=WRITES).filter(pk=number))


def candidates_for(user: User, *, parts: Collection[str] = Part.values) -> QuerySet[Candidate]:
    mine = positions_for(user, parts=parts)
    found = Candidate.objects.filter(position__in=mine.values("pk"))
    return found.exclude(hired_as=user).select_related("position__dossier", "stage")


def candidate_for(user: User, number: int) -> Candidate:
    return _found(candidates_for(user).filter(pk=number))


def writable_candidate(user: User, number: int) -> Candidate:
    return _found(candidates_for(user, parts=WRITES).filter(pk=number))


def interviews_for(user: User) -> QuerySet[Scorecard]:
    """What they were asked to judge, as long as it is not decided."""
    if not user.is_active:
        return Scorecard.objects.none()
    mine = Scorecard.objects.filter(interviewer=user, candidate__closed_on=None)
    mine = mine.exclude(candidate__position__state__in=POSITION_OVER).exclude(candidate__hired_as=user)
    return mine.select_related("candidate__position__dossier", "candidate__stage")


def interview_for(user: User, number: int) -> Scorecard:
    return _found(interviews_for(user).filter(pk=number))


def recommendations_for(user: User) -> QuerySet[Recommendation]:
    mine = dossiers_for(user).filter(kind=DossierKind.RECOMMENDATION)
    found = Recommendation.objects.filter(pk__in=mine.values("pk"))
    return found.select_related("dossier__owner", "subject", "candidate", "author", "second")


def recommendation_for(user: User, number: int) -> Recommendation:
    return _found(recommendations_for(user).filter(pk=number))


def owned_dossier(user: User, number: int) -> Dossier:
    """Http404 unless it is theirs: they see who looked, and name who is in it."""
    return _found(dossiers_for(user, parts=[Part.OWNER]).filter(pk=number).select_related("owner"))


def looks_about(user: User) -> QuerySet[Look]:
    """Who has looked at what is about this person, as far as the desk tells."""
    if not settings.HIRING_TELL_WHO_LOOKED or not user.is_active:
        return Look.objects.none()
    return Look.objects.filter(about=user).select_related("who")


def closed_doors(user: User) -> QuerySet[Dossier]:
    """Those that somebody who may let themselves in is not in; without what is in them, and never one about
    themselves.
    """
    if not user.may("hiring.let_in"):
        return Dossier.objects.none()
    closed = Dossier.objects.all()
    about = Recommendation.objects.filter(Q(subject=user) | Q(candidate__hired_as=user))
    mine = dossiers_for(user)
    theirs = Member.objects.filter(user=user, part__in=[Part.OWNER, Part.DECIDES])
    for shut in (mine.values("pk"), about.values("pk"), theirs.values("dossier")):
        closed = closed.exclude(pk__in=shut)
    return closed


def may_write(user: User, dossier: Dossier) -> bool:
    return dossiers_for(user, parts=WRITES).filter(pk=dossier.pk).exists()


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the files whose notices this colleague may still see: named in them, or asked to interview."""
    mine = set(dossiers_for(user).filter(pk__in=numbers).values_list("pk", flat=True))
    asked = interviews_for(user).filter(candidate__position__in=numbers)
    return mine | set(asked.values_list("candidate__position_id", flat=True))


def _found(rows: QuerySet) -> Any:
    one = rows.first()
    if one is None:
        raise Http404("no such file for this reader")
    return one
