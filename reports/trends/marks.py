"""The marks of a series, the same wherever it is drawn: a line by its steps, a bar of the whole time."""

from collections.abc import Sequence

from lib.charts import Across, Line, Step
from reports.choices import Unit
from reports.cuts import Series
from reports.measures import Measure
from reports.trends.words import says
from reports.words.numbers import of_how_many, too_few
from reports.words.showing import said


def line_of(measure: Measure, row: Series, steps: Sequence[Step], several: bool) -> Line:
    name = f"{row.label}, " if several else ""
    return Line(
        [number.value for number in row.values], name=row.label if several else "",
        links=[number.link for number in row.values],
        says=[says(measure, name + one.says, row.values[n]) for n, one in enumerate(steps)],
        few=[too_few(measure, number.n) for number in row.values],
    )  # fmt: skip


def bar_of(measure: Measure, row: Series) -> Across:
    number, text = row.total, said(row.total.value, measure.unit)
    note = of_how_many(measure, number.n)
    return Across(
        row.label, number.value, f"{text} · {note}" if note else text, says(measure, row.label, number),
        number.low, number.high, too_few(measure, number.n), link=number.link if number.n else "",
    )  # fmt: skip


def longest(measure: Measure, rows: Sequence[Series]) -> float:
    """What the whole width stands for: shares up to all of it, unless some are more."""
    tops = [row.total.high or row.total.value or 0 for row in rows]
    return 100.0 if measure.unit == Unit.PERCENT and max(tops) <= 100 else max([*tops, 1e-9])
