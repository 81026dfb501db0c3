"""A policy as it is typed: read, refused with the field and the reason, and written back."""

from datetime import timedelta

import pytest

from sla.policy import Category, Metric, Reopen
from sla.terms import read_terms
from sla.written import Table, Wrong, as_table, build, read_span, read_warnings, write_span, write_warnings
from tests.factories import STANDARD_TERMS

FIRST, SOLVED = Metric.FIRST_RESPONSE, Metric.RESOLUTION


@pytest.mark.parametrize(
    ("typed", "span", "again"),
    [
        ("4h", {"hours": 4}, "4h"),
        ("30 m", {"minutes": 30}, "30m"),
        ("2d 4h", {"days": 2, "hours": 4}, "2d 4h"),
        ("90m", {"minutes": 90}, "1h 30m"),
        ("1,5h", {"minutes": 90}, "1h 30m"),
        ("45s", {"seconds": 45}, "45s"),
    ],
)
def test_spans(typed, span, again):
    read = read_span(typed, field="x")
    assert read == timedelta(**span)
    assert write_span(read) == again


@pytest.mark.parametrize("typed", ["", "4", "h", "4 hours", "0h", "-4h", "4h later", "99999999h"])
def test_what_is_no_span(typed):
    with pytest.raises(Wrong) as refused:
        read_span(typed, field="bounce")
    assert refused.value.field == "bounce"


def test_warnings():
    read = read_warnings("75%, 30m left,real 15m, 75%", field="x")
    assert [each.key for each in read] == ["75%", "30m", "real 15m"]
    assert write_warnings(read) == "75%, 30m left, real 15m"
    assert read_warnings("none", field="x") == ()
    for typed in ("0%", "100%", "soon", "5", "-5m"):
        with pytest.raises(Wrong, match="warn"):
            read_warnings(typed, field="x")


@pytest.mark.parametrize(
    ("cells", "rows", "field", "code"),
    [
        ({}, {}, "table", "nothing"),
        ({(FIRST, "normal"): "  "}, {}, "table", "nothing"),
        ({(FIRST, "normal"): "soon"}, {}, "first_response-normal", "time"),
        ({(FIRST, "normal"): "2d"}, {}, "first_response-normal", "days"),
        ({(FIRST, "normal"): "9999d 24/7"}, {}, "first_response-normal", "long"),
        ({(FIRST, "normal"): "4h"}, {"warn": {FIRST: "often"}}, "warn-first_response", "warn"),
        ({(FIRST, "normal"): "4h warn often"}, {}, "first_response-normal", "warn"),
        ({(FIRST, "normal"): "4h"}, {"warn": {FIRST: "4h left"}}, "first_response-normal", "warn_long"),
        ({(FIRST, "normal"): "4h pause waiting"}, {}, "first_response-normal", "pause"),
        ({(SOLVED, "normal"): "4h pause open"}, {}, "resolution-normal", "pause"),
        ({(SOLVED, "normal"): "4h reopen maybe"}, {}, "resolution-normal", "reopen"),
    ],
)
def test_what_cannot_be_promised_says_where_and_why(cells, rows, field, code):
    with pytest.raises(Wrong) as refused:
        build(Table(cells, **rows))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_row_shares_what_most_of_its_cells_share_and_nothing_is_lost():
    table = Table(
        {
            (FIRST, "normal"): "4h", (FIRST, "high"): "1h 30m", (FIRST, "urgent"): "30m 24/7 warn none",
            (SOLVED, "normal"): "24h", (SOLVED, "high"): "8h pause none",
            (SOLVED, "urgent"): "2d 4h 24/7 warn 90%, real 15m reopen new",
        },
        {FIRST: "75%, 10m left", SOLVED: "75%"},
        {
            SOLVED: frozenset({Category.WAITING, Category.HOLD}),
            Metric.PERIODIC_UPDATE: frozenset({Category.WAITING}),
        },
        Reopen.RESUME,
    )  # fmt: skip
    written = {"priorities": build(table)}
    assert as_table(written) == table
    urgent = read_terms(written).promise("urgent").target(SOLVED)
    assert urgent is not None
    assert (urgent.span, urgent.reopen) == (timedelta(days=2, hours=4), Reopen.NEW_CYCLE)
    assert [warning.key for warning in urgent.warnings] == ["90%", "real 15m"]


def test_terms_of_a_command_mean_the_same_typed():
    assert read_terms({"priorities": build(as_table(STANDARD_TERMS))}) == read_terms(STANDARD_TERMS)
    assert as_table(STANDARD_TERMS).cells[FIRST, "urgent"] == "30m 24/7 warn none"
