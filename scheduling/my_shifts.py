"""What somebody's own page of shifts shows: day by day, with who else is there. So many statements whatever
there is.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from scheduling import adherence
from scheduling.choices import Activity, ExchangeState, OffState
from scheduling.fitness import zone_of
from scheduling.models import Exchange, Gap, OnCall, Shift, TimeOff
from scheduling.weeks import ONE_DAY, midnight
from staff.models import Team, User

WEEKS = 4
LIVE = (ExchangeState.OPEN, ExchangeState.ACCEPTED)


class Part(adherence.Part):
    """As it is read."""

    @property
    def name(self) -> str:
        return str(Activity(self.kind).label)


@dataclass
class Line:
    shift: Shift
    parts: list[Part]
    others: list[User]
    exchange: Exchange | None = None


@dataclass
class Day:
    day: datetime.date
    is_today: bool
    lines: list[Line] = field(default_factory=list)
    calls: list[OnCall] = field(default_factory=list)
    off: list[TimeOff] = field(default_factory=list)

    @property
    def monday(self) -> bool:
        return self.day.weekday() == 0


def parts_of(shift: Shift) -> list[Part]:
    """The whole of it, one after another: what is not said is tickets."""
    found, minute = [], 0
    for part in sorted(shift.parts, key=lambda one: one["from"]):
        if part["from"] > minute:
            found.append((minute, part["from"], Activity.TICKETS))
        found.append((part["from"], part["from"] + part["minutes"], part["kind"]))
        minute = part["from"] + part["minutes"]
    if minute < shift.minutes:
        found.append((minute, shift.minutes, Activity.TICKETS))
    return [Part(_after(shift, a), _after(shift, b), kind) for a, b, kind in found]


def _after(shift: Shift, minutes: int) -> datetime.datetime:
    return shift.starts_at + datetime.timedelta(minutes=minutes)


@dataclass
class Glance:
    """What one wants to know first: `now` with the `part` that it is and the one that comes `then`, and the
    `next` shift; who is off or on call sees that.
    """

    now: Line | None = None
    part: Part | None = None
    then: Part | None = None
    next: Line | None = None
    call: OnCall | None = None
    off: TimeOff | None = None


def glance(days: Collection[Day], now: datetime.datetime) -> Glance:
    """Of what `days_of` found; asks for nothing more."""
    lines = [line for day in days for line in day.lines]
    found = Glance(
        now=next((one for one in lines if one.shift.starts_at <= now < one.shift.ends_at), None),
        next=next((one for one in lines if one.shift.starts_at > now), None),
        call=next((one for day in days for one in day.calls if one.starts_at <= now < one.ends_at), None),
        off=next((one for day in days for one in day.off if _is_off(one, now)), None),
    )
    if found.now:
        ahead = [one for one in found.now.parts if one.ends_at > now]
        found.part, found.then = (*ahead, None, None)[:2]
    return found


def _is_off(row: TimeOff, now: datetime.datetime) -> bool:
    return row.state == OffState.APPROVED and row.starts_at <= now < row.ends_at


def days_of(user: User, now: datetime.datetime, weeks: int = WEEKS) -> list[Day]:
    """Today always, then each day on which something is."""
    zone = zone_of(user)
    today = now.astimezone(zone).date()
    start, end = midnight(today, zone), midnight(today + weeks * 7 * ONE_DAY, zone)
    days = {today: Day(today, True)}

    def day_at(at: datetime.datetime) -> Day:
        day = max(at.astimezone(zone).date(), today)
        return days.setdefault(day, Day(day, False))

    for line in _lines(user, start, end):
        day_at(line.shift.starts_at).lines.append(line)
    calls = OnCall.objects.filter(user=user, starts_at__lt=end, ends_at__gt=now)
    told = set()
    for call in calls.select_related("team", "skill"):
        # The first and the second to be called may be the same person.
        if (what := (call.team_id, call.skill_id, call.starts_at, call.ends_at)) not in told:
            told.add(what)
            day_at(call.starts_at).calls.append(call)
    for row in TimeOff.objects.standing().filter(user=user).between(start, end):
        day_at(row.starts_at).off.append(row)
    return [days[day] for day in sorted(days)]


def _lines(user: User, start: datetime.datetime, end: datetime.datetime) -> list[Line]:
    mine = list(Shift.objects.of(user.pk).between(start, end).select_related("team", "template"))
    others = _others(user, mine, start, end)
    found = Exchange.objects.filter(shift__in=mine, state__in=LIVE).select_related("to", "taker")
    exchanges = {one.shift_id: one for one in found}
    return [Line(one, parts_of(one), others[one.pk], exchanges.get(one.pk)) for one in mine]


def _others(
    user: User, mine: Collection[Shift], start: datetime.datetime, end: datetime.datetime
) -> dict[int, list[User]]:
    """Who of the same team is on a shift at the same time."""
    found: dict[int, list[User]] = defaultdict(list)
    if not mine:
        return found
    rows = Shift.objects.filter(team__in={one.team_id for one in mine}).exclude(user=user)
    for other in rows.between(start, end).select_related("user"):
        for one in mine:
            at_once = other.starts_at < one.ends_at and other.ends_at > one.starts_at
            if at_once and other.team_id == one.team_id and other.user not in found[one.pk]:
                found[one.pk].append(other.user)
    return found


def gaps_for(user: User, teams: QuerySet[Team], now: datetime.datetime) -> QuerySet[Gap]:
    """Of these teams and of their own, that are not over."""
    own = Team.objects.filter(active=True, memberships__user=user).values("pk")
    rows = Gap.objects.filter(Q(team__in=own) | Q(team__in=teams.values("pk")), ends_at__gt=now)
    return rows.select_related("team", "was_of", "template", "time_off").order_by("starts_at")
