"""What a stricter promise would cost: the hours that a back-test found, at what an hour of the team costs."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.access import manages
from budget.hourly import Hourly
from budget.money import rounded
from budget.queries import Book
from reports.backtests.promised_hours import by_team, latest_runs
from reports.models import BacktestRun
from staff.models import Team, User

MONTHS = 12


@dataclass(frozen=True, slots=True)
class TeamPart:
    """`hours` a month; `hourly` is what an hour of the team costs now, in cents, None where nobody knows or
    it is not this reader's to see. `team` None: the run does not say whose hours they are.
    """

    team: Team | None
    hours: Decimal
    hourly: int | None

    @property
    def yearly_hours(self) -> Decimal:
        return self.hours * MONTHS

    @property
    def monthly(self) -> int | None:
        return self._at(self.hours)

    @property
    def yearly(self) -> int | None:
        return self._at(self.yearly_hours)

    def _at(self, hours: Decimal) -> int | None:
        return None if self.hourly is None else rounded(hours * self.hourly / 100)


@dataclass(frozen=True, slots=True)
class Dearer:
    """`known`: whether the money is that of all its hours."""

    run: BacktestRun
    parts: Sequence[TeamPart]

    @property
    def hours(self) -> Decimal:
        return sum((one.hours for one in self.parts), Decimal(0))

    @property
    def yearly_hours(self) -> Decimal:
        return self.hours * MONTHS

    @property
    def known(self) -> bool:
        return all(one.hourly is not None for one in self.parts)

    @property
    def monthly(self) -> int | None:
        return sum(one.monthly or 0 for one in self.parts) if self.known else None

    @property
    def yearly(self) -> int | None:
        return sum(one.yearly or 0 for one in self.parts) if self.known else None


def promises(reader: User, book: Book, today: datetime.date) -> list[Dearer] | None:
    """The newest first; None for who may not try promises."""
    if not reader.may("promise.manage"):
        return None
    found = [(run, by_team(run)) for run in latest_runs()]
    if not found:
        return []
    teams = Team.objects.in_bulk({team for _run, hours in found for team in hours if team})
    seen, hourly = _rates_seen(reader, book), Hourly()

    def part(team: int | None, hours: Decimal) -> TeamPart:
        known = seen is None or team in seen
        return TeamPart(teams.get(team or 0), hours, hourly.of_team(team, today) if known else None)

    return [Dearer(run, sorted((part(*each) for each in hours.items()), key=_name)) for run, hours in found]


def _name(one: TeamPart) -> str:
    return one.team.name.casefold() if one.team else ""


def _rates_seen(reader: User, book: Book) -> Collection[int | None] | None:
    """Of which teams they see the pay, if only in sums; None: of every team."""
    if manages(reader):
        return None
    return {one.team_id for one in book.centres.values() if one.team_id and not book.hides(one.pk)}
