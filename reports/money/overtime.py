"""Overtime by team and month: hours for whoever leads the team, and money for who sees everybody's."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from budget.access import manages
from budget.hourly import Hourly
from budget.pay import of_seconds
from budget.queries import Book
from reports.money.asked import Asked
from reports.money.ledger import postings_link
from scheduling.overtime import Over
from scheduling.overtimes import overtime
from staff.models import Team, User
from staff.queries import led_by


@dataclass(frozen=True, slots=True)
class Extra:
    """`cents` None where money is not this reader's to see, or no contract says what an hour costs."""

    seconds: int
    cents: int | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted as overtime, by hand or from a file; of each month, and last of all of them."""

    cents: int
    link: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: Team
    cells: Sequence[Extra]
    whole: Extra
    posted: Sequence[Posted] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of work with what of it was beyond the contract. `hourly` and `cents` as in Extra; `file`:
    whether the reader may know what the week asked of them.
    """

    over: Over
    person: User
    hourly: int | None
    cents: int | None
    file: bool


class Overtime:
    """Of the teams whose cost centres the reader sees, a manager of every team; of months that are over."""

    def __init__(self, reader: User, asked: Asked, book: Book, now: datetime.datetime) -> None:
        self._asked, self._book, self._reader = asked, book, reader
        self._all = manages(reader)
        self._centres = {one.team_id: one for one in book.centres.values() if one.team_id}
        self._led = set() if self._all else _led(reader)
        found = overtime(asked.year.starts_on, asked.until, now) if asked.months else []
        seen = [one for one in found if self._all or one.stretch.team in self._centres]
        self._places: dict[tuple[int, datetime.date], list[Over]] = defaultdict(list)
        for one in seen:
            self._places[one.stretch.team, one.stretch.day.replace(day=1)].append(one)
        people = {one.stretch.user for one in seen}
        self._hourly = Hourly(people) if self._all and people else None

    def lines(self) -> list[TeamLine]:
        """By name."""
        teams = Team.objects.in_bulk({team for team, _month in self._places}) if self._places else {}
        return [self._line(one) for one in sorted(teams.values(), key=lambda one: one.name.casefold())]

    def together(self, lines: Iterable[TeamLine]) -> Extra:
        """A sum of what stands in the lines, so that it is theirs to the cent."""
        wholes = [one.whole for one in lines]
        known = [one.cents for one in wholes if one.cents is not None]
        return Extra(sum(one.seconds for one in wholes), sum(known) if known else None)

    def _line(self, team: Team) -> TeamLine:
        months = self._asked.months
        cells = [self._extra(team, [month], n) for n, month in enumerate(months, start=1)]
        return TeamLine(team, cells, self._extra(team, months), self._posted(team.pk))

    def _extra(self, team: Team, months: Sequence[datetime.date], number: int = 0) -> Extra:
        found = [one for month in months for one in self._places.get((team.pk, month), ())]
        opens = found and self._opens(team.pk)
        link = overtime_link(self._asked.year.pk, team.slug, number) if opens else ""
        known = [cents for one in found if (cents := self._cents(one)) is not None]
        return Extra(sum(one.seconds for one in found), sum(known) if known else None, link)

    def _cents(self, one: Over) -> int | None:
        hourly = self._hourly.of(one.stretch.user, one.stretch.day) if self._hourly else None
        return None if hourly is None else of_seconds(one.seconds, hourly)

    def _posted(self, team: int) -> list[Posted]:
        centre = self._centres.get(team)
        if centre is None or not self._all:
            return []
        spent, every = self._book.of(centre.pk, "overtime").actual, range(len(self._asked.months))

        def posted(months: Iterable[int]) -> Posted:
            cents, numbers = sum(spent[n] for n in months), [n + 1 for n in months]
            link = postings_link(self._asked.year.pk, [centre.pk], numbers, "overtime") if cents else ""
            return Posted(cents, link)

        return [posted(months) for months in (*([n] for n in every), every)]

    def _opens(self, team: int) -> bool:
        return self._all or team in self._led

    def rows(self, team: Team, month: datetime.date | None) -> list[Row]:
        """Who it was and when. Http404 for who neither manages money nor leads the team."""
        if not self._opens(team.pk):
            raise Http404("not a team of theirs")
        months = [month] if month else self._asked.months
        found = [one for each in months for one in self._places.get((team.pk, each), ())]
        people = User.objects.in_bulk({one.stretch.user for one in found})
        files = (
            None if self._reader.may("staff.manage") else {*led_by(self._reader).values_list("pk", flat=True)}
        )
        return [
            Row(
                one, people[one.stretch.user],
                self._hourly.of(one.stretch.user, one.stretch.day) if self._hourly else None,
                self._cents(one), files is None or one.stretch.user in files,
            )
            for one in found
        ]  # fmt: skip


def _led(reader: User) -> set[int]:
    return set(reader.memberships.filter(leads=True).values_list("team", flat=True))


def overtime_link(year: int, team: str, number: int = 0) -> str:
    """Of one month, counted from 1, or of all that are over."""
    asked = {"year": year, "team": team} | ({"month": number} if number else {})
    return f"{reverse('reports:money_overtime')}?{urlencode(asked)}"
