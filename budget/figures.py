"""What was done for the money: cost of one solved ticket, by cost centre and month, and by topic."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from budget.models import CostCentre
from budget.money import share
from budget.queries import Book
from budget.sums import MONTHS, per_piece


@dataclass(frozen=True)
class CentreCost:
    """Twelve months of a centre with a team: tickets solved, and what one cost; None without any."""

    centre: CostCentre
    solved: Sequence[int]
    cents: Sequence[int]

    @property
    def each(self) -> list[int | None]:
        return [per_piece(cents, solved) for cents, solved in zip(self.cents, self.solved, strict=True)]

    @property
    def total(self) -> int:
        """Of the months in which something was solved."""
        return sum(cents for cents, solved in zip(self.cents, self.solved, strict=True) if solved)

    @property
    def all_solved(self) -> int:
        return sum(self.solved)

    @property
    def one(self) -> int | None:
        return per_piece(self.total, self.all_solved)


@dataclass(frozen=True)
class TopicCost:
    """A tag over the year; its share of what its teams cost is that of their handling time."""

    tag: str
    solved: int
    handle_seconds: int
    cents: int

    @property
    def one(self) -> int | None:
        return per_piece(self.cents, self.solved)


def costs(book: Book, until: datetime.date) -> tuple[list[CentreCost], list[TopicCost]]:
    """Up to this day, of the centres the reader sees, but for those whose pay they do not see: a part would
    look like all.
    """
    rows = import_string(settings.BUDGET_FIGURES)(book.year.starts_on, min(until, book.year.ends_on))
    by_team = {one.team_id: one for one in book.centres.values() if one.team_id and not book.hides(one.pk)}
    solved: dict[int, list[int]] = defaultdict(lambda: [0] * MONTHS)
    handled: dict[tuple[int, int], int] = {}
    for row in rows:
        month = book.year.month_of(row.month)
        if month is not None and row.team_id in by_team and not row.tag:
            solved[row.team_id][month] = row.solved
            handled[row.team_id, month] = row.handle_seconds
    spent = {team: book.of(one.pk).actual for team, one in by_team.items()}
    centres = [
        CentreCost(one, solved[team], spent[team]) for team, one in by_team.items() if any(solved[team])
    ]
    topics = _topics(book, rows, by_team, solved, handled, spent)
    return sorted(centres, key=lambda one: one.centre.code), topics


def _topics(book: Book, rows, by_team, solved, handled, spent) -> list[TopicCost]:
    """A ticket with two tags is in both, so topics can come to more than the whole."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        month = book.year.month_of(row.month)
        if month is None or not row.tag or row.team_id not in by_team:
            continue
        team, all_time = row.team_id, handled.get((row.team_id, month), 0)
        mine, everything = (row.handle_seconds, all_time) if all_time else (row.solved, solved[team][month])
        part = share(spent[team][month], [mine, max(everything - mine, 0)])[0] if mine else 0
        for n, value in enumerate((row.solved, row.handle_seconds, part)):
            found[row.tag][n] += value
    topics = [TopicCost(tag, *values) for tag, values in found.items()]
    return sorted(topics, key=lambda one: (-one.cents, one.tag))
