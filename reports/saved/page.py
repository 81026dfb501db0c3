"""What a saved report says to one reader on one day: the only source of its page, its files and its letter.

Every cell is text as it stands on the page, beside the number that it says.
"""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.choices import Dimension, Statistic, Unit
from reports.cuts import Number, Series, Table
from reports.figures import numbers
from reports.marked_days.annotated import Marked, annotations_in, marked
from reports.models import SavedReport
from reports.periods import Period
from reports.saved.cells import Cell, Line, ReportPage, Section
from reports.saved.charts import drawn
from reports.saved.cuts import Part, cut_of
from reports.saved.hours import hours_of
from reports.trends.asked import BY, HOUR, HOURS, OWN, PERIODS
from reports.trends.words import step_name
from reports.words.numbers import PLAIN, too_few
from reports.words.showing import said
from staff.models import Team, User
from staff.queries import teams_of

MOST_LINES, MOST_COLUMNS = 40, 5


def page_of(user: User, report: SavedReport, day: datetime.date, zone: str) -> ReportPage:
    """In the language of the moment, with the figures of the teams that are this reader's."""
    teams = {str(team.pk): team.name for team in teams_of(user)}
    sections = [_section(user, f"part{n}", one, day, zone, teams) for n, one in enumerate(report.parts, 1)]
    return ReportPage(report.name, settings.DESK_NAME, day, zone, sections)


def _section(
    user: User, key: str, one: Part, day: datetime.date, zone: str, teams: dict[str, str]
) -> Section:
    cut, step = cut_of(one, day)
    table, measure = numbers(user, cut, zone), cut.told
    rows, notes = _rows(table, MOST_COLUMNS if step else MOST_LINES)
    told_of = annotations_in(user, cut.since, cut.until, one["team"]) if step else []
    days = marked(key, told_of, table.steps)
    if one["team"] and one["team"] not in teams:
        notes = [_("This figure is of a team that is not yours: you see none of it.")]
    wide = bool(step and cut.by) or one["by"] == HOUR
    if one["by"] == HOUR:
        heads, lines, (chart, legend) = hours_of(user, f"{key}-hours", cut, zone)
    else:
        heads, lines = _by_steps(table, rows, step, days) if step else _by_keys(table, rows)
        chart, legend = drawn(key, table, rows, step, days.flags)
    return Section(
        key, str(measure.name), str(measure.about), _said(one, cut.since, cut.until, teams),
        _cell(table, table.total.total), str(_corner(one, step)), heads, lines, not wide, notes,
        chart, legend, days.footnotes,
    )  # fmt: skip


def _said(one: Part, since: datetime.date, until: datetime.date, teams: dict[str, str]) -> list[str]:
    days = Period(since, until)
    first, last = date_format(since, "j M Y"), date_format(days.last, "j M Y")
    found = [] if one["period"] == OWN else [str(PERIODS[one["period"]])]
    found.append(f"{first} – {last}" if first != last else first)
    if one["team"]:
        found.append(teams.get(one["team"]) or _name_of(one["team"]))
    return [*found, str(HOURS["working"])] if one["working"] else found


def _name_of(team: str) -> str:
    known = Team.objects.filter(pk=team).values_list("name", flat=True).first()
    return known or _("a team that is gone")


def _corner(one: Part, step: str) -> str:
    if step:
        return {"day": _("Day"), "week": _("Week"), "month": _("Month")}[step]
    return str(_("Hour") if one["by"] == HOUR else BY[one["by"]])


def _rows(table: Table, most: int) -> tuple[list[Series], list[str]]:
    """Those with most; people by name, since nobody is ranked."""
    found = [row for row in table.rows if row.total.n or row.total.value]
    rows, more = found[:most], len(found) - most
    if table.cut.by == Dimension.AGENT:
        rows.sort(key=lambda row: row.label)
    if more <= 0:
        return rows, []
    note = ngettext(
        "%(n)s more with less is only in the sum.", "%(n)s more with less are only in the sum.", more
    )
    return rows, [note % {"n": said(more, Unit.COUNT)}]


def _by_keys(table: Table, rows: Sequence[Series]) -> tuple[list[str], list[Line]]:
    lines = [Line(row.label, _cells(table, row.total)) for row in rows]
    return _heads(table), [*lines, Line(_("Altogether"), _cells(table, table.total.total), whole=True)]


def _by_steps(table: Table, rows: Sequence[Series], step: str, days: Marked) -> tuple[list[str], list[Line]]:
    names = [step_name(day, step) for day in table.steps[:-1]]
    if not table.cut.by:
        lines = [
            Line(name, _cells(table, number), footnotes=days.at(n))
            for n, (name, number) in enumerate(zip(names, table.total.values, strict=True))
        ]
        return _heads(table), [*lines, Line(_("Altogether"), _cells(table, table.total.total), whole=True)]
    columns = [*rows, table.total]
    lines = [
        Line(name, [_cell(table, row.values[n]) for row in columns], footnotes=days.at(n))
        for n, name in enumerate(names)
    ]
    whole = Line(_("Altogether"), [_cell(table, row.total) for row in columns], whole=True)
    return [*(row.label for row in rows), _("Altogether")], [*lines, whole]


def _heads(table: Table) -> list[str]:
    measure = table.cut.told
    value = _("Number") if measure.statistic in PLAIN else _("Value")
    of = [] if measure.statistic in PLAIN else [_("Counted")]
    return [value, *of, *([_("Between")] if measure.statistic == Statistic.KEPT else [])]


def _cells(table: Table, number: Number) -> list[Cell]:
    """The number; of how many it is; where it is a share, between what the truth lies with 95 %."""
    measure, cells = table.cut.told, [_cell(table, number)]
    if measure.statistic not in PLAIN:
        link = number.link if number.n else ""
        cells.append(Cell(said(number.n, Unit.COUNT), number.n, Unit.COUNT, number.n, link))
    if measure.statistic == Statistic.KEPT:
        ends = (number.low, number.high)
        known = [said(end, Unit.PERCENT) for end in ends if end is not None]
        cells.append(Cell(" – ".join(known) or "–"))
    return cells


def _cell(table: Table, number: Number) -> Cell:
    measure = table.cut.told
    link = number.link if number.n else ""
    few = too_few(measure, number.n)
    return Cell(said(number.value, measure.unit), number.value, measure.unit, number.n, link, few)
