"""Working days of time off, and how many of them somebody has left."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import timezone

from scheduling.carried_days import Taken, carried_left, fits, left, split
from scheduling.choices import HalfDay, OffKind
from scheduling.fitness import zone_of
from scheduling.history import place_for
from scheduling.models import Allowance, TimeOff
from scheduling.public_holidays import public_holidays
from staff.choices import Regime
from staff.models import Team, User
from staff.queries import contract_on

DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)
SATURDAY = 5
HALF = Decimal("0.5")


class WorkingDays:
    """Those on which a team of the person opens; Monday to Friday where none has opening hours. A public
    holiday of their country may be asked for, and is not counted.
    """

    def __init__(self, user: User) -> None:
        teams = Team.objects.filter(active=True, memberships__user=user).order_by("pk")
        self.places = [place for place in map(place_for, teams) if place.version]
        contract = contract_on(user, timezone.now().astimezone(zone_of(user)).date())
        self.country = country_of(contract.regime) if contract else ""

    def counted(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        free = holidays_of(self.country, first.year, last.year)
        return [day for day in self.within(first, last) if day not in free]

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


def country_of(regime: str) -> str:
    """Where that law holds; the directive holds in many countries, whose holidays differ."""
    return "" if regime == Regime.EU else regime


@cache
def holidays_of(country: str, first: int, last: int) -> frozenset[datetime.date]:
    return frozenset(public_holidays(country, "", range(first, last + 1)))


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
    for day, amount in by_day(working, first, last, half).items():
        found[day.year] += amount
    return dict(found)


def by_day(
    working: WorkingDays, first: datetime.date, last: datetime.date, half: str
) -> dict[datetime.date, Decimal]:
    return {day: HALF if half else Decimal(1) for day in working.counted(first, last)}


@dataclass(frozen=True)
class Left:
    """Of one kind in one year. `until` is the last day of what was `carried`, `lapsed` whether it is over."""

    kind: str
    name: str
    given: Decimal
    carried: Decimal
    taken: Taken
    until: datetime.date | None = None
    lapsed: bool = False

    @property
    def allowed(self) -> Decimal:
        return self.given + self.carried - self.lost

    @property
    def used(self) -> Decimal:
        return self.taken.days

    @property
    def days(self) -> Decimal:
        return left(self.given, self.carried, self.taken, lapsed=self.lapsed)

    @property
    def lost(self) -> Decimal:
        return carried_left(self.carried, self.taken) if self.lapsed else Decimal(0)

    @property
    def lapsing(self) -> Decimal:
        """What would be gone if nothing more of it is taken."""
        return carried_left(self.carried, self.taken) if self.until and not self.lapsed else Decimal(0)

    def has(self, days: Mapping[datetime.date, Decimal]) -> bool:
        """Enough for these besides."""
        return fits(self.given, self.carried, self.taken, split(days, self.until))


def left_in(user: User, year: int, working: WorkingDays | None = None) -> list[Left]:
    """Of each kind that is limited in that year; what is asked for counts as used."""
    working = working or WorkingDays(user)
    allowed = {row.kind: row for row in Allowance.objects.filter(user=user, year=year)}
    used: dict[str, dict[datetime.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    if allowed:
        rows = TimeOff.objects.standing().filter(
            user=user, kind__in=allowed, first_on__year__lte=year, last_on__year__gte=year
        )
        for row in rows:
            for day, amount in by_day(working, row.first_on, row.last_on, row.half).items():
                if day.year == year:
                    used[row.kind][day] += amount
    today = timezone.now().astimezone(zone_of(user)).date()
    return [
        _left(allowed[kind], str(name), used[kind], today)
        for kind, name in OffKind.choices
        if kind in allowed
    ]


def _left(row: Allowance, name: str, used: Mapping[datetime.date, Decimal], today: datetime.date) -> Left:
    until = row.carried_until
    lapsed = until is not None and until < today
    return Left(row.kind, name, row.days, row.carried, split(used, until), until, lapsed)
