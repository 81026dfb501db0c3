"""A report to take away: CSV, XLSX and PDF, from the same cells as its page."""

import json
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lib.charts import Footnote
from lib.tables import Figure
from lib.tables import write_book as write
from reports.choices import Unit
from reports.saved.cells import Cell, Line, ReportPage, Section

SHEET = Path(__file__).with_name("report.typ")
# How a spreadsheet shows what the page shows; times stay words, with their seconds in the last sheet.
FORMS = {
    Unit.COUNT: ("#,##0", 0), Unit.PERCENT: ('0.0" %"', 1), Unit.POINTS: ("0.00", 2),
    Unit.HOURS: ('#,##0.0" h"', 1),
}  # fmt: skip

Row = list[Any]


def flat_heads() -> Row:
    return [_("Figure"), _("Days"), _("Of"), _("Column"), _("As shown"), _("Value"), _("Unit"), _("Counted")]


def flat(page: ReportPage) -> Iterator[Row]:
    """A line for each number, with its whole value: for whoever calculates with them."""
    for section in page.sections:
        for line in section.lines:
            for head, cell in zip(section.heads, line.cells, strict=True):
                if cell.unit:
                    yield [
                        section.heading, " · ".join(section.said), line.name, head, cell.text, cell.value,
                        cell.unit, cell.of,
                    ]  # fmt: skip


def xlsx_of(page: ReportPage) -> bytes:
    """What it is, a sheet for each figure as on the page, and all numbers below each other."""
    file = BytesIO()
    cover = [[section.heading, " · ".join(section.said), section.about] for section in page.sections]
    sheets = [(pgettext("of figures", "Report"), [page.name, page.as_of, page.zone], cover)]
    for n, section in enumerate(page.sections, 1):
        told_of = [_("Marked days")] if section.footnotes else []
        rows = [
            [line.name, *map(_in_sheet, line.cells), *(_told_of(line) for _one in told_of)]
            for line in section.lines
        ]
        sheets.append((f"{n} {section.heading}", [section.corner, *section.heads, *told_of], rows))
    if any(section.footnotes for section in page.sections):
        heads = [_("Figure"), _("Number"), _("Days"), _("What it was"), _("Team")]
        sheets.append((_("Marked days"), heads, _footnotes(page)))
    write(file, [*sheets, (_("All numbers"), flat_heads(), flat(page))])
    return file.getvalue()


def _told_of(line: Line) -> str:
    return "; ".join(f"{one.number} {one.words}" for one in line.footnotes)


def _footnotes(page: ReportPage) -> Iterator[Row]:
    for section in page.sections:
        for one in section.footnotes:
            yield [section.heading, one.number, one.when, one.words, one.who]


def _in_sheet(cell: Cell) -> Any:
    if cell.value is None or cell.unit not in FORMS:
        return cell.text
    form, places = FORMS[Unit(cell.unit)]
    return Figure(round(cell.value, places), form)


def pdf_of(page: ReportPage) -> bytes:
    data = json.dumps(_sheet(page), ensure_ascii=False)
    return typst.compile(_source(), sys_inputs={"sheet": data}, ignore_system_fonts=True)


@cache
def _source() -> bytes:
    return SHEET.read_bytes()


def _sheet(page: ReportPage) -> dict[str, Any]:
    return {
        "lang": (get_language() or "en").split("-")[0],
        "desk": page.desk, "title": page.name, "day": page.as_of, "zone": page.zone,
        "report": pgettext("of figures", "Report"),
        "few": _("A number in italics is of too few to be sure."),
        "sections": [_part(section) for section in page.sections],
    }  # fmt: skip


def _part(section: Section) -> dict[str, Any]:
    tops = [line.cells[0].value or 0 for line in section.lines if not line.whole]
    most = max(tops, default=0)
    return {
        "heading": section.heading, "about": section.about, "said": " · ".join(section.said),
        "corner": section.corner, "heads": list(section.heads), "notes": list(section.notes),
        "bars": section.first_only and most > 0 and len(tops) > 1,
        "few": any(cell.few for line in section.lines for cell in line.cells),
        "lines": [_line(line, most) for line in section.lines],
        "footnotes": [_note(one) for one in section.footnotes],
    }  # fmt: skip


def _line(line: Line, most: float) -> dict[str, Any]:
    share = (line.cells[0].value or 0) / most if most and not line.whole else 0
    return {
        "name": line.name, "flags": [str(one.number) for one in line.footnotes],
        "whole": line.whole, "share": min(1, max(0, share)),
        "cells": [{"text": cell.text, "few": cell.few} for cell in line.cells],
    }  # fmt: skip


def _note(one: Footnote) -> dict[str, str]:
    words = " · ".join(part for part in (one.words, one.who) if part)
    return {"number": str(one.number), "when": one.when, "words": words}
