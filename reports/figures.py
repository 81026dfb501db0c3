"""The one way to ask for a figure: a cut through what was counted. It reads figures of months and of days,
never tickets.

`Cut` says which measure, of which days of the reader's zone, taken apart by what, in which steps; a reader
sees the teams that are theirs. Each number says how many facts it comes from and which list shows them.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Sum as Added

from lib.evidence import share
from reports.choices import SEVERAL, FactKind, Statistic, Unit
from reports.counted.rollup import bounds
from reports.counted.sketch_sums import quantiles
from reports.cuts import Cut, Number, Series, Table, link_to
from reports.figure_rows import LEVELS, group, of, place, rows_of
from reports.models import DayFigure
from reports.names import names_of
from reports.sketches import Read, sketches_of
from staff.models import User

MINUTE, HOUR = 60, 3600
ADDED = ("n", "kept", "score", "at_minutes", "seconds")
QUANTILES = {Statistic.MEDIAN: 0.5, Statistic.P90: 0.9}


@dataclass(slots=True)
class Sum:
    """Of several rows of figures. `quantile`, where one is asked for, is that of all their times."""

    n: int = 0
    kept: int = 0
    score: int = 0
    minutes: int = 0
    seconds: int = 0
    other: int = 0  # facts of the kind that a rate is held against
    quantile: float | None = None


class Sums:
    """By step, and of the whole time."""

    def __init__(self, steps: int) -> None:
        self.steps = [Sum() for _ in range(steps)]
        self.whole = Sum()


def numbers(user: User, cut: Cut, zone: str, read: Read | None = None) -> Table:
    """In one statement, and one for the names; the sum of topics and products in another, since a ticket
    may have several or none. Rows with most first. What one `read` holds is not read again for this user.
    """
    steps = [*(cut.starts or (cut.since,)), cut.until]
    read = {} if read is None else read
    rows, total = _summed(user, cut, zone, steps, read)
    if cut.by in SEVERAL:
        total = _summed(user, replace(cut, by=""), zone, steps, read)[1]
    labels = names_of(cut.by, rows) if cut.by else {}
    series = [
        _series(cut, steps, key, labels.get(key, key), sums, zone) for key, sums in rows.items() if cut.by
    ]
    level = cut.told.statistic in LEVELS
    series = [one for one in series if not level or one.total.n or any(number.n for number in one.values)]
    series.sort(key=lambda one: (-one.total.n, one.label))
    return Table(cut, steps, series, _series(cut, steps, "", "", total, zone), zone)


def _summed(
    user: User, cut: Cut, zone: str, steps: Sequence[datetime.date], read: Read
) -> tuple[dict[str, Sums], Sums]:
    """For each key, and for all together; added up by the database, in one statement."""
    level = cut.told.statistic in LEVELS
    rows: dict[str, Sums] = defaultdict(lambda: Sums(len(steps) - 1))
    total = Sums(len(steps) - 1)
    if cut.told.statistic in QUANTILES:
        for line in quantiles(sketches_of(user, cut, zone, steps, read), QUANTILES[cut.told.statistic]):
            sums = total if line.group is None else rows[line.group]
            one = sums.whole if line.place is None else sums.steps[line.place]
            one.n, one.quantile = line.n, line.value
        return rows, total
    days, *months = (
        one.annotate(place=place(steps), group=group(cut))
        for one in rows_of(user, cut, zone, steps, from_the_start=level)
    )
    summed, *more = (
        one.values_list("place", "group", "kind").annotate(*map(Added, ADDED)) for one in (days, *months)
    )
    for at, key, kind, *added in summed.union(*more, all=True):
        for sums in (rows[key], total):
            for one in (*(sums.steps[at:] if level else sums.steps[at : at + 1]), sums.whole):
                _add(one, kind, added, cut)
    return rows, total


def by_hour_of_week(user: User, cut: Cut, zone: str) -> list[list[Number]]:
    """Seven days from Monday of 24 hours: how many facts, with their lists."""
    found = [[0] * 24 for _ in range(7)]
    days = of(DayFigure, user, cut, zone).filter(day__gte=cut.since, day__lt=cut.until)
    for row in days.only("day", "kind", "hours"):
        if row.kind == cut.told.kind:
            for hour, n in enumerate(row.hours):
                found[row.day.weekday()][hour] += n
    return [
        [
            Number(n, n, link_to(cut, cut.since, cut.until, zone, weekday=str(weekday), hour=str(hour)))
            for hour, n in enumerate(hours)
        ]
        for weekday, hours in enumerate(found)
    ]  # fmt: skip


def _add(one: Sum, kind: str, added: Sequence[int], cut: Cut) -> None:
    """`added` as in ADDED."""
    n, kept, score, minutes, seconds = added
    if kind == FactKind.LEFT:
        one.n -= n
        one.minutes -= minutes
    elif kind != cut.told.kind:
        one.other += n
    else:
        one.n += n
        one.kept += kept
        one.score += score
        one.minutes += minutes
        one.seconds += seconds


def _series(cut: Cut, steps: Sequence[datetime.date], key: str, label: str, sums: Sums, zone: str) -> Series:
    where = {**cut.where, **({cut.by: key} if cut.by and label else {})}
    here = replace(cut, by="", where=where)
    values = [
        _number(here, one, since, until, zone)
        for one, since, until in zip(sums.steps, steps[:-1], steps[1:], strict=True)
    ]
    return Series(key, label, values, _number(here, sums.whole, cut.since, cut.until, zone))


def _number(cut: Cut, one: Sum, since: datetime.date, until: datetime.date, zone: str) -> Number:
    link = link_to(cut, since, until, zone)
    low = high = None
    match cut.told.statistic:
        case Statistic.COUNT | Statistic.LEVEL:
            value: float | None = one.n
        case Statistic.AGE:
            end = bounds(since, until, ZoneInfo(zone))[1].timestamp()
            value = max(0.0, end - one.minutes * MINUTE / one.n) if one.n else None
        case Statistic.MEDIAN | Statistic.P90:
            value = one.quantile
        case Statistic.MEAN:
            added = one.seconds if cut.told.unit == Unit.SECONDS else one.score
            value = added / one.n if one.n else None
        case Statistic.TOTAL:
            value = one.seconds / HOUR
        case Statistic.KEPT:
            value = 100 * one.kept / one.n if one.n else None
            if bound := share(one.kept, one.n):
                low, high = bound.low, bound.high
        case _:
            value = 100 * one.n / one.other if one.other else None
    return Number(value, one.n, link, low, high)
