"""The ledger of a team's people, read from their published shifts."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.fairness import Ledger, Spell, Wanted, Worked, compared, ledgers
from scheduling.fitness import zone_of
from scheduling.history import place_for
from scheduling.models import Shift, ShiftWish, TimeOff
from scheduling.weeks import midnight
from staff.models import Contract, Team
from staff.queries import colleagues

WINDOW = datetime.timedelta(weeks=26)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)


def ledger_of(team: Team, until: datetime.datetime, window: datetime.timedelta = WINDOW) -> dict[int, Ledger]:
    """Of everybody in the team, over the window that ends then; what is published ahead counts too if
    `until` is ahead. With all their shifts, those for other teams too.
    """
    return _book(team, until - window, until).ledgers()


def carried(
    team: Team, until: datetime.datetime, planned: datetime.timedelta = datetime.timedelta()
) -> dict[int, dict[str, float]]:
    """The same by name, made comparable week by week: what somebody missed while they had no contract, fewer
    hours or time off counts as if they had carried what the others did. Time off in the weeks that are
    `planned` too. Before the first roster there was nothing to carry.
    """
    book, zone = _book(team, until - WINDOW, until), place_for(team).zone
    end = until.astimezone(zone).date()
    there = Presence(list(book.zones), end - WINDOW, end + planned)
    first = min((one.starts_at for one in book.shifts), default=until).astimezone(zone).date()
    weeks = [end - n * WEEK for n in range((end - first).days // 7 + bool((end - first).days % 7), 0, -1)]
    spells = [
        Spell(book.ledgers(midnight(day, zone), midnight(day + WEEK, zone)), there.hours(day, day + WEEK))
        for day in weeks
    ]
    return compared(list(book.zones), spells, there.hours(end, end + planned))


@dataclass(frozen=True, slots=True)
class Book:
    """What the ledgers of a team are made of, in order of time."""

    zones: dict[int, ZoneInfo]
    shifts: Sequence[Worked]
    wishes: Sequence[Wanted]
    holidays: set[datetime.date]

    def ledgers(
        self, start: datetime.datetime | None = None, end: datetime.datetime | None = None
    ) -> dict[int, Ledger]:
        some = [one for one in self.shifts if start is None or end is None or start <= one.starts_at < end]
        return ledgers(list(self.zones), some, self.zones, holidays=self.holidays, wishes=self.wishes)


def _book(team: Team, start: datetime.datetime, end: datetime.datetime) -> Book:
    zones = {one.pk: zone_of(one) for one in colleagues(team)}
    rows = Shift.objects.filter(user__in=zones, starts_at__gte=start, starts_at__lt=end)
    return Book(
        zones,
        [Worked(one.user_id, one.starts_at, one.ends_at, one.template_id) for one in rows],
        [
            Wanted(one.user_id, one.wanted, one.weekday, one.on, one.template_id)
            for one in ShiftWish.objects.filter(user__in=zones)
        ],
        set(place_for(team).holidays),
    )


class Presence:
    """How long people should be there, by contract, without whole days of time off. Reads twice."""

    def __init__(self, users: Collection[int], first: datetime.date, end: datetime.date) -> None:
        self.users = users
        self.away: dict[int, set[datetime.date]] = defaultdict(set)
        off = TimeOff.objects.approved().filter(user__in=users, half="", first_on__lt=end, last_on__gte=first)
        for user, since, last in off.order_by().values_list("user", "first_on", "last_on"):
            self.away[user].update(_days(max(since, first), min(last + DAY, end)))
        self.contracts: dict[int, list[tuple[datetime.date, float]]] = defaultdict(list)
        rows = Contract.objects.filter(user__in=users, from_on__lt=end).order_by("-from_on")
        for user, since, weekly in rows.values_list("user", "from_on", "weekly_hours"):
            self.contracts[user].append((since, float(weekly)))

    def hours(self, first: datetime.date, end: datetime.date) -> dict[int, float]:
        """Of each of them between these days."""
        return {user: sum(self._on(user, day) for day in _days(first, end)) for user in self.users}

    def _on(self, user: int, day: datetime.date) -> float:
        if day in self.away[user]:
            return 0.0
        return next((weekly / 7 for since, weekly in self.contracts[user] if since <= day), 0.0)


def _days(first: datetime.date, end: datetime.date) -> Iterable[datetime.date]:
    return (first + n * DAY for n in range((end - first).days))
