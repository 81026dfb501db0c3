"""Published shifts go from one to another: the one door by which a live shift changes hands. The rules are
asked first, its number stays, and each move is written down.
"""

import datetime
from collections.abc import Collection
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.actions.locking import lock
from scheduling.choices import MoveWhy
from scheduling.fitness import refused
from scheduling.models import Exchange, Gap, Shift, ShiftMove, TimeOff
from scheduling.models.rosters import Stretch
from staff.models import Team, User

# Out of the way while two change places: nobody may be in two places at once, not for a moment either.
ASIDE = datetime.timedelta(days=36525)
KEPT = ("starts_at", "ends_at", "parts", "template_id", "note", "team_id")


class NotAllowed(ValidationError):
    """A rule forbids it; says whom and why."""


def ask_rules(
    planned: dict[User, list[Stretch]], team: Team, *, by: User, instead_of: Collection[int] = ()
) -> None:
    """NotAllowed with the reasons, each with the name of whom it concerns, and no more than `by` may know."""
    found = refused(planned, team, instead_of=instead_of, reader=by)
    words = []
    for user in planned:
        for one in found.get(user.pk, ()):
            words.append(f"{user.full_name}: {one}")
    if words:
        raise NotAllowed(words)


@transaction.atomic
def give(shift: Shift, *, to: User, by: User, why: str) -> Shift:
    lock(shift.team_id, {shift.user_id, to.pk})
    held = held_now(shift)
    ask_rules({to: [held]}, held.team, by=by)
    before = held.user_id
    held.user = to
    save_live(held)
    write_down(held, before, to.pk, why, by)
    return held


@transaction.atomic
def exchange(one: Shift, other: Shift, *, by: User) -> tuple[Shift, Shift]:
    """Each gets the other's."""
    lock(one.team_id, {one.user_id, other.user_id})
    one, other = held_now(one), held_now(other)
    first, second = one.user, other.user
    ask_rules({first: [other], second: [one]}, one.team, by=by, instead_of=(one.pk, other.pk))
    Shift.objects.filter(pk=one.pk).update(starts_at=one.starts_at - ASIDE, ends_at=one.ends_at - ASIDE)
    one.user, other.user = second, first
    save_live(other)
    save_live(one)
    write_down(one, first.pk, second.pk, MoveWhy.SWAP, by)
    write_down(other, second.pk, first.pk, MoveWhy.SWAP, by)
    return one, other


@transaction.atomic
def open_gap(shift: Shift, *, by: User, why: str, time_off: TimeOff | None = None) -> Gap:
    """Nobody works it any more; what was offered of it is over."""
    held = held_now(shift)
    Exchange.objects.filter(shift=held, state__in=("open", "accepted")).update(state="expired")
    gap = Gap.objects.create(
        number=held.pk, sequence=held.sequence + 1, was_of_id=held.user_id, time_off=time_off,
        opened_at=database_clock.now(), **{name: getattr(held, name) for name in KEPT},
    )  # fmt: skip
    write_down(gap, held.user_id, None, why, by)
    held.delete()
    return gap


@transaction.atomic
def fill_gap(gap: Gap, *, user: User, by: User) -> Shift:
    """Of two who fill it at once the second is told that it is filled."""
    lock(gap.team_id, {user.pk})
    held = Gap.objects.select_for_update().filter(pk=gap.pk).first()
    if held is None:
        raise ValidationError(_("Somebody was quicker: it is taken."))
    if held.ends_at <= database_clock.now():
        raise ValidationError(_("It is over."))
    ask_rules({user: [held]}, held.team, by=by)
    kept = {name: getattr(held, name) for name in KEPT}
    shift = Shift(pk=held.number, sequence=held.sequence + 1, user=user, **kept)
    held.delete()
    save_live(shift, new=True)
    write_down(shift, None, user.pk, MoveWhy.GAP, by)
    return shift


def held_now(shift: Shift) -> Shift:
    """As it is now. ValidationError if a new roster took it away, or gave it to somebody else."""
    held = Shift.objects.select_for_update(of=("self",)).select_related("user", "team")
    row = held.filter(pk=shift.pk, user=shift.user_id).first()
    if row is None:
        raise ValidationError(_("The roster changed: this shift is not theirs any more."))
    return row


def save_live(shift: Shift, *, new: bool = False) -> None:
    if not new:
        shift.sequence += 1
    try:
        with transaction.atomic():
            shift.save(force_insert=new)
    except IntegrityError as error:
        raise ValidationError(_("They have a shift at that time.")) from error


class Numbered(Protocol):
    """A published shift, under its number: with somebody, open, or gone."""

    number: int
    team_id: int
    sequence: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime


def write_down(row: Numbered, before: int | None, after: int | None, why: str, by: User) -> None:
    ShiftMove.objects.create(
        number=row.number, team_id=row.team_id, sequence=row.sequence, starts_at=row.starts_at,
        ends_at=row.ends_at, before_id=before, after_id=after, why=why, by=by, at=database_clock.now(),
    )  # fmt: skip
