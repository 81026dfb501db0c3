"""The tables of the money page to take away: a row for each number, money in units with cents."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.money.page import Money

Table = tuple[Sequence[str], Iterator[Sequence[Any]]]


def table_of(part: str, found: Money) -> Table:
    """Of a part of the page; of what is none, the first."""
    return PARTS.get(part, _costs)(found)


def _units(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


def _costs(found: Money) -> Table:
    asked = found.asked

    def rows() -> Iterator[Sequence[Any]]:
        for line in found.lines:
            for n, month in enumerate(asked.months):
                cell = line.cells[n]
                then = [asked.then[n], _units(line.then[n].each)] if line.then else []
                yield [line.name, month, cell.solved, _units(cell.cents), _units(cell.each), *then]

    more = [_("Compared with"), _("One ticket then")] if asked.then else []
    return [_("Cost centre"), _("Month"), _("Solved"), _("Spent"), _("One ticket"), *more], rows()


def _topics(found: Money) -> Table:
    rows = (
        [
            one.cost.tag, one.cost.solved, _hours(one.cost.handle_seconds), _units(one.cost.cents),
            _units(one.cost.one), _units(one.then.one) if one.then else None,
        ]
        for one in found.topics
    )  # fmt: skip
    return [
        pgettext("of tickets", "Topic"),
        _("Solved"),
        _("Hours"),
        _("Cost"),
        _("One ticket"),
        _("A year before"),
    ], rows


def _overtime(found: Money) -> Table:
    rows = (
        [
            line.team.name, month, _hours(line.cells[n].seconds), _hours(line.cells[n].holiday),
            _units(line.cells[n].cents),
        ]
        for line in found.overtime
        for n, month in enumerate(found.asked.months)
    )  # fmt: skip
    return [_("Team"), _("Month"), _("Hours"), _("Of it on public holidays"), _("Cost")], rows


def _plan(found: Money) -> Table:
    def rows() -> Iterator[Sequence[Any]]:
        for one in found.rows:
            so_far, centre = one["so_far"], one["centre"]
            numbers = (so_far.plan, so_far.actual, so_far.cents, one["plan"], one["forecast"], one["left"])
            yield [centre.code, centre.name, *map(_units, numbers)]

    heads = [
        _("Cost centre"), _("Name"), _("Planned so far"), _("Spent so far"), _("Difference"), _("Planned"),
        _("Expected"), pgettext("budget", "Left"),
    ]  # fmt: skip
    return heads, rows()


def _promises(found: Money) -> Table:
    def rows() -> Iterator[Sequence[Any]]:
        for dearer in found.dearer or ():
            run = dearer.run
            for one in dearer.parts:
                numbers = (one.hourly, one.monthly, one.yearly)
                team = one.team.name if one.team else ""
                yield [run.name, run.pk, run.days, team, one.hours, one.yearly_hours, *map(_units, numbers)]

    heads = [
        _("Promise"), _("Back-test"), _("Days"), _("Team"), _("Hours a month"), _("Hours a year"),
        _("An hour"), _("A month"), _("A year"),
    ]  # fmt: skip
    return heads, rows()


PARTS: Mapping[str, Callable[[Money], Table]] = {
    "costs": _costs, "topics": _topics, "overtime": _overtime, "plan": _plan, "promises": _promises,
}  # fmt: skip
