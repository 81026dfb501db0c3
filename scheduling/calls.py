"""Turns at being called, held against what people have said and what stands already."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.call_turns import Pattern, Turn, turns, uncovered
from scheduling.models import OnCall, Publication, Shift, TimeOff
from scheduling.spans import Span
from staff.models import HeldSkill, Skill, Team, User

FIRST, SECOND = 1, 2


@dataclass(frozen=True)
class Planned:
    """`trouble` says why it cannot be."""

    turn: Turn
    order: int
    user: User | None
    instead_of: User | None
    trouble: tuple[str, ...] = ()


def planned(
    team: Team, people: Sequence[User], pattern: Pattern, *, skill: Skill | None = None, second: bool = False
) -> list[Planned]:
    """Who is off is passed over. In four statements."""
    by_number = {one.pk: one for one in people}
    first = turns(list(by_number), pattern)
    if not first:
        return []
    off = _off(by_number, first)

    def cannot(person: int, start: datetime.datetime, end: datetime.datetime) -> bool:
        return any(one.starts_at < end and one.ends_at > start for one in off.get(person, ()))

    every = [(one, FIRST) for one in turns(list(by_number), pattern, cannot)]
    firsts = {one.starts_at: one.person for one, _order in every}

    def cannot_too(person: int, start: datetime.datetime, end: datetime.datetime) -> bool:
        return firsts[start] == person or cannot(person, start, end)

    if second:
        seconds = turns(list(by_number), pattern, cannot_too, ahead=1)
        every += [(one, SECOND) for one in seconds if one.person is not None]
    held = _standing(team, skill, first)
    unskilled = _unskilled(people, skill, pattern.last_on)
    return [
        Planned(
            turn, order, by_number.get(turn.person or 0), by_number.get(turn.instead_of or 0),
            tuple(_trouble(turn, order, held, unskilled)),
        )
        for turn, order in sorted(every, key=lambda one: (one[0].starts_at, one[1]))
    ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One turn with everybody in it, by the clock of the roster."""

    starts: datetime.datetime
    ends: datetime.datetime
    places: list[Planned]


def lines_of(found: Sequence[Planned], zone: ZoneInfo) -> list[Line]:
    lines: dict[datetime.datetime, Line] = {}
    for one in found:
        starts, ends = (
            at.astimezone(zone).replace(tzinfo=None) for at in (one.turn.starts_at, one.turn.ends_at)
        )
        lines.setdefault(one.turn.starts_at, Line(starts, ends, [])).places.append(one)
    return list(lines.values())


def _trouble(turn: Turn, order: int, held: Sequence[OnCall], unskilled: Collection[int]) -> list[str]:
    if turn.person is None:
        return [_("All of them have time off then.")]
    found = []
    for one in held:
        if one.starts_at < turn.ends_at and one.ends_at > turn.starts_at:
            if one.order == order:
                found.append(_("%(name)s is called then already.") % {"name": one.user.full_name})
            elif one.user_id == turn.person:
                found.append(_("Is called then already, in another place."))
    if turn.person in unskilled:
        found.append(_("Does not hold the skill."))
    return list(dict.fromkeys(found))


def _off(people: Collection[int], found: Sequence[Turn]) -> dict[int, list[Span]]:
    off: dict[int, list[Span]] = {}
    rows = TimeOff.objects.approved().between(found[0].starts_at, found[-1].ends_at).filter(user__in=people)
    for user, start, end in rows.values_list("user", "starts_at", "ends_at"):
        off.setdefault(user, []).append(Span(start, end))
    return off


def _standing(team: Team, skill: Skill | None, found: Sequence[Turn]) -> list[OnCall]:
    rows = OnCall.objects.filter(
        team=team, skill=skill, starts_at__lt=found[-1].ends_at, ends_at__gt=found[0].starts_at
    )
    return list(rows.select_related("user"))


def _unskilled(people: Sequence[User], skill: Skill | None, day: datetime.date) -> set[int]:
    if skill is None:
        return set()
    held = HeldSkill.objects.filter(user__in=people, skill=skill).on(day).values_list("user", flat=True)
    return {one.pk for one in people} - set(held)


def nobody_there(team: Team, days: int = 14) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """When nobody is on shift and nobody is called, in the days ahead for which a roster is published. Who
    is called for just one skill does not count.
    """
    now = timezone.now().replace(second=0, microsecond=0)
    end = now + datetime.timedelta(days=days)
    published = Publication.objects.filter(team=team, starts_at__lt=end, ends_at__gt=now)
    weeks = list(published.values_list("starts_at", "ends_at"))
    if not weeks:
        return []
    shifts = Shift.objects.filter(team=team).between(now, end).values_list("starts_at", "ends_at")
    calls = OnCall.objects.filter(team=team, skill=None, starts_at__lt=end, ends_at__gt=now)
    off = TimeOff.objects.approved().between(now, end)
    away = list(off.values_list("user", "starts_at", "ends_at"))
    spans = [*shifts]
    for one in calls:
        mine = [(since, until) for user, since, until in away if user == one.user_id]
        spans += uncovered(mine, one.starts_at, one.ends_at)
    found = uncovered(spans, max(now, min(since for since, _until in weeks)), end)
    last = max(until for _since, until in weeks)
    return [(since, min(until, last)) for since, until in found if since < last]
