"""The picture of each part of a saved report: lines by its steps, bars across by what tells apart."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from lib.charts import SERIES, Across, Legend, Line, across, legend, lines
from reports.choices import Unit
from reports.figures import Series, Table
from reports.number_words import of_how_many, scale, too_few
from reports.showing import said
from reports.trend_words import says, steps_of, told

BARS = 12

Drawn = tuple[SafeString | str, SafeString | str]


def drawn(key: str, table: Table, rows: Sequence[Series], step: str) -> Drawn:
    """With its legend; both "" where there is nothing to draw. `key` is unique on the page."""
    if step:
        return _lines(key, table, (rows or [table.total])[:SERIES] if table.cut.by else [table.total], step)
    return _across(key, table, rows[:BARS]), ""


def _lines(key: str, table: Table, rows: Sequence[Series], step: str) -> Drawn:
    measure, steps = table.cut.told, steps_of(table.steps[:-1], step)
    known = [number.value for row in rows for number in row.values if number.value is not None]
    if not any(known):
        return "", ""
    several = len(rows) > 1
    marks = [
        Line(
            [number.value for number in row.values], name=row.label if several else "",
            links=[number.link if number.n else "" for number in row.values],
            says=[
                says(measure, f"{row.label}, {one.says}" if several else one.says, number)
                for one, number in zip(steps, row.values, strict=True)
            ],
            few=[too_few(measure, number.n) for number in row.values],
        )
        for row in rows
    ]  # fmt: skip
    svg = lines(
        key, marks, steps, title=str(measure.name), description=told(measure, rows[0], steps),
        scale=scale(measure.unit, known),
    )  # fmt: skip
    names = [Legend(row.label, number) for number, row in enumerate(rows)]
    return svg, legend(key, names) if several else ""


def _across(key: str, table: Table, rows: Sequence[Series]) -> SafeString | str:
    measure = table.cut.told
    shown = [row for row in rows if row.total.value is not None]
    if len(shown) < 2:
        return ""
    tops = [row.total.high or row.total.value or 0 for row in shown]
    most = 100.0 if measure.unit == Unit.PERCENT and max(tops) <= 100 else max([*tops, 1e-9])
    title = str(measure.name)
    bars = [_bar(table, row) for row in shown]
    return across(key, bars, most=most, title=title, description=str(measure.about))


def _bar(table: Table, row: Series) -> Across:
    measure, number = table.cut.told, row.total
    note, text = of_how_many(measure, number.n), said(number.value, measure.unit)
    return Across(
        row.label, number.value, f"{text} · {note}" if note else text, says(measure, row.label, number),
        number.low, number.high, too_few(measure, number.n), link=number.link if number.n else "",
    )  # fmt: skip
