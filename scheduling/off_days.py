"""Working days of time off, and how many of them somebody has left."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from scheduling.choices import HalfDay, OffKind
from scheduling.fitness import zone_of
from scheduling.history import place_for
from scheduling.models import Allowance, TimeOff
from staff.models import Team, User

DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)
SATURDAY = 5
HALF = Decimal("0.5")


class WorkingDays:
    """Those on which a team of the person opens; Monday to Friday where none has opening hours."""

    def __init__(self, user: User) -> None:
        teams = Team.objects.filter(active=True, memberships__user=user).order_by("pk")
        self.places = [place for place in map(place_for, teams) if place.version]

    def within(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        days = [first + n * DAY for n in range((last - first).days + 1)]
        if not self.places:
            return [day for day in days if day.weekday() < SATURDAY]
        open_on: set[datetime.date] = set()
        for place in self.places:
            start = datetime.datetime.combine(first, datetime.time(), place.zone)
            end = datetime.datetime.combine(last + DAY, datetime.time(), place.zone)
            hours = place.version.working_calendar().intervals(start, end)
            open_on |= {opens.astimezone(place.zone).date() for opens, _shuts in hours}
        return [day for day in days if day in open_on]


def moments(
    user: User, first: datetime.date, last: datetime.date, half: str
) -> tuple[datetime.datetime, datetime.datetime]:
    """From and to, by their clock."""
    zone = zone_of(user)
    since = NOON if half == HalfDay.AFTERNOON else datetime.time()
    start = datetime.datetime.combine(first, since, zone)
    if half == HalfDay.MORNING:
        return start, datetime.datetime.combine(last, NOON, zone)
    return start, datetime.datetime.combine(last + DAY, datetime.time(), zone)


def by_year(working: WorkingDays, first: datetime.date, last: datetime.date, half: str) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for day in working.within(first, last):
        found[day.year] += HALF if half else Decimal(1)
    return dict(found)


@dataclass(frozen=True)
class Left:
    kind: str
    name: str
    allowed: Decimal
    used: Decimal

    @property
    def days(self) -> Decimal:
        return self.allowed - self.used


def left_in(user: User, year: int, working: WorkingDays | None = None) -> list[Left]:
    """Of each kind that is limited in that year; what is asked for counts as used."""
    working = working or WorkingDays(user)
    allowed = dict(Allowance.objects.filter(user=user, year=year).values_list("kind", "days"))
    used: dict[str, Decimal] = defaultdict(Decimal)
    if allowed:
        rows = TimeOff.objects.standing().filter(
            user=user, kind__in=allowed, first_on__year__lte=year, last_on__year__gte=year
        )
        for row in rows:
            used[row.kind] += by_year(working, row.first_on, row.last_on, row.half).get(year, Decimal(0))
    names = dict(OffKind.choices)
    return [Left(kind, names[kind], allowed[kind], used[kind]) for kind in names if kind in allowed]
