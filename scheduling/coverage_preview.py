"""What becomes of a team while somebody is off: for whoever decides."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from scheduling.fitness import zone_of
from scheduling.models import Need, Shift, TimeOff
from scheduling.rostered import heads_by_quarter
from staff.models import Membership, User

DAY = datetime.timedelta(days=1)


@dataclass
class Short:
    """A day on which a team has fewer on shift than it needs, at the worst quarter of an hour."""

    team: str
    day: datetime.date
    needed: float
    there: float


@dataclass
class Preview:
    shifts: list[Shift]
    others: list[TimeOff]
    short: list[Short]


def preview(row: TimeOff) -> Preview:
    """The shifts it would open, who else is off, and where heads would lack without this person."""
    shifts = list(
        Shift.objects.of(row.user_id).between(row.starts_at, row.ends_at).select_related("team", "template")
    )
    teams = Membership.objects.filter(user=row.user_id, team__active=True).values("team")
    mates = User.objects.filter(memberships__team__in=teams, is_active=True).exclude(pk=row.user_id)
    others = TimeOff.objects.standing().filter(user__in=mates.values("pk"))
    off = list(others.between(row.starts_at, row.ends_at).select_related("user").order_by("starts_at"))
    return Preview(shifts, off, _short(row, shifts))


def _short(row: TimeOff, shifts: list[Shift]) -> list[Short]:
    found: dict[tuple[int, datetime.date], Short] = {}
    zone = zone_of(row.user)
    for team in {one.team_id: one.team for one in shifts}.values():
        needs: dict[datetime.datetime, float] = defaultdict(float)
        for need in Need.objects.filter(team=team, starts_at__gte=row.starts_at, starts_at__lt=row.ends_at):
            needs[need.starts_at] += float(need.heads)
        heads = heads_by_quarter(team, row.starts_at, row.ends_at) if needs else {}
        for at, needed in needs.items():
            mine = any(one.starts_at <= at < one.ends_at for one in shifts if one.team_id == team.pk)
            there = sum(heads.get(at, {}).values()) - mine
            day = at.astimezone(zone).date()
            worst = found.get((team.pk, day))
            if mine and there < needed and (not worst or needed - there > worst.needed - worst.there):
                found[team.pk, day] = Short(team.name, day, needed, max(there, 0))
    return sorted(found.values(), key=lambda one: (one.day, one.team))
