"""What cost centres spent and their teams solved, by month, whichever year of the budget a month is in."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from budget.access import years_for
from budget.figures import TopicCost, costs
from budget.models import CostCentre, Year
from budget.queries import Book, books
from budget.sums import per_piece
from reports.counted.costing import ZONE
from reports.cuts import Cut, link_to
from reports.money.asked import Asked
from reports.periods import months_later
from staff.models import User
from staff.queries import teams_of


@dataclass(frozen=True, slots=True)
class Part:
    """A month of a cost centre in which something was solved; `number` is that of the month in its year."""

    centre: CostCentre
    year: Year
    number: int
    month: datetime.date
    solved: int
    cents: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Some of them together. A link is empty where this reader cannot open what is behind, or no list has
    exactly that.
    """

    solved: int
    cents: int
    solved_link: str = ""
    spent_link: str = ""

    @property
    def each(self) -> int | None:
        return per_piece(self.cents, self.solved)


class Ledger:
    """`book` is the year that was asked for, `topics` are its topics, `topics_then` those of the year it is
    held against, if that is a year of the budget.
    """

    def __init__(self, reader: User, asked: Asked) -> None:
        every = books(reader, _years(reader, asked))
        self.book: Book = next(one for one in every if one.year == asked.year)
        self.centres: list[CostCentre] = []
        self.topics: list[TopicCost] = []
        self.topics_then: dict[str, TopicCost] = {}
        self._parts: dict[tuple[int, datetime.date], Part] = {}
        self._books: dict[datetime.date, Book] = {}
        self._sees = _teams_seen(reader)
        for one in every:
            wanted = [each for each in (*asked.months, *asked.then) if one.year.month_of(each) is not None]
            self._books |= dict.fromkeys(wanted, one)
            if wanted:
                self._take(one, max(wanted), asked)

    def _take(self, book: Book, last: datetime.date, asked: Asked) -> None:
        centres, topics = costs(book, months_later(last, 1) - datetime.timedelta(days=1))
        for one in centres:
            for n, month in enumerate(book.year.months):
                if one.solved[n]:
                    part = Part(one.centre, book.year, n + 1, month, one.solved[n], one.cents[n])
                    self._parts[one.centre.pk, month] = part
        if book.year == asked.year:
            self.centres, self.topics = [one.centre for one in centres], topics
        elif asked.then and asked.then[0] == book.year.starts_on:
            self.topics_then = {one.tag: one for one in topics}

    def cell(self, centres: Iterable[CostCentre], months: Iterable[datetime.date]) -> Cell:
        """Of nothing, if part of it is not known: that would look like all."""
        keys = [(one.pk, month) for one in centres for month in months]
        if any(month not in self._books or self._books[month].hides(centre) for centre, month in keys):
            return Cell(0, 0)
        parts = [self._parts[key] for key in keys if key in self._parts]
        return Cell(
            sum(one.solved for one in parts), sum(one.cents for one in parts),
            self._tickets(parts), _postings(parts),
        )  # fmt: skip

    def year_of(self, month: datetime.date) -> Year | None:
        return self._books[month].year if month in self._books else None

    def _tickets(self, parts: Sequence[Part]) -> str:
        """The list of what was solved; months without any between them add nothing to it."""
        if not parts:
            return ""
        months = [one.month for one in parts]
        return self.solved_link({one.centre.team_id for one in parts}, min(months), max(months))

    def solved_link(
        self, teams: Iterable[int | None], first: datetime.date, last: datetime.date, tag: str = ""
    ) -> str:
        wanted = {one for one in teams if one}
        if not wanted or (self._sees is not None and not wanted <= self._sees):
            return ""
        where = {"team": ",".join(map(str, sorted(wanted)))} | ({"topic": tag} if tag else {})
        until = months_later(last, 1)
        return link_to(Cut("solved", first, until, where=where), first, until, ZONE)


def _years(reader: User, asked: Asked) -> list[Year]:
    """The one that was asked for first, and those with a month that it is held against."""
    found = [asked.year]
    if asked.then:
        others = years_for(reader).filter(ends_on__gte=asked.then[0], starts_on__lte=asked.then[-1])
        found += [one for one in others if one != asked.year]
    return found


def _teams_seen(reader: User) -> set[int] | None:
    """Whose lists they may open; None: everybody's."""
    if not reader.may("board.see"):
        return set()
    return None if reader.may("ticket.see_all") else set(teams_of(reader).values_list("pk", flat=True))


def _postings(parts: Sequence[Part]) -> str:
    """Those of these cost centres in these months of one year, if they are whole rows and columns."""
    centres = {one.centre.pk for one in parts}
    months, years = {one.number for one in parts}, {one.year.pk for one in parts}
    if len(years) != 1 or len(parts) != len(centres) * len(months):
        return ""
    return postings_link(years.pop(), centres, months)


def postings_link(year: int, centres: Iterable[int], months: Iterable[int], kind: str = "") -> str:
    some = (",".join(map(str, sorted(each))) for each in (centres, months))
    asked = dict(zip(("centre", "month", "kind"), (*some, kind), strict=True))
    query = urlencode({name: value for name, value in asked.items() if value}, safe=",")
    return f"{reverse('budget:postings', args=[year])}?{query}"
