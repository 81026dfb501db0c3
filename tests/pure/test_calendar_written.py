"""Opening hours as they are typed: what is read, what is refused and with which words about where."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.calendar import WorkingCalendar
from scheduling.written import Source, Wrong, as_source, build, intervals

WEEK = ("9-17", "9-17", "9-12:30, 13:15-18", "9.00–17.30", "22:00-06:00", "", "")


def made(days="", week=WEEK, tz="Europe/Tallinn", public=None, years=(2026, 2027)):
    return build(Source(tz=tz, week=week, days=days), public or {}, years)


def test_a_week_is_typed_as_people_write_it():
    hours = made().schedule["hours"]
    assert hours["mon"] == [["09:00", "17:00"]]
    assert hours["wed"] == [["09:00", "12:30"], ["13:15", "18:00"]]
    assert hours["thu"] == [["09:00", "17:30"]]
    assert hours["fri"] == [["22:00", "06:00"]]
    assert "sat" not in hours


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("0-24", (("00:00", "24:00"),)),
        ("13-18,9-12", (("09:00", "12:00"), ("13:00", "18:00"))),
        ("  ", ()),
        ("8:05 - 8:06", (("08:05", "08:06"),)),
    ],
)
def test_intervals(line, pairs):
    assert intervals(line, field="mon") == pairs


@pytest.mark.parametrize(
    "line", ["9", "9-", "nine to five", "9-25", "9:60-10", "24-25", "9-9", "9-17 lunch", "9-17;18-19"]
)
def test_an_interval_that_is_none_is_named(line):
    with pytest.raises(Wrong) as refused:
        made(week=("9-17", line, "", "", "", "", ""))
    assert (refused.value.field, refused.value.code) == ("tue", "interval")


def test_overlaps_zones_and_hours_that_never_open_are_refused_where_they_are():
    cases = [
        ({"week": ("9-12, 11-13", *[""] * 6)}, "mon", "overlap"),
        ({"tz": "Europe/Atlantis"}, "tz", "zone"),
        ({"week": ("",) * 7}, "hours", "never"),
        ({"days": "2026-12-24 9-12, 11-13"}, "days", "overlap"),
    ]
    for fields, field, code in cases:
        with pytest.raises(Wrong) as refused:
            made(**fields)
        assert (refused.value.field, refused.value.code) == (field, code)


def test_special_days_are_closed_or_shorter_once_or_every_year():
    built = made("2026-12-31\n12-24 09:00-13:00 Christmas Eve\n2026-07-01..2026-07-03 Summer party\n")
    assert built.schedule["holidays"] == ["2026-07-01", "2026-07-02", "2026-07-03", "2026-12-31"]
    assert built.schedule["shifts"] == {
        "2026-12-24": [["09:00", "13:00"]],
        "2027-12-24": [["09:00", "13:00"]],
    }
    assert built.names["2027-12-24"] == "Christmas Eve"
    assert built.names["2026-07-02"] == "Summer party"


def test_a_span_of_every_year_may_run_over_new_year():
    assert made("12-30..01-02", years=(2026,)).schedule["holidays"] == [
        "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02",
    ]  # fmt: skip


def test_a_special_day_overrules_the_public_holiday():
    public = {date(2026, 2, 24): "Independence Day", date(2026, 5, 1): "Spring Day"}
    built = made("2026-02-24 10-14 Open all the same", public=public)
    assert built.schedule["holidays"] == ["2026-05-01"]
    assert built.schedule["shifts"] == {"2026-02-24": [["10:00", "14:00"]]}
    calendar = WorkingCalendar.from_dict(built.schedule)
    assert not calendar.on_holiday(datetime(2026, 2, 24, 12, tzinfo=UTC))


def test_leap_days_come_in_leap_years_only():
    assert made("02-29 Leap day", years=(2027, 2028)).schedule["holidays"] == ["2028-02-29"]
    assert made("02-29 Leap day", years=(2026, 2027)).schedule["holidays"] == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Christmas", "date"),
        ("2026-13-01", "date"),
        ("02-30", "date"),
        ("2026-07-09..2026-07-01", "span"),
        ("2026-01-01..2026-12-31", "span"),
        ("2026-07-01..07-03", "span"),
        ("2026-12-24 9-25", "interval"),
    ],
)
def test_a_special_day_that_is_none_is_named(line, code):
    with pytest.raises(Wrong) as refused:
        made(line)
    assert (refused.value.field, refused.value.code) == ("days", code)


def test_too_many_days_are_refused():
    lines = "\n".join(f"{year}-01-01..{year}-03-30" for year in range(2026, 2032))
    with pytest.raises(Wrong, match="many"):
        made(lines)


def test_what_a_command_set_can_be_typed_again():
    built = made("2026-12-31\n2026-12-24 09:00-13:00")
    again = build(as_source(built.schedule), {}, (2026, 2027))
    assert again.schedule == built.schedule


def test_a_break_or_a_closed_shift_of_a_command_is_not_lost_when_it_is_edited():
    schedule = {
        "tz": "Europe/Tallinn",
        "hours": {"wed": [["09:00", "18:00"]]},
        "breaks": {"2026-12-23": [["15:00", "18:00"]]},
        "shifts": {"2026-12-30": []},
    }
    again = build(as_source(schedule), {}, (2026,)).schedule
    assert again["shifts"] == {"2026-12-23": [["09:00", "15:00"]]}
    assert again["holidays"] == ["2026-12-30"]


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_is_typed_is_read_or_refused(line, days):
    fields = {"read"}
    try:
        made(days, week=(line, "9-17", "", "", "", "", ""))
    except Wrong as error:
        fields = {error.field}
    assert fields <= {"read", "mon", "days", "hours"}
