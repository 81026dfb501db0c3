"""Tables that people take away: what a spreadsheet reads is what was written."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.http import HttpRequest

from lib import tables

HEADS = ("Name", "Hours", "From")
DAY = datetime.date(2026, 3, 2)


def put_away(answer) -> None:
    """Its files are closed; the end of a request, which is none here, is told to nobody."""
    for close in answer._resource_closers:
        close()


def content(answer) -> bytes:
    whole = b"".join(answer.streaming_content)
    put_away(answer)
    return whole


def test_csv_holds_letters_numbers_and_days():
    answer = tables.csv_answer(
        "Колеги 1", HEADS, [("Ольга “O”, Põder", Decimal("37.5"), DAY), ("Ben", None, "")]
    )
    text = content(answer).decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        list(HEADS), ["Ольга “O”, Põder", "37.5", "2026-03-02"], ["Ben", "", ""],
    ]  # fmt: skip
    assert 'filename="1-' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|cmd", "%0"]
)
def test_what_begins_like_a_formula_stays_text(evil):
    assert tables.plain_cell(evil) == f"'{evil}"
    assert tables.plain_cell(-3) == "-3", "a number of ours is no formula"


def test_many_rows_come_in_pieces_and_all_of_them():
    pieces = list(tables.csv_answer("n", ["n"], ((n,) for n in range(1000))).streaming_content)
    assert len(pieces) == 7
    assert b"".join(pieces).decode("utf-8-sig").split() == ["n", *map(str, range(1000))]


def sheet(answer) -> list[list[str]]:
    book = zipfile.ZipFile(io.BytesIO(content(answer)))
    xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml, "a formula"
    ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = ElementTree.fromstring(xml).findall(".//m:row", ns)
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_a_sheet_holds_numbers_as_numbers_and_no_formula():
    rows = [("=HYPERLINK(1)\x0b", Decimal("37.5"), DAY), ("Ben", True, None)]
    assert sheet(tables.xlsx_answer("people", HEADS, rows)) == [
        list(HEADS), ["=HYPERLINK(1)", "37.5", "46083"], ["Ben", "1"],
    ]  # fmt: skip


def test_the_address_says_which():
    request = HttpRequest()
    assert tables.table_answer(request, "n", HEADS, []) is None
    request.GET = {"as": "csv"}
    assert tables.table_answer(request, "n", HEADS, [])["Content-Type"].startswith("text/csv")
    request.GET = {"as": "xlsx"}
    answer = tables.table_answer(request, "n", HEADS, [])
    assert answer["Content-Type"] == tables.XLSX
    put_away(answer)
