"""Turns at being called, held against the rules and what stands already."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.call_rules import CallRules
from scheduling.call_turns import Pattern, Turn, turns, uncovered
from scheduling.models import OnCall, Publication, Shift, TimeOff
from staff.models import HeldSkill, Skill, Team, User

FIRST, SECOND = 1, 2
# By when a turn begins and who cannot take it.
Why = dict[tuple[datetime.datetime, int], str]


@dataclass(frozen=True)
class Planned:
    """`trouble` says why it cannot be, `why` what but time off keeps whose turn it was from it."""

    turn: Turn
    order: int
    user: User | None
    instead_of: User | None
    trouble: tuple[str, ...] = ()
    why: str = ""


def planned(
    team: Team, people: Sequence[User], pattern: Pattern, *, skill: Skill | None = None, second: bool = False
) -> list[Planned]:
    """Whom a rule keeps from it is passed over. It asks as often for one turn as for many."""
    by_number = {one.pk: one for one in people}
    first = turns(list(by_number), pattern)
    if not first:
        return []
    rules = CallRules(team, by_number.keys(), first[0].starts_at, first[-1].ends_at)
    why: Why = {}

    def cannot(person: int, start: datetime.datetime, end: datetime.datetime) -> bool:
        """Who can takes it: that counts for what comes to them next."""
        call = OnCall(user_id=person, team=team, skill=skill, starts_at=start, ends_at=end)
        if words := rules.against(call):
            why.setdefault((start, person), "" if rules.is_off(person, start, end) else "; ".join(words))
            return True
        rules.take(call)
        return False

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
            tuple(_trouble(turn, order, held, unskilled, _nobody(turn, by_number, why))),
            why.get((turn.starts_at, turn.instead_of or 0), ""),
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


def _nobody(turn: Turn, people: Mapping[int, User], why: Why) -> list[str]:
    """Why none of them can."""
    if turn.person is not None:
        return []
    words = [
        f"{user.full_name}: {said}" for one, user in people.items() if (said := why[turn.starts_at, one])
    ]
    return words or [_("All of them have time off then.")]


def _trouble(
    turn: Turn, order: int, held: Sequence[OnCall], unskilled: Collection[int], nobody: Sequence[str]
) -> list[str]:
    found = list(nobody)
    for one in held:
        if one.starts_at < turn.ends_at and one.ends_at > turn.starts_at:
            if one.order == order:
                found.append(_("%(name)s is called then already.") % {"name": one.user.full_name})
            elif one.user_id == turn.person:
                found.append(_("Is called then already, in another place."))
    if turn.person in unskilled:
        found.append(_("Does not hold the skill."))
    return list(dict.fromkeys(found))


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
