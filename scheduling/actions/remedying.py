"""A gap is closed: somebody's shift changes, somebody comes, or the hours are offered. Each asks the rules
again, is written down with how it was, told to whom it concerns, and can be taken back.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from scheduling.access import may_plan
from scheduling.actions.carrying import free_number
from scheduling.actions.giving import ask_rules, held_now, save_live, write_down
from scheduling.actions.locking import lock
from scheduling.choices import MoveWhy, RemedyKind
from scheduling.fitness import candidates
from scheduling.leading import may_decide
from scheduling.models import Gap, RemedyTaken, Shift
from scheduling.remedies import Hole, Remedy
from scheduling.telling import tell
from staff.models import Team, User

COMES = (RemedyKind.CALL, RemedyKind.FREE)
TOLD = {
    RemedyKind.PART: gettext_noop("In your shift something comes at another time: {when}"),
    RemedyKind.MOVE: gettext_noop("Your shift is at another time: {when}"),
    RemedyKind.LONGER: gettext_noop("Your shift is longer: {when}"),
    RemedyKind.CALL: gettext_noop("You are called in: {when}"),
    RemedyKind.FREE: gettext_noop("You have another shift: {when}"),
}


@transaction.atomic
def take_remedy(remedy: Remedy, *, by: User) -> RemedyTaken:
    """NotAllowed with the reasons if a rule forbids it by now. Nobody decides about hours of their own; but
    whoever plans may come themselves.
    """
    then, user = remedy.then, remedy.user
    if then is None or user is None or not may_plan(by, then.team):
        raise PermissionDenied("roster.plan")
    if not may_decide(by, user) and (remedy.kind not in COMES or user.pk != by.pk):
        raise PermissionDenied("roster.plan")
    lock(then.team_id, {user.pk})
    if then.ends_at <= database_clock.now():
        raise ValidationError(_("It is over."))
    ask_rules({user: [then]}, then.team, by=by, instead_of=[remedy.shift.pk] if remedy.shift else ())
    before = _reshape(remedy.shift, then) if remedy.shift else _come(then, by)
    row = _written(remedy.kind, then, user, before, by)
    tell([user], key=f"remedy-{row.pk}", words=TOLD[RemedyKind(remedy.kind)], when=_when(row))
    return row


def _reshape(seen: Shift, then: Shift) -> dict[str, Any]:
    """How it was."""
    held = held_now(seen)
    if held.sequence != seen.sequence:
        raise ValidationError(_("The roster changed meanwhile. Look at it as it is now."))
    before = _as_it_is(held)
    held.starts_at, held.ends_at, held.parts = then.starts_at, then.ends_at, then.parts
    save_live(held)
    then.pk, then.sequence = held.pk, held.sequence
    return before


def _come(then: Shift, by: User) -> dict[str, Any]:
    save_live(then, new=True)
    write_down(then, None, then.user_id, MoveWhy.CALLED, by)
    return {}


def _as_it_is(shift: Shift) -> dict[str, Any]:
    return {
        "starts_at": shift.starts_at.isoformat(), "ends_at": shift.ends_at.isoformat(), "parts": shift.parts
    }  # fmt: skip


def _written(
    kind: str, then: Shift | Gap, user: User | None, before: dict[str, Any], by: User
) -> RemedyTaken:
    return RemedyTaken.objects.create(
        team=then.team, kind=kind, user=user, sequence=then.sequence, starts_at=then.starts_at,
        number=then.number if isinstance(then, Gap) else then.pk, ends_at=then.ends_at, before=before, by=by,
        at=database_clock.now(),
    )  # fmt: skip


def _when(row: RemedyTaken) -> tuple[datetime.datetime, datetime.datetime]:
    return row.starts_at, row.ends_at


@transaction.atomic
def offer_hours(team: Team, hole: Hole, *, by: User) -> RemedyTaken:
    """Hours that are nobody's, to all who may work them; the first takes them."""
    if not may_plan(by, team):
        raise PermissionDenied("roster.plan")
    lock(team.pk, ())
    now = database_clock.now()
    if hole.ends_at <= now:
        raise ValidationError(_("It is over."))
    same = {"team": team, "starts_at": hole.starts_at, "ends_at": hole.ends_at, "was_of": None}
    gap = Gap.objects.filter(**same).first()
    if gap:
        return offer_gap(gap, by=by)
    gap = Gap.objects.create(**same, parts=hole.parts, number=free_number(), opened_at=now)
    return _offer(gap, by, {})


@transaction.atomic
def offer_gap(gap: Gap, *, by: User) -> RemedyTaken:
    """Told to all who may work it; asked again, those who may by now and were not told. ValidationError if
    nobody may. Taken back, the gap is open as it was.
    """
    if not may_plan(by, gap.team):
        raise PermissionDenied("roster.plan")
    return _offer(gap, by, {"stays": True})


def _offer(gap: Gap, by: User, before: dict[str, Any]) -> RemedyTaken:
    if gap.ends_at <= database_clock.now():
        raise ValidationError(_("It is over."))
    people = [one.user for one in candidates(gap, gap.team, without={by.pk}) if not one.why_not]
    if not people:
        raise ValidationError(_("Nobody of the team may work then."))
    known = RemedyTaken.objects.filter(kind=RemedyKind.OFFER, number=gap.number, undone_at=None)
    row = known.first() or _written(RemedyKind.OFFER, gap, None, {**before, "told": len(people)}, by)
    tell(
        people, key=f"gap-{gap.number}-offered", page="scheduling:gaps", when=(gap.starts_at, gap.ends_at),
        words=gettext_noop("Somebody is needed: {when}. Take it if you can"),
    )  # fmt: skip
    return row


@transaction.atomic
def leave_gap(gap: Gap, *, by: User) -> None:
    """Nobody is needed for it any more."""
    if not may_plan(by, gap.team):
        raise PermissionDenied("roster.plan")
    if Gap.objects.filter(pk=gap.pk).delete()[0]:
        write_down(gap, None, None, MoveWhy.LEFT, by)


@transaction.atomic
def take_back_remedy(row: RemedyTaken, *, by: User) -> None:
    """As it was before. ValidationError if it began, or changed since."""
    if not may_plan(by, row.team):
        raise PermissionDenied("roster.plan")
    held = RemedyTaken.objects.select_for_update(of=("self",)).select_related("team", "user").get(pk=row.pk)
    if held.undone_at:
        return
    if held.kind == RemedyKind.OFFER:
        _take_offer_back(held, by)
    else:
        _take_shift_back(held, by)
    held.undone_at, held.undone_by = database_clock.now(), by
    held.save(update_fields=["undone_at", "undone_by"])


def _take_offer_back(row: RemedyTaken, by: User) -> None:
    """Hours that were offered only go; a shift that was open before needs somebody still."""
    gap = Gap.objects.filter(number=row.number).first()
    if gap is None:
        raise ValidationError(_("Somebody took it meanwhile."))
    if gap.was_of_id is None and not row.before.get("stays"):
        leave_gap(gap, by=by)


def _take_shift_back(row: RemedyTaken, by: User) -> None:
    assert row.user is not None
    lock(row.team_id, {row.user.pk})
    shift = Shift.objects.filter(pk=row.number, user=row.user, sequence=row.sequence).first()
    if shift is None:
        raise ValidationError(_("It changed since. Look at the roster."))
    start, end, parts = shift.starts_at, shift.ends_at, shift.parts
    if row.before:
        start, end = (datetime.datetime.fromisoformat(row.before[name]) for name in ("starts_at", "ends_at"))
        parts = row.before["parts"]
    if min(start, shift.starts_at) <= database_clock.now() and not _goes_on(row, end):
        raise ValidationError(_("It has begun already."))
    if not row.before:
        shift.delete()
        write_down(row, row.user.pk, None, MoveWhy.CALLED, by)
        words = gettext_noop("You need not come after all: {when}")
    else:
        shift.starts_at, shift.ends_at, shift.parts = start, end, parts
        ask_rules({row.user: [shift]}, row.team, by=by, instead_of=[shift.pk])
        save_live(shift)
        words = gettext_noop("Your shift is as it was: {when}")
    tell([row.user], key=f"remedy-{row.pk}-back", words=words, when=(start, end))


def _goes_on(row: RemedyTaken, end: datetime.datetime) -> bool:
    """A shift that is under way may still end when it would have, or have its parts where they were."""
    return (
        row.kind in (RemedyKind.LONGER, RemedyKind.PART) and bool(row.before) and end > database_clock.now()
    )
