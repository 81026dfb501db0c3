"""What a field takes, kind by kind; what it refuses; and what a ticket lacks."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tickets.fields import (
    KEY,
    Definition,
    Kind,
    Option,
    Required,
    Stage,
    check,
    check_all,
    key_from,
    lacking,
    read_options,
)

WHY = (Option("late", "Late delivery"), Option("broken", "Broken"), Option("lost", "Lost", archived=True))


def field(kind: Kind, **more) -> Definition:
    return Definition(key="it", name="It", kind=kind, **{"options": WHY, **more})


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "  R-17\x00 \n b ", "R-17 b"),
        (Kind.TEXT, 17, "17"),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, "-3.50", -3.5),
        (Kind.NUMBER, "1 234,5", 1234.5),
        (Kind.NUMBER, "1\u00a0234", 1234),
        (Kind.NUMBER, "\u22124", -4),
        (Kind.NUMBER, 0, 0),
        (Kind.DATE, "2026-02-28", "2026-02-28"),
        (Kind.DATE, "1.2.2026", "2026-02-01"),
        (Kind.CHOICE, "late", "late"),
        (Kind.CHOICE, "late DELIVERY", "late"),
        (Kind.MULTI, ["broken", "late", "", "late"], ["late", "broken"]),
        (Kind.MULTI, "broken", ["broken"]),
        (Kind.CHECKBOX, "on", True),
        (Kind.CHECKBOX, True, True),
        (Kind.CHECKBOX, "no", None),
        (Kind.CONTACT, "42", 42),
        *((kind, empty, None) for kind in Kind for empty in ("", "  ", None, [], False)),
    ],
)
def test_what_is_typed_becomes_the_value(kind, raw, value):
    assert check(field(kind), raw) == (value, None)


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (Kind.TEXT, "x" * 501, "long"),
        (Kind.TEXT, {"a": 1}, "kind"),
        (Kind.NUMBER, "twelve", "number"),
        (Kind.NUMBER, "1,234", "ambiguous"),
        (Kind.NUMBER, "1e9", "number"),
        (Kind.NUMBER, "٣", "number"),
        (Kind.NUMBER, "1" * 16, "number"),
        (Kind.NUMBER, float("nan"), "number"),
        (Kind.DATE, "2026-02-30", "date"),
        (Kind.DATE, "tomorrow", "date"),
        (Kind.DATE, "0026-01-01", "date"),
        (Kind.DATE, "20260101", "date"),
        (Kind.CHOICE, "nonsense", "choice"),
        (Kind.CHOICE, "lost", "choice"),
        (Kind.CHOICE, ["late", "broken"], "kind"),
        (Kind.MULTI, ["late", "nonsense"], "choice"),
        (Kind.CHECKBOX, "perhaps", "checkbox"),
        (Kind.CONTACT, "Dana", "contact"),
        (Kind.CONTACT, "0", "contact"),
        (Kind.CONTACT, "9" * 20, "contact"),
    ],
)
def test_what_it_cannot_be_is_a_problem(kind, raw, code):
    value, problem = check(field(kind), raw)
    assert value is None
    assert problem
    assert (problem.field, problem.code) == ("it", code)


def test_a_choice_that_was_archived_may_stay_where_it_is():
    assert check(field(Kind.CHOICE), "lost", held="lost") == ("lost", None)
    assert check(field(Kind.MULTI), ["lost", "late"], held=["lost"]) == (["late", "lost"], None)
    assert check(field(Kind.MULTI), ["lost", "late"], held=["late"])[1]


@pytest.mark.parametrize(
    ("required", "stage", "asked"),
    [
        (Required.NEVER, Stage.SOLVING, False),
        (Required.OPENING, Stage.KEEPING, False),
        (Required.OPENING, Stage.OPENING, True),
        (Required.OPENING, Stage.SOLVING, True),
        (Required.SOLVING, Stage.OPENING, False),
        (Required.SOLVING, Stage.SOLVING, True),
    ],
)
def test_each_stage_asks_for_what_the_one_before_it_asks(required, stage, asked):
    about = field(Kind.TEXT, required=required)
    problem = check(about, " ", stage=stage)[1]
    assert (problem is not None and problem.code == "required") is asked
    assert bool(lacking([about], {}, type_id=None, stage=stage)) is asked
    assert not lacking([about], {"it": "R-17"}, type_id=None, stage=stage)


def test_a_required_checkbox_must_be_ticked_and_zero_is_a_number():
    assert check(field(Kind.CHECKBOX, required=Required.SOLVING), False, stage=Stage.SOLVING)[1]
    nothing = field(Kind.NUMBER, required=Required.SOLVING)
    assert check(nothing, "0", stage=Stage.SOLVING) == (0, None)
    assert not lacking([nothing], {"it": 0}, type_id=None, stage=Stage.SOLVING)


def test_what_belongs_to_another_type_is_neither_asked_nor_taken():
    order = Definition("order", "Order", Kind.TEXT, required=Required.OPENING, types=frozenset({1}))
    note = Definition("note", "Note", Kind.TEXT)
    raw = {"order": "R-17", "note": "x", "who_knows": "y"}
    assert check_all([order, note], raw, type_id=1) == ({"order": "R-17", "note": "x"}, [])
    assert check_all([order, note], raw, type_id=None) == ({"note": "x"}, [])
    assert check_all([order, note], {}, type_id=2, stage=Stage.SOLVING) == ({}, [])
    assert check_all([order, note], {}, type_id=1, stage=Stage.OPENING)[1][0].code == "required"


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Order №", (), "order_no"),
        ("Номер заказа", (), "f"),
        ("Kogus (tk)", ("kogus_tk",), "kogus_tk_2"),
        ("2nd line", (), "f_2nd_line"),
        ("x" * 80, ("x" * 34,), "x" * 34 + "_2"),
    ],
)
def test_a_name_in_any_script_gives_a_key(name, taken, key):
    assert key_from(name, taken) == key
    assert KEY.fullmatch(key)


def test_options_are_read_as_they_are_stored():
    assert read_options([{"key": "a", "name": "A", "archived": True}, "?"]) == (Option("a", "A", True),)
    assert read_options(None) == ()


@given(some.text() | some.floats() | some.lists(some.text(), max_size=4) | some.integers() | some.booleans())
def test_whatever_is_given_comes_back_as_a_value_that_can_be_stored_or_as_a_problem(raw):
    for kind in Kind:
        about = field(kind)
        value, problem = check(about, raw)
        assert problem is None or value is None
        assert json.loads(json.dumps(value, allow_nan=False)) == value
        if isinstance(value, float):
            assert math.isfinite(value)
        if value is not None:  # what is stored stays what it is when it is checked again
            assert check(about, value, held=value) == (value, None)
