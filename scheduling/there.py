"""Who is there, until when, and when they are back. The roster speaks where one is published; elsewhere it is
whoever is on duty as far as opening hours and presence tell.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from scheduling.choices import Work
from scheduling.known import BEFORE, DAY, Known, known_of
from scheduling.load import Span, joined
from scheduling.models import OnCall, Publication, Shift, TimeOff
from scheduling.queries import on_call, rostered
from scheduling.spells import Kind, Spell
from staff.duty import is_away, on_duty
from staff.models import User


@dataclass(frozen=True, slots=True)
class There:
    """`working`: in a part of the shift in which work is done. `ends_at` of the shift they are in, `left_at`
    when the last one ended. `next_at` is when they are back, once they leave; where no shift is known, until
    when it is known that they have none. All unknown without a roster. `planned`: their shifts of the weeks
    around, without time off; `actual`: when they were clocked in.
    """

    on_shift: bool
    working: bool
    rostered: bool = False
    on_call: bool = False
    ends_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    next_at: datetime.datetime | None = None
    planned: tuple[Span, ...] = ()
    actual: tuple[Span, ...] = ()


NOT_THERE = There(False, False)


class Piece(NamedTuple):
    """A stretch of a shift that somebody really works."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    shift: Shift


def there(
    users: Collection[User], at: datetime.datetime, *, duty: bool = True, known: Known | None = None
) -> dict[int, There]:
    """In five statements for those on a roster, and what being on duty costs for the others. Who has time off
    is not there, whatever the roster says. Without `duty` it is not asked who is called or on duty.
    """
    known = known or known_of([one.pk for one in users], at)
    known_until = {one.pk: until for one in users if (until := known.speaks_until(one.pk))}
    calls = set(_calls(users, at)) if duty else set()
    time_off, actual = _time_off(known.spells), _actual(known.spells, at)
    others = [one for one in users if one.pk not in known_until]
    on = on_duty(others, at) if others and duty else set()
    found = {}
    for one in users:
        off, called = time_off.get(one.pk, []), one.pk in calls
        if one.pk in known_until:
            seen = _rostered(one, _pieces(known.shifts.get(one.pk, ()), off), known_until[one.pk], at)
        else:
            seen = _on_duty(one.pk in on, off, at)
        away = any(span.starts_at <= at < span.ends_at for span in off)
        found[one.pk] = replace(seen, on_call=called and not away, actual=tuple(actual.get(one.pk, ())))
    return found


def _on_duty(is_on: bool, off: Sequence[Span], at: datetime.datetime) -> There:
    """Without a roster; but time off is known."""
    until = max((one.ends_at for one in off if one.starts_at <= at < one.ends_at), default=None)
    if until:
        return There(False, False, rostered=True, next_at=until)
    return There(is_on, is_on)


def _time_off(spells: Iterable[Spell]) -> dict[int, list[Span]]:
    """What was approved, of the weeks around."""
    found: dict[int, list[Span]] = {}
    for one in spells:
        if one.kind == Kind.OFF and one.ends_at is not None:
            found.setdefault(one.user, []).append(Span(one.starts_at, one.ends_at))
    return found


def _actual(spells: Iterable[Spell], at: datetime.datetime) -> dict[int, list[Span]]:
    """When they were clocked in; who still is, until now."""
    found: dict[int, list[Span]] = {}
    for one in spells:
        if one.kind == Kind.CLOCKED_IN and at - BEFORE - DAY < one.starts_at < at:
            end = min(one.ends_at or at, one.starts_at + DAY)
            found.setdefault(one.user, []).append(Span(one.starts_at, end))
    return found


def _pieces(shifts: Sequence[Shift], off: Sequence[Span]) -> list[Piece]:
    """What is left of shifts when time off is taken out."""
    found: list[Piece] = []
    for shift in shifts:
        start = shift.starts_at
        for gap in joined(off):
            if gap.starts_at >= shift.ends_at or gap.ends_at <= start:
                continue
            if gap.starts_at > start:
                found.append(Piece(start, gap.starts_at, shift))
            start = max(start, gap.ends_at)
        if start < shift.ends_at:
            found.append(Piece(start, shift.ends_at, shift))
    return found


def _calls(users: Collection[User], at: datetime.datetime) -> Collection[int]:
    rows = OnCall.objects.filter(user__in=[one.pk for one in users], starts_at__lte=at, ends_at__gt=at)
    away = {one.pk for one in users if is_away(one, at)}
    return set(rows.values_list("user", flat=True)) - away


def _rostered(
    user: User, shifts: Sequence[Piece], known_until: datetime.datetime, at: datetime.datetime
) -> There:
    """Who said that they are away is off until then, whatever the roster says."""
    away_until = user.away_until if is_away(user, at) else None
    now = None if away_until else next((one for one in shifts if one.starts_at <= at < one.ends_at), None)
    return There(
        on_shift=now is not None,
        working=now is not None and now.shift.activity_at(at) in Work.values,
        rostered=True,
        ends_at=now.ends_at if now else None,
        left_at=max((one.ends_at for one in shifts if one.ends_at <= at), default=None),
        next_at=_back(shifts, now, away_until or at) or known_until,
        planned=tuple(Span(one.starts_at, one.ends_at) for one in shifts),
    )


def _back(shifts: Sequence[Shift], now: Shift | None, after: datetime.datetime) -> datetime.datetime | None:
    """When they are at work again: in the middle of a shift, for who was away, or with the next one."""
    if now is None and any(one.starts_at <= after < one.ends_at for one in shifts):
        return after
    return min((one.starts_at for one in shifts if one.starts_at > after), default=None)


def called(team: int, at: datetime.datetime, skills: Collection[int] = ()) -> list[int]:
    """Who is on call for the team, the first to be called first; see `on_call`."""
    return [one.user_id for one in on_call(team, at, skills)]


def absent(users: Collection[User], at: datetime.datetime) -> set[int]:
    """Who of them has time off, or said that they are away."""
    off = TimeOff.objects.approved().filter(starts_at__lte=at, ends_at__gt=at)
    numbers = set(off.filter(user__in=[one.pk for one in users]).values_list("user", flat=True))
    return numbers | {one.pk for one in users if is_away(one, at)}


def speaks(team: int, at: datetime.datetime) -> bool:
    """Whether a roster of the team is published for that moment."""
    return bool(rostered([team], at))


def anybody_off(at: datetime.datetime) -> bool:
    """Whether it is known of anybody that they are off: by a roster, or by time off."""
    if Publication.objects.filter(starts_at__lte=at, ends_at__gt=at).exists():
        return True
    return TimeOff.objects.approved().filter(starts_at__lte=at, ends_at__gt=at).exists()
