"""A page of a list that nobody counts: one row more is fetched, and says whether there is another page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

FURTHEST = 10_000


class Uncounted(Page):
    """What templates/_parts/pagination.html asks of a page; how long its list is nobody knows."""

    def __init__(self, rows: list[Any], number: int, size: int) -> None:
        super().__init__(rows[:size], number, Paginator((), size))
        self._further = len(rows) > size

    def has_next(self) -> bool:
        return self._further

    def start_index(self) -> int:
        return self.paginator.per_page * (self.number - 1) + 1 if self.object_list else 0

    def end_index(self) -> int:
        return self.paginator.per_page * (self.number - 1) + len(self.object_list)

    def previous_page_number(self) -> int:
        return self.number - 1

    def next_page_number(self) -> int:
        return self.number + 1


def page_of(rows: QuerySet[Any], size: int, asked: str | None) -> Uncounted:
    """The page that was asked for; the first, if that is none or has nothing in it."""
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = number if 1 <= number <= FURTHEST else 1
    found = [*rows[size * (number - 1) : size * number + 1]]
    return Uncounted(found, number, size) if found or number == 1 else page_of(rows, size, None)
