"""Which rows of figures a cut through what was counted reads: of months where it can, of days beside them."""

import datetime
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, DateField, F, Func, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from reports.choices import Dimension, FactKind, Statistic
from reports.counted.months import parts
from reports.cuts import Cut
from reports.models import DayFigure, FigureZone, MonthFigure
from staff.models import User
from staff.queries import teams_of

LEVELS = frozenset({Statistic.LEVEL, Statistic.AGE})


def scope(user: User) -> Q:
    """The teams whose figures this colleague reads: all of them, or their own; nobody else reads any."""
    if not user.may("board.see"):
        return Q(pk__in=[])
    return Q() if user.may("ticket.see_all") else Q(team__in=teams_of(user))


def rows_of(
    user: User, cut: Cut, zone: str, steps: Sequence[datetime.date], *, from_the_start: bool
) -> list[QuerySet[Any]]:
    """Figures of days, and of the months that lie whole in one step, as far as months have figures."""
    made = parts(None if from_the_start else cut.since, cut.until, steps[1:-1])
    days = of(DayFigure, user, cut, zone).filter(day__lt=cut.until)
    days = days if from_the_start else days.filter(day__gte=cut.since)
    if not made.has_months:
        return [days]
    until = FigureZone.objects.filter(name=zone).values("months_until")
    no_month_yet = Q(day__gte=Coalesce(Subquery(until), Value(datetime.date.min)))
    beside = [Q(day__gte=first, day__lt=last) for first, last in made.days]
    months = of(MonthFigure, user, cut, zone).filter(day__lt=made.before).exclude(day__in=made.cut_through)
    months = months if made.first is None else months.filter(day__gte=made.first)
    return [days.filter(reduce(or_, beside, no_month_yet)), months]


def of(model: type[Any], user: User, cut: Cut, zone: str) -> QuerySet[Any]:
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


def place(steps: Sequence[datetime.date]) -> Func:
    """In which step; what was before the first counts from the first on."""
    starts = Value([*steps[1:-1]], ArrayField(DateField()))
    return Func(
        F("day"), Cast(starts, ArrayField(DateField())), function="width_bucket", output_field=IntegerField()
    )


def group(cut: Cut) -> Cast | F | Value:
    if cut.by == Dimension.TEAM:
        return Cast("team_id", CharField())
    return F("key") if cut.by else Value("")
