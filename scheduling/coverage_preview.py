"""What becomes of a team while somebody is off: for whoever decides."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from scheduling.arriving import QUARTER
from scheduling.choices import Work
from scheduling.fitness import zone_of
from scheduling.models import Need, Shift, TimeOff
from scheduling.risk_slots import Slot
from scheduling.risking import AHEAD, risks
from scheduling.rostered import By, heads_by_quarter
from staff.models import Membership, Team, User

Moment = datetime.datetime


@dataclass
class Effect:
    """On a day that they would work: how much of what is needed is covered, in percent, with them and
    without; the quarter of an hour that is worst without; the risk that a promise breaks, as far as it is
    known: two weeks ahead.
    """

    team: str
    day: datetime.date
    before: int
    after: int
    at: Moment
    needed: float
    there: float
    risk_before: float | None = None
    risk_after: float | None = None

    @property
    def short(self) -> bool:
        return self.there < self.needed

    @property
    def riskier(self) -> bool:
        known = self.risk_before is not None and self.risk_after is not None
        return known and round(self.risk_after, 2) > round(self.risk_before, 2)


@dataclass
class Preview:
    shifts: list[Shift]
    others: list[TimeOff]
    effects: list[Effect]

    @property
    def short(self) -> bool:
        return any(one.short for one in self.effects)

    @property
    def riskier(self) -> bool:
        return any(one.riskier for one in self.effects)


def preview(row: TimeOff) -> Preview:
    """The shifts it would open, who else is off, and what that does to each day of each team."""
    shifts = list(
        Shift.objects.of(row.user_id).between(row.starts_at, row.ends_at).select_related("team", "template")
    )
    teams = Membership.objects.filter(user=row.user_id, team__active=True).values("team")
    mates = User.objects.filter(memberships__team__in=teams, is_active=True).exclude(pk=row.user_id)
    others = TimeOff.objects.standing().filter(user__in=mates.values("pk"))
    off = list(others.between(row.starts_at, row.ends_at).select_related("user").order_by("starts_at"))
    found: list[Effect] = []
    for team in {one.team_id: one.team for one in shifts}.values():
        found += _effects(row, team, [one for one in shifts if one.team_id == team.pk])
    return Preview(shifts, off, sorted(found, key=lambda one: (one.day, one.team)))


def _effects(row: TimeOff, team: Team, shifts: list[Shift]) -> list[Effect]:
    zone = zone_of(row.user)
    start, end = min(one.starts_at for one in shifts), max(one.ends_at for one in shifts)
    heads = heads_by_quarter(team, start, end)
    mine = _mine(row, shifts)
    needs: dict[datetime.date, dict[Moment, float]] = defaultdict(lambda: defaultdict(float))
    for need in Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end):
        needs[need.starts_at.astimezone(zone).date()][need.starts_at] += float(need.heads)
    risky = _risks(team, mine, zone)
    days = sorted({at.astimezone(zone).date() for at in mine} & needs.keys())
    return [_effect(team, day, needs[day], heads, mine, risky.get(day)) for day in days]


def _mine(row: TimeOff, shifts: list[Shift]) -> dict[Moment, str]:
    """What they would do in each quarter of an hour, where that counts as coverage."""
    found = {}
    for shift in shifts:
        at = shift.starts_at
        while at < shift.ends_at:
            activity = shift.activity_at(at + QUARTER / 2)
            if activity in Work.values:
                found[at] = activity
            at += QUARTER
    return found


def _effect(
    team: Team, day: datetime.date, needs: Mapping[Moment, float], heads: By, mine: Mapping[Moment, str],
    risk: tuple[float, float] | None,
) -> Effect:  # fmt: skip
    there = {at: sum(heads.get(at, {}).values()) for at in needs}
    without = {at: max(there[at] - (at in mine), 0) for at in needs}
    worst = max((at for at in needs if at in mine), key=lambda at: needs[at] - without[at], default=None)
    at = worst or min(needs)
    found = Effect(
        team.name, day, _percent(there, needs), _percent(without, needs), at, needs[at], without[at]
    )
    if risk:
        found.risk_before, found.risk_after = risk
    return found


def _percent(there: Mapping[Moment, float], needs: Mapping[Moment, float]) -> int:
    asked = sum(needs.values())
    return round(100 * sum(min(there[at], needed) for at, needed in needs.items()) / asked) if asked else 100


def _risks(team: Team, mine: Mapping[Moment, str], zone: datetime.tzinfo) -> dict[datetime.date, tuple]:
    """By day with them and without, of what comes on that day."""
    now = timezone.now()
    if not mine or min(mine) >= now + AHEAD:
        return {}
    heads = heads_by_quarter(team, now - QUARTER, now + AHEAD + QUARTER)
    as_it_is = risks(team, now, heads).slots
    without: By = defaultdict(
        lambda: defaultdict(int), {at: defaultdict(int, one) for at, one in heads.items()}
    )
    for at, activity in mine.items():
        if without[at][activity]:
            without[at][activity] -= 1
    days = {at.astimezone(zone).date() for at in mine}
    before, after = (_by_day(slots, zone) for slots in (as_it_is, risks(team, now, without).slots))
    return {day: (before[day], after[day]) for day in days & before.keys() & after.keys()}


def _by_day(slots: list[Slot], zone: datetime.tzinfo) -> dict[datetime.date, float]:
    come: dict[datetime.date, float] = defaultdict(float)
    late: dict[datetime.date, float] = defaultdict(float)
    for slot in slots:
        day = slot.starts_at.astimezone(zone).date()
        for work, share in slot.late.items():
            come[day] += slot.expected.get(work, 0.0)
            late[day] += slot.expected.get(work, 0.0) * share
    return {day: late[day] / number for day, number in come.items() if number > 0}
