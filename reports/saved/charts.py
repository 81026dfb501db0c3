"""The picture of each part of a saved report: lines by its steps, bars across by what tells apart."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from lib.charts import SERIES, Flag, Legend, across, legend, lines
from reports.cuts import Series, Table
from reports.trends.marks import bar_of, line_of, longest
from reports.trends.words import steps_of, told
from reports.words.numbers import scale

BARS = 12

Drawn = tuple[SafeString | str, SafeString | str]


def drawn(key: str, table: Table, rows: Sequence[Series], step: str, flagged: Sequence[Flag] = ()) -> Drawn:
    """With its legend; both "" where there is nothing to draw. `key` is unique on the page."""
    if step:
        shown = (rows or [table.total])[:SERIES] if table.cut.by else [table.total]
        return _lines(key, table, shown, step, flagged)
    return _across(key, table, rows[:BARS]), ""


def _lines(key: str, table: Table, rows: Sequence[Series], step: str, flagged: Sequence[Flag]) -> Drawn:
    measure, steps = table.cut.told, steps_of(table.steps[:-1], step)
    known = [number.value for row in rows for number in row.values if number.value is not None]
    if not any(known):
        return "", ""
    several = len(rows) > 1
    marks = [line_of(measure, row, steps, several) for row in rows]
    svg = lines(
        key, marks, steps, title=str(measure.name), description=told(measure, rows[0], steps),
        scale=scale(measure.unit, known), flagged=flagged,
    )  # fmt: skip
    names = [Legend(row.label, number) for number, row in enumerate(rows)]
    return svg, legend(key, names) if several else ""


def _across(key: str, table: Table, rows: Sequence[Series]) -> SafeString | str:
    measure = table.cut.told
    shown = [row for row in rows if row.total.value is not None]
    if len(shown) < 2:
        return ""
    bars = [bar_of(measure, row) for row in shown]
    title, about = str(measure.name), str(measure.about)
    return across(key, bars, most=longest(measure, shown), title=title, description=about)
