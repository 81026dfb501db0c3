"""Which months a time consists of, and which days beside them. Pure: no Django."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Parts:
    """A time taken apart: all months before `before`, from `first` on (None: from the beginning), but for
    those that are cut through; of these, `days` are the stretches, each with the day after its last.
    """

    first: datetime.date | None
    before: datetime.date
    cut_through: frozenset[datetime.date]
    days: Sequence[Days]

    @property
    def has_months(self) -> bool:
        """Whether a month may be whole in it."""
        month = self.first
        while month is not None and month < self.before and month in self.cut_through:
            month = month_after(month)
        return month is None or month < self.before


def parts(since: datetime.date | None, until: datetime.date, inner: Iterable[datetime.date] = ()) -> Parts:
    """From `since` (None: the beginning) to `until`; `inner` are days on which a new step begins."""
    edges = [day for day in (since, *inner, until) if day is not None and day.day > 1]
    cut_through = frozenset(map(month_of, edges))
    stretches = [
        (max(month, since) if since else month, min(month_after(month), until))
        for month in sorted(cut_through)
    ]
    return Parts(month_of(since) if since else None, month_of(until), cut_through, _joined(stretches))


def month_of(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def month_after(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _joined(stretches: Iterable[Days]) -> list[Days]:
    found: list[Days] = []
    for first, last in stretches:
        if found and found[-1][1] == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
