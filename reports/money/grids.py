"""Tables of months: for each cost centre or team a few rows of cells, each with what is behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from budget.models import CostCentre, Year
from budget.showing import amount, month_name, units
from reports.choices import Unit
from reports.money.asked import Asked
from reports.money.ledger import Cell, Ledger
from reports.money.overtime import Extra, TeamLine
from reports.money.words import ABOUT, NAMES
from reports.words.numbers import change
from reports.words.showing import hours, said

# The page of a cost centre.
Address = Callable[[CostCentre], str]


@dataclass(frozen=True, slots=True)
class GridCell:
    """`says` names it where one points, and for who cannot see its row and column."""

    text: str
    link: str = ""
    note: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    name: str
    cells: Sequence[GridCell]
    about: str = ""
    link: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """`key` makes its address on the page."""

    key: str
    rows: Sequence[GridRow]


@dataclass(frozen=True, slots=True)
class Grid:
    """`heads` are (short, long) names of the columns of numbers."""

    key: str
    caption: str
    corner: str
    heads: Sequence[tuple[str, str]]
    groups: Sequence[Group]
    total: Group | None = None


def heads(asked: Asked) -> list[tuple[str, str]]:
    months = [(month_name(month, short=True), month_name(month)) for month in asked.months]
    return [*months, (_("Together"), _("Together"))]


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost centre, or (None) all of them: a cell for each month and one for all; `then` likewise, with the
    years of the budget that they are in.
    """

    centre: CostCentre | None
    name: str
    cells: Sequence[Cell]
    then: Sequence[Cell] = ()
    years: Sequence[Year | None] = ()

    @property
    def key(self) -> str:
        return f"centre-{self.centre.pk if self.centre else 'all'}"


def cost_lines(ledger: Ledger, asked: Asked) -> tuple[list[CostLine], CostLine]:
    """Of each, and of all together."""
    lines = [_line(ledger, asked, [one], one) for one in ledger.centres]
    return lines, _line(ledger, asked, ledger.centres, None)


def _line(ledger: Ledger, asked: Asked, centres: Sequence[CostCentre], centre: CostCentre | None) -> CostLine:
    def row(months):
        return [ledger.cell(centres, some) for some in [*([month] for month in months), months] if some]

    return CostLine(
        centre, centre.name if centre else _("Together"), row(asked.months), row(asked.then),
        [*map(ledger.year_of, asked.then), None],
    )  # fmt: skip


def cost_grid(lines: Sequence[CostLine], total: CostLine, asked: Asked, address: Address) -> Grid:
    groups = [_cost_group(one, asked, address) for one in lines]
    return Grid(
        "costs", str(NAMES["each"]), _("Cost centre"), heads(asked), groups,
        _cost_group(total, asked, address) if len(lines) > 1 else None,
    )  # fmt: skip


def _cost_group(line: CostLine, asked: Asked, address: Address) -> Group:
    columns = [name for _short, name in heads(asked)]

    def row(key, text, link):
        cells = []
        for column, cell in zip(columns, line.cells, strict=True):
            known = text(cell) if cell.solved else "–"
            says = f"{line.name}, {column}, {NAMES[key]}: {known}"
            cells.append(GridCell(known, link(cell) if cell.solved else "", says=says))
        return GridRow(str(NAMES[key]), cells, str(ABOUT[key]))

    each = row("each", lambda cell: amount(cell.each), lambda cell: "")
    rows = [
        GridRow(line.name, each.cells, each.about, address(line.centre) if line.centre else "", main=True),
        row("solved", lambda cell: said(cell.solved, Unit.COUNT), lambda cell: cell.solved_link),
        row("spent", lambda cell: units(cell.cents), lambda cell: cell.spent_link),
    ]  # fmt: skip
    if line.then:
        rows.append(_then_row(line, asked))
    return Group(line.key, rows)


def _then_row(line: CostLine, asked: Asked) -> GridRow:
    """What one cost then, with how it changed; its parts are on the page of that year."""
    columns = [*(month_name(month) for month in asked.then), _("Together")]
    cells = []
    for column, now, then, year in zip(columns, line.cells, line.then, line.years, strict=True):
        place = line.key if line.centre else "costs"
        page = f"?{asked.params(year=str(year.pk), against='')}#{place}" if year and then.solved else ""
        text = amount(then.each)
        says = _("%(name)s, %(when)s: %(value)s for one of %(n)s solved tickets") % {
            "name": line.name, "when": column, "value": text, "n": said(then.solved, Unit.COUNT),
        }  # fmt: skip
        note = change(Unit.COUNT, now.each, then.each)
        cells.append(GridCell(text, page, note, says if then.solved else ""))
    return GridRow(asked.then_words, cells, str(ABOUT["each"]))


def overtime_grid(lines: Sequence[TeamLine], asked: Asked, *, money: bool) -> Grid:
    return Grid(
        "overtime", str(NAMES["overtime"]), _("Team"), heads(asked),
        [_overtime_group(one, asked, money) for one in lines],
    )  # fmt: skip


def _overtime_group(line: TeamLine, asked: Asked, money: bool) -> Group:
    columns = [name for _short, name in heads(asked)]
    every = [*line.cells, line.whole]

    def row(key: str, texts: Sequence[str], links: Sequence[str], name: str = "") -> GridRow:
        cells = [
            GridCell(text, link, says=f"{line.team.name}, {column}, {NAMES[key]}: {text}")
            for column, text, link in zip(columns, texts, links, strict=True)
        ]
        return GridRow(name or str(NAMES[key]), cells, str(ABOUT[key]), main=bool(name))

    links = [one.link for one in every]
    rows = [row("overtime", [_hours(one) for one in every], links, line.team.name)]
    if line.whole.holiday:
        texts = [hours(one.holiday) if one.holiday else "–" for one in every]
        rows.append(row("holiday", texts, [one.holiday_link for one in every]))
    if money:
        rows.append(row("overtime_cost", [units(one.cents) for one in every], links))
    if any(one.cents for one in line.posted):
        texts = [units(one.cents) if one.cents else "–" for one in line.posted]
        rows.append(row("posted", texts, [one.link for one in line.posted]))
    return Group(f"team-{line.team.pk}", rows)


def _hours(one: Extra) -> str:
    return hours(one.seconds) if one.seconds else "–"
