"""Tables that people take away: CSV and XLSX.

Cells are str, int, Decimal, float, Figure, bool, dates, times or None. What begins like a formula stays
text in both: a spreadsheet must not calculate what a customer wrote.
"""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHARS = 32_767  # what a cell of XLSX holds
MOST_ROWS = 1_048_576  # what a sheet holds
LINES_AT_ONCE = 200
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠|%]|^[\t\r\n]")
_NO_SHEET = re.compile(r"[\[\]:*?/\\]")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a spreadsheet shows in this form of its own, such as 0.0."""

    value: float
    form: str


def table_answer(request: HttpRequest, name: str, heads: Row, rows: Iterable[Row]) -> HttpResponseBase | None:
    """What `?as=csv` or `?as=xlsx` asks for; None where the page itself is asked for."""
    answers = {"csv": csv_answer, "xlsx": xlsx_answer}
    answer = answers.get(request.GET.get("as", ""))
    return answer(name, heads, rows) if answer else None


def csv_answer(name: str, heads: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """Row by row while it is read: UTF-8 with a mark, so that spreadsheets see the letters right."""
    answer = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    return _named(answer, name, "csv")


def xlsx_answer(name: str, heads: Row, rows: Iterable[Row]) -> FileResponse:
    """Written to the disk row by row, whatever its size; the heads stay in view."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write_xlsx(file, heads, rows)
    file.seek(0)
    return _named(FileResponse(file, content_type=XLSX), name, "xlsx")


def write_xlsx(file: Any, heads: Row, rows: Iterable[Row]) -> None:
    """ValueError if there are more rows than a sheet holds: part of a table would look like all of it."""
    write_book(file, [("", heads, rows)])


def write_book(file: Any, sheets: Iterable[tuple[str, Row, Iterable[Row]]]) -> None:
    """Several tables, each a sheet with its name; ValueError as for one."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd hh:mm", "remove_timezone": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        bold, forms = book.add_format({"bold": True}), _Forms(book)
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(sheet_name(name) or None)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 28)
            sheet.set_column(1, max(1, len(heads) - 1), 16)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, _text(head), bold)
            for number, row in enumerate(rows, start=1):
                if number >= MOST_ROWS:
                    raise ValueError(f"more than {MOST_ROWS - 1} rows")
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, forms)


def sheet_name(name: str) -> str:
    """As spreadsheets take it."""
    return _NO_XML.sub("", _NO_SHEET.sub(" ", name)).strip(" '")[:31].strip(" '")


class _Forms:
    """Of the numbers of a book, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._known = book, {}

    def __getitem__(self, form: str) -> Any:
        if form not in self._known:
            self._known[form] = self._book.add_format({"num_format": form})
        return self._known[form]


def _write(sheet: Any, row: int, column: int, cell: Any, forms: _Forms) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, Figure):
        sheet.write_number(row, column, cell.value, forms[cell.form])
    elif isinstance(cell, (int, float, Decimal)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, column, _local(cell))
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, cell, forms["yyyy-mm-dd"])
    else:
        sheet.write_string(row, column, _text(cell))


def _text(cell: Any) -> str:
    return _NO_XML.sub("", str(cell))[:MOST_CHARS]


def _local(moment: datetime.datetime) -> datetime.datetime:
    """As the reader's clock shows it, without its zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _lines(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([plain_cell(head) for head in heads])
    batch: list[str] = []
    for row in rows:
        batch.append(writer.writerow([plain_cell(cell) for cell in row]))
        if len(batch) == LINES_AT_ONCE:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def plain_cell(cell: Any) -> Any:
    """As it stands in CSV; text that a spreadsheet would calculate has an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return f"{_local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, Figure):
        return str(cell.value)
    if isinstance(cell, (bool, int, float, Decimal, datetime.date, datetime.time)):
        return str(cell)
    text = str(cell).replace("\x00", "")
    return f"'{text}" if _FORMULA.match(text) else text


def _named(answer: Any, name: str, ending: str) -> Any:
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}-{day}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
