"""What the trends draw: one measure by its steps, by what one tells apart, and by the hour of the week."""

from collections.abc import Callable, Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts import (
    SERIES,
    Cell,
    Column,
    Flag,
    Head,
    Legend,
    Line,
    Part,
    Picture,
    Row,
    Step,
    across,
    legend,
    lines,
    shade,
    stacked,
    strip,
)
from reports.choices import SEVERAL, Dimension, Statistic, Unit
from reports.cuts import Number, Series, Table
from reports.marked_days.annotated import marked
from reports.measures import Measure
from reports.models import Annotation
from reports.trends.marks import bar_of, line_of, longest
from reports.trends.rest import adds_up, rest_of
from reports.trends.words import more_than, says, sheet_of_keys, sheet_of_steps, steps_of, told
from reports.words.numbers import scale
from reports.words.showing import said

ACROSS = 12
# What all but these have together, if that is a list.
Others = Callable[[Sequence[Series]], Series | None]


def by_step(
    table: Table, step: str, then: Table | None = None, told_of: Sequence[Annotation] = ()
) -> Picture:
    """One line, with that of before behind it; or one for each of those with most, the rest in the table."""
    measure, steps = table.cut.told, steps_of(table.steps[:-1], step)
    rows, days = _most(table), marked("steps", told_of, table.steps)
    sheet, title = sheet_of_steps(table, steps, then, days), str(measure.name)
    if not any(number.n for row in rows for number in row.values):
        return Picture("steps", title, "", sheet, nothing=_nothing(table), footnotes=days.footnotes)
    if len(rows) > 1 and measure.statistic == Statistic.COUNT:
        svg, names = _stacks(measure, rows, steps, days.flags)
    else:
        svg, names = _lines(measure, rows, steps, then, days.flags)
    notes = more_than(table.rows, len(rows))
    return Picture("steps", title, svg, sheet, names, notes=notes, footnotes=days.footnotes)


def by_key(table: Table, others: Others | None = None) -> Picture:
    """Each of them over the whole time, with the interval in which the truth lies where there is one. Those
    with most first, what the others have together last; people in the order of names: nobody is ranked.
    """
    measure = table.cut.told
    found = [row for row in table.rows if row.total.value is not None and (row.total.n or row.total.value)]
    if table.cut.by == Dimension.AGENT:
        found.sort(key=lambda row: row.label)
    sheet, title = sheet_of_keys(table, found), str(measure.name)
    if not found:
        return Picture("keys", title, "", sheet, nothing=_nothing(table))
    shown, rest = _with_room(table, found, others)
    about = _("Each over the whole time; a line with ends is where the truth lies with 95 %.")
    every = [*shown, *([rest] if rest else [])]
    rows = [bar_of(measure, row) for row in every]
    svg = across("keys", rows, most=longest(measure, every), title=title, description=about)
    notes = [about] if any(row.low is not None for row in rows) else []
    return Picture("keys", title, svg, sheet, notes=[*notes, *_no_room(table, found, shown, rest)])


def _with_room(
    table: Table, found: Sequence[Series], others: Others | None
) -> tuple[Sequence[Series], Series | None]:
    if table.cut.by == Dimension.AGENT or len(found) <= ACROSS:
        return found, None
    tops = found[: ACROSS - 1]
    rest = others(tops) if others else None
    return (tops, rest) if rest else (found[:ACROSS], None)


def _no_room(
    table: Table, found: Sequence[Series], shown: Sequence[Series], rest: Series | None
) -> list[str]:
    if rest:
        return [_("Others: %(n)s more together.") % {"n": len(found) - len(shown)}]
    notes = more_than(found, len(shown))
    if notes and table.cut.by in SEVERAL:
        notes.append(_("A ticket may be in several rows, so that the others together are no list."))
    return notes


def _nothing(table: Table) -> str:
    if table.cut.by != Dimension.PRODUCT:
        return ""
    return _("No ticket in this time is about a product. Managers say which are: Types and fields, Products.")


def by_hour(measure: Measure, week: Sequence[Sequence[Number]], first: int, key: str = "hours") -> SafeString:
    """`week`: seven days from Monday, of 24 hours; `first`: the day with which the reader's week begins."""
    most = max((number.n for hours in week for number in hours), default=0)
    rows = [
        Row(
            str(WEEKDAYS_ABBR[day]), [_hour(day, hour, number, most) for hour, number in enumerate(week[day])]
        )
        for day in ((first + n) % 7 for n in range(7))
    ]
    heads = [Head(f"{hour:02}") for hour in range(24)]
    return strip(rows, heads, caption=str(measure.name), key=key, look="of-week")


def _hour(day: int, hour: int, number: Number, most: int) -> Cell:
    text = said(number.n, Unit.COUNT)
    told_as = f"{WEEKDAYS_ABBR[day]} {hour:02}:00: {text}"
    if not number.n:
        return Cell("", "h0", told_as)
    return Cell(text, shade(number.n, most), told_as, number.link)


def _most(table: Table) -> list[Series]:
    """Those with most; of counts that add up to all, the last is what the others have together."""
    if not table.cut.by:
        return [table.total]
    if len(table.rows) <= SERIES or not adds_up(table):
        return list(table.rows[:SERIES])
    tops = table.rows[: SERIES - 1]
    return [*tops, rest_of(table, tops)]


def _lines(
    measure: Measure,
    rows: Sequence[Series],
    steps: Sequence[Step],
    then: Table | None,
    flagged: Sequence[Flag],
) -> tuple[SafeString, SafeString | str]:
    several = len(rows) > 1
    drawn = [line_of(measure, row, steps, several) for row in rows]
    names = [Legend(row.label, number) for number, row in enumerate(rows)] if several else []
    if then and not several:
        values = [number.value for number in then.total.values][: len(steps)]
        drawn.append(Line([*values, *[None] * (len(steps) - len(values))], "dashed"))
        names = [Legend(_("now"), look="solid"), Legend(_("compared with"), look="dashed")]
    known = [value for line in drawn for value in line.values if value is not None]
    svg = lines(
        "steps", drawn, steps, title=str(measure.name), description=told(measure, rows[0], steps),
        scale=scale(measure.unit, known), flagged=flagged,
    )  # fmt: skip
    return svg, legend("steps", names) if names else ""


def _stacks(
    measure: Measure, rows: Sequence[Series], steps: Sequence[Step], flagged: Sequence[Flag]
) -> tuple[SafeString, SafeString | str]:
    columns = [
        Column([_part(measure, row, one, n) for row in rows], one.label) for n, one in enumerate(steps)
    ]
    sums = [sum(part.value for part in column.parts) for column in columns]
    svg = stacked(
        "steps", columns, title=str(measure.name), description=told(measure, rows[0], steps),
        scale=scale(measure.unit, sums), flagged=flagged,
    )  # fmt: skip
    names = [Legend(row.label, number) for number, row in enumerate(rows)]
    return svg, legend("steps", names, filled=True)


def _part(measure: Measure, row: Series, step: Step, n: int) -> Part:
    number = row.values[n]
    return Part(number.n, says(measure, f"{row.label}, {step.says}", number), number.link)
