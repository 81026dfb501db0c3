"""The one way to ask for a figure: a cut through what was counted. It reads figures of months and of days,
never tickets.

`Cut` says which measure, of which days of the reader's zone, taken apart by what, in which steps; a reader
sees the teams that are theirs. Each number says how many facts it comes from and which list shows them.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, DateField, F, Func, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models import Sum as Added
from django.db.models.functions import Cast, Coalesce

from lib.evidence import share
from reports.choices import SEVERAL, Dimension, FactKind, Statistic, Unit
from reports.counted.months import parts
from reports.counted.rollup import bounds
from reports.counted.sketch import added as together
from reports.counted.sketch_sums import quantiles
from reports.cuts import Cut, Number, Series, Table, link_to
from reports.models import DayFigure, FigureZone, MonthFigure
from reports.names import names_of
from staff.models import User
from staff.queries import teams_of

MINUTE, HOUR = 60, 3600
LEVELS = frozenset({Statistic.LEVEL, Statistic.AGE})
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


def numbers(user: User, cut: Cut, zone: str) -> Table:
    """In one statement, and one for the names; the sum of topics and products in another, since a ticket
    may have several or none. Rows with most first.
    """
    steps = [*(cut.starts or (cut.since,)), cut.until]
    rows, total = _summed(user, cut, zone, steps)
    if cut.by in SEVERAL:
        total = _summed(user, replace(cut, by=""), zone, steps)[1]
    labels = names_of(cut.by, rows) if cut.by else {}
    series = [
        _series(cut, steps, key, labels.get(key, key), sums, zone) for key, sums in rows.items() if cut.by
    ]
    level = cut.told.statistic in LEVELS
    series = [one for one in series if not level or one.total.n or any(number.n for number in one.values)]
    series.sort(key=lambda one: (-one.total.n, one.label))
    return Table(cut, steps, series, _series(cut, steps, "", "", total, zone), zone)


def _summed(user: User, cut: Cut, zone: str, steps: Sequence[datetime.date]) -> tuple[dict[str, Sums], Sums]:
    """For each key, and for all together; added up by the database, in one statement."""
    level = cut.told.statistic in LEVELS
    rows: dict[str, Sums] = defaultdict(lambda: Sums(len(steps) - 1))
    total = Sums(len(steps) - 1)
    days, *months = (
        one.annotate(place=_place(steps), group=_group(cut))
        for one in _rows(user, cut, zone, steps, from_the_start=level)
    )
    if cut.told.statistic in QUANTILES:
        wanted = ("place", "group", "n", "working_sketch" if cut.working else "sketch")
        told = days.values_list(*wanted).union(*(one.values_list(*wanted) for one in months), all=True)
        for line in quantiles(told, QUANTILES[cut.told.statistic]):
            sums = total if line.group is None else rows[line.group]
            one = sums.whole if line.place is None else sums.steps[line.place]
            one.n, one.quantile = line.n, line.value
        return rows, total
    summed, *more = (
        one.values_list("place", "group", "kind").annotate(*map(Added, ADDED)) for one in (days, *months)
    )
    for place, key, kind, *added in summed.union(*more, all=True):
        for sums in (rows[key], total):
            for one in (*(sums.steps[place:] if level else sums.steps[place : place + 1]), sums.whole):
                _add(one, kind, added, cut)
    return rows, total


def by_hour_of_week(user: User, cut: Cut, zone: str) -> list[list[Number]]:
    """Seven days from Monday of 24 hours: how many facts, with their lists."""
    found = [[0] * 24 for _ in range(7)]
    days = _of(DayFigure, user, cut, zone).filter(day__gte=cut.since, day__lt=cut.until)
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


def spread_of(user: User, cut: Cut, zone: str) -> dict[str, int]:
    """All times of a cut that is not taken apart, as a sketch."""
    sketch = "working_sketch" if cut.working else "sketch"
    days, *months = (
        one.values_list(sketch)
        for one in _rows(user, cut, zone, (cut.since, cut.until), from_the_start=False)
    )
    return together(told for (told,) in days.union(*months, all=True))


def scope(user: User) -> Q:
    """The teams whose figures this colleague reads: all of them, or their own; nobody else reads any."""
    if not user.may("board.see"):
        return Q(pk__in=[])
    return Q() if user.may("ticket.see_all") else Q(team__in=teams_of(user))


def _rows(
    user: User, cut: Cut, zone: str, steps: Sequence[datetime.date], *, from_the_start: bool
) -> list[QuerySet[Any]]:
    """Figures of days, and of the months that lie whole in one step, as far as months have figures."""
    made = parts(None if from_the_start else cut.since, cut.until, steps[1:-1])
    days = _of(DayFigure, user, cut, zone).filter(day__lt=cut.until)
    days = days if from_the_start else days.filter(day__gte=cut.since)
    if not made.has_months:
        return [days]
    until = FigureZone.objects.filter(name=zone).values("months_until")
    no_month_yet = Q(day__gte=Coalesce(Subquery(until), Value(datetime.date.min)))
    beside = [Q(day__gte=first, day__lt=last) for first, last in made.days]
    months = _of(MonthFigure, user, cut, zone).filter(day__lt=made.before).exclude(day__in=made.cut_through)
    months = months if made.first is None else months.filter(day__gte=made.first)
    return [days.filter(reduce(or_, beside, no_month_yet)), months]


def _of(model: type[Any], user: User, cut: Cut, zone: str) -> QuerySet[Any]:
    """Of any time."""
    kinds = {cut.told.kind, cut.told.of} - {None}
    if cut.told.statistic in LEVELS:
        kinds |= {FactKind.LEFT}
    found = model.objects.filter(scope(user), zone=zone, kind__in=kinds, dimension=cut.dimension)
    for name, value in cut.where.items():
        found = found.filter(team=value) if name == Dimension.TEAM else found.filter(key=value)
    for name, values in cut.without.items():
        found = found.exclude(**{"team__in" if name == Dimension.TEAM else "key__in": values})
    return found.order_by()


def _place(steps: Sequence[datetime.date]) -> Func:
    """In which step; what was before the first counts from the first on."""
    starts = Value([*steps[1:-1]], ArrayField(DateField()))
    return Func(
        F("day"), Cast(starts, ArrayField(DateField())), function="width_bucket", output_field=IntegerField()
    )


def _group(cut: Cut) -> Cast | F | Value:
    if cut.by == Dimension.TEAM:
        return Cast("team_id", CharField())
    return F("key") if cut.by else Value("")


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
