"""Overtime by team and month: hours for whoever leads the team, and money for who sees everybody's."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from budget.access import manages
from budget.hourly import Hourly
from budget.pay import of_seconds
from budget.queries import Book
from reports.money.asked import Asked
from reports.money.ledger import postings_link
from scheduling.days_of_teams import public_days
from scheduling.overtime import Over, on_days
from scheduling.overtimes import overtime
from staff.models import Team, User
from staff.queries import led_by


@dataclass(frozen=True, slots=True)
class Extra:
    """`cents` None where money is not this reader's to see, or no contract says what an hour costs.
    `holiday`: what of the seconds lies on public holidays.
    """

    seconds: int
    cents: int | None
    link: str = ""
    holiday: int = 0
    holiday_link: str = ""


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
    whether the reader may know what the week asked of them. `holidays`: which ones it lies on, by name.
    """

    over: Over
    person: User
    hourly: int | None
    cents: int | None
    file: bool
    holiday: int = 0
    holidays: str = ""


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
        teams = {one.stretch.team for one in seen}
        self._public = public_days(teams, asked.year.starts_on, asked.until) if teams else {}

    def lines(self) -> list[TeamLine]:
        """By name."""
        teams = Team.objects.in_bulk({team for team, _month in self._places}) if self._places else {}
        return [self._line(one) for one in sorted(teams.values(), key=lambda one: one.name.casefold())]

    def together(self, lines: Iterable[TeamLine]) -> Extra:
        """A sum of what stands in the lines, so that it is theirs to the cent."""
        wholes = [one.whole for one in lines]
        known = [one.cents for one in wholes if one.cents is not None]
        return Extra(
            sum(one.seconds for one in wholes), sum(known) if known else None,
            holiday=sum(one.holiday for one in wholes),
        )  # fmt: skip

    def _line(self, team: Team) -> TeamLine:
        months = self._asked.months
        cells = [self._extra(team, [month], n) for n, month in enumerate(months, start=1)]
        return TeamLine(team, cells, self._extra(team, months), self._posted(team.pk))

    def _extra(self, team: Team, months: Sequence[datetime.date], number: int = 0) -> Extra:
        found = [one for month in months for one in self._places.get((team.pk, month), ())]
        opens = found and self._opens(team.pk)
        year, holiday = self._asked.year.pk, sum(sum(self._on_holidays(one).values()) for one in found)
        known = [cents for one in found if (cents := self._cents(one)) is not None]
        return Extra(
            sum(one.seconds for one in found), sum(known) if known else None,
            overtime_link(year, team.slug, number) if opens else "",
            holiday, overtime_link(year, team.slug, number, holidays=True) if opens and holiday else "",
        )  # fmt: skip

    def _on_holidays(self, one: Over) -> dict[datetime.date, int]:
        """Seconds by the public holidays of the team that it was worked for."""
        public = self._public.get(one.stretch.team)
        return on_days(one, public.names, public.zone) if public else {}

    def _named(self, one: Over) -> str:
        names = (
            self._public[one.stretch.team].names[day] or date_format(day) for day in self._on_holidays(one)
        )
        return ", ".join(dict.fromkeys(names))

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

    def rows(self, team: Team, month: datetime.date | None, *, holidays: bool = False) -> list[Row]:
        """Who it was and when; of public holidays alone, if that is asked. Http404 for who neither manages
        money nor leads the team.
        """
        if not self._opens(team.pk):
            raise Http404("not a team of theirs")
        months = [month] if month else self._asked.months
        found = [one for each in months for one in self._places.get((team.pk, each), ())]
        people = User.objects.in_bulk({one.stretch.user for one in found})
        files = (
            None if self._reader.may("staff.manage") else {*led_by(self._reader).values_list("pk", flat=True)}
        )
        rows = [self._row(one, people[one.stretch.user], files) for one in found]
        return [row for row in rows if row.holiday or not holidays]

    def _row(self, one: Over, person: User, files: Collection[int] | None) -> Row:
        return Row(
            one, person, self._hourly.of(person.pk, one.stretch.day) if self._hourly else None,
            self._cents(one), files is None or person.pk in files, sum(self._on_holidays(one).values()),
            self._named(one),
        )  # fmt: skip


def _led(reader: User) -> set[int]:
    return set(reader.memberships.filter(leads=True).values_list("team", flat=True))


def overtime_link(year: int, team: str, number: int = 0, *, holidays: bool = False) -> str:
    """Of one month, counted from 1, or of all that are over; all of it, or what lies on public holidays."""
    asked = {"year": year, "team": team} | ({"month": number} if number else {})
    asked |= {"holidays": 1} if holidays else {}
    return f"{reverse('reports:money_overtime')}?{urlencode(asked)}"
