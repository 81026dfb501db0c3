"""What the money page draws."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from budget.showing import amount, month_name, units
from lib.charts import SERIES, Column, Legend, Line, Part, Scale, Step, legend, lines, nice, stacked
from lib.charts.looks import look_of
from reports.choices import Unit
from reports.money.asked import Asked
from reports.money.grids import CostLine
from reports.money.ledger import Cell
from reports.money.overtime import TeamLine
from reports.money.words import ABOUT, NAMES
from reports.words.showing import hours, said

Drawn = tuple[SafeString | str, SafeString | str]
NOTHING: Drawn = ("", "")


def costs_chart(rows: Sequence[CostLine], total: CostLine, asked: Asked) -> Drawn:
    """With its legend: a line for each cost centre, those with most tickets where there are many; of one
    alone, the months that it is held against too.
    """
    shown = sorted(rows, key=lambda one: -one.cells[-1].solved)[:SERIES]
    if not shown:
        return NOTHING
    steps = [Step(month_name(month), month_name(month, short=True)) for month in asked.months]
    several = len(shown) > 1
    drawn = [_line(one, steps, look_of(n)) for n, one in enumerate(shown)]
    names = [Legend(one.name, n) for n, one in enumerate(shown)] if several else []
    if asked.then and not several:
        drawn.append(Line([_units(cell) for cell in shown[0].then[:-1]], "dashed"))
        names = [Legend(shown[0].name, look="solid"), Legend(asked.then_words, look="dashed")]
    most = max((value for line in drawn for value in line.values if value is not None), default=1)
    chart = lines(
        "costs", drawn, steps, title=str(NAMES["each"]), description=_told(total),
        scale=Scale(nice(most), lambda value: units(round(value * 100))),
    )  # fmt: skip
    return chart, legend("costs", names) if names else ""


def _line(line: CostLine, steps: Sequence[Step], look: str) -> Line:
    """Without its name in the picture: the months are few, and it would lie over the last of them."""
    cells = line.cells[:-1]
    says = [
        _("%(name)s, %(when)s: %(value)s for one of %(n)s solved tickets")
        % {
            "name": line.name,
            "when": step.says,
            "value": amount(cell.each),
            "n": said(cell.solved, Unit.COUNT),
        }
        for cell, step in zip(cells, steps, strict=True)
    ]
    links = [cell.solved_link for cell in cells]
    return Line([_units(cell) for cell in cells], look, links=links, says=says)


def _units(cell: Cell) -> float | None:
    return None if cell.each is None else cell.each / 100


def _told(total: CostLine) -> str:
    whole = total.cells[-1]
    return _("%(value)s for one solved ticket together, %(n)s of them. %(about)s") % {
        "value": amount(whole.each), "n": said(whole.solved, Unit.COUNT), "about": ABOUT["each"],
    }  # fmt: skip


def overtime_chart(rows: Sequence[TeamLine], asked: Asked) -> Drawn:
    """Hours, the teams on top of each other: those with most, the others together."""
    order = sorted(rows, key=lambda one: -one.whole.seconds)
    shown, rest = (order, []) if len(order) <= SERIES else (order[: SERIES - 1], order[SERIES - 1 :])
    if not shown:
        return NOTHING
    columns = []
    for n, month in enumerate(asked.months):
        parts = [_part(one.team.name, month, one.cells[n].seconds, one.cells[n].link) for one in shown]
        if rest:
            parts.append(_part(_("Others"), month, sum(one.cells[n].seconds for one in rest), ""))
        columns.append(Column(parts, month_name(month, short=True)))
    most = max(sum(part.value for part in column.parts) for column in columns)
    chart = stacked(
        "overtime", columns, title=str(NAMES["overtime"]), description=str(ABOUT["overtime"]),
        scale=Scale(nice(most), whole_hours),
    )  # fmt: skip
    names = [one.team.name for one in shown] + ([_("Others")] if rest else [])
    return chart, legend("overtime", [Legend(name, n) for n, name in enumerate(names)], filled=True)


def whole_hours(value: float) -> str:
    """Beside the lines of the picture: a place after the point only where it says something."""
    return hours(round(value * 3600)) if value % 1 else said(value, Unit.COUNT)


def _part(name: str, month: object, seconds: int, link: str) -> Part:
    words = {"name": name, "month": month_name(month), "hours": hours(seconds)}
    return Part(seconds / 3600, _("%(name)s, %(month)s: %(hours)s hours") % words, link)
