"""What the trends say beside their pictures: at each mark, in the table, in a sentence."""

import datetime
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.charts import Footnote, Sheet, SheetCell, SheetRow, Step
from reports.cuts import Number, Series, Table
from reports.marked_days.annotated import Marked
from reports.measures import Measure
from reports.trends.rest import adds_up, rest_of
from reports.words.numbers import of_how_many, too_few
from reports.words.showing import said

LABELS = 5  # names of steps that have room on a phone
LISTED = 60  # rows of a table


def steps_of(starts: Sequence[datetime.date], step: str) -> list[Step]:
    form = "M Y" if step == "month" else "j M"
    every = -(-len(starts) // LABELS)
    return [
        Step(step_name(day, step), date_format(day, form) if n % every == 0 else "")
        for n, day in enumerate(starts)
    ]


def step_name(day: datetime.date, step: str) -> str:
    if step == "week":
        return _("Week of %(day)s") % {"day": date_format(day, "j M Y")}
    return date_format(day, "F Y" if step == "month" else "D j M Y")


def says(measure: Measure, name: str, number: Number) -> str:
    """Read out at a mark."""
    parts = [
        f"{name}: {said(number.value, measure.unit)}",
        of_how_many(measure, number.n) if number.n else "",
    ]
    if number.low is not None and number.high is not None:
        ends = {"low": said(number.low, measure.unit), "high": said(number.high, measure.unit)}
        parts.append(_("between %(low)s and %(high)s") % ends)
    if too_few(measure, number.n):
        parts.append(_("too few to be sure"))
    return ", ".join(part for part in parts if part)


def told(measure: Measure, row: Series, steps: Sequence[Step]) -> str:
    """The highest and the lowest, in a sentence."""
    pairs = zip(row.values, steps, strict=True)
    known = [(number.value, step.says) for number, step in pairs if number.value is not None]
    if not known:
        return str(measure.about)
    (low, when_low), (high, when_high) = min(known), max(known)
    return _("%(name)s: lowest %(low)s (%(when_low)s), highest %(high)s (%(when_high)s).") % {
        "name": row.label or measure.name, "low": said(low, measure.unit), "when_low": when_low,
        "high": said(high, measure.unit), "when_high": when_high,
    }  # fmt: skip


def more_than(rows: Sequence[Series], shown: int) -> list[str]:
    more = len(rows) - shown
    if more <= 0:
        return []
    return [ngettext("%(n)s more is in the table.", "%(n)s more are in the table.", more) % {"n": more}]


def sheet_of_steps(
    table: Table, steps: Sequence[Step], then: Table | None = None, days: Marked | None = None
) -> Sheet:
    """Steps go down where there is one row, so that a phone has room for them."""
    measure = table.cut.told
    name, days = str(measure.name), days or Marked()
    if table.cut.by:
        rows = [
            SheetRow(row.label, [cell_of(measure, number) for number in (*row.values, row.total)])
            for row in listed(table, table.rows)
        ]
        heads = [one.says + _numbers(days.at(n)) for n, one in enumerate(steps)]
        return Sheet(name, _("Name"), [*heads, _("All of it")], rows)
    before = then.total.values if then else ()
    down = []
    for n, (step, number) in enumerate(zip(steps, table.total.values, strict=True)):
        cells = [cell_of(measure, number)]
        if then:
            cells.append(cell_of(measure, before[n]) if n < len(before) else SheetCell("–"))
        down.append(SheetRow(step.says, cells, footnotes=days.at(n)))
    return Sheet(name, _("When"), [name, *([_("compared with")] if then else [])], down)


def _numbers(notes: Sequence[Footnote]) -> str:
    return f" [{', '.join(str(one.number) for one in notes)}]" if notes else ""


def sheet_of_keys(table: Table, rows: Sequence[Series]) -> Sheet:
    measure = table.cut.told
    found = [SheetRow(row.label, [cell_of(measure, row.total)]) for row in listed(table, rows)]
    return Sheet(str(measure.name), _("Name"), [_("All of it")], found)


def listed(table: Table, rows: Sequence[Series]) -> list[Series]:
    """Those that a table has room for, those with most first; the others as one where that adds up."""
    most = {row.key for row in sorted(rows, key=lambda row: -row.total.n)[:LISTED]}
    shown = [row for row in rows if row.key in most]
    return [*shown, rest_of(table, shown)] if len(rows) > LISTED and adds_up(table) else shown


def cell_of(measure: Measure, number: Number) -> SheetCell:
    notes = [of_how_many(measure, number.n) if number.n else ""]
    if number.low is not None and number.high is not None:
        notes.append(f"{said(number.low, measure.unit)}–{said(number.high, measure.unit)}")
    link = number.link if number.n else ""
    return SheetCell(said(number.value, measure.unit), link, " · ".join(note for note in notes if note))
