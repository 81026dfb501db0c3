"""Half hours over the nights when clocks change, and weeks that somebody typed."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling import weeks
from scheduling.arriving import Arrived, quarter_of, summed
from scheduling.typed_week import NotAWeek, read_day, write_day

TALLINN, KATHMANDU = ZoneInfo("Europe/Tallinn"), ZoneInfo("Asia/Kathmandu")


@pytest.mark.parametrize(("day", "halves"), [("2026-03-29", 46), ("2026-10-25", 50), ("2026-03-30", 48)])
def test_a_day_has_the_half_hours_that_it_has(day, halves):
    day = datetime.date.fromisoformat(day)
    start, end = (weeks.midnight(one, TALLINN) for one in (day, day + weeks.ONE_DAY))
    places = [weeks.place_of(at, TALLINN) for at in weeks.half_hours(start, end)]
    assert len(places) == halves
    assert {one for one, _slot in places} == {day}
    assert weeks.is_odd(day, TALLINN) == (halves != 48)


def test_zones_with_quarters():
    at = weeks.midnight(datetime.date(2026, 5, 4), KATHMANDU)
    assert at == quarter_of(at)
    assert weeks.place_of(at, KATHMANDU) == (datetime.date(2026, 5, 4), 0)


def test_a_typed_day():
    day = read_day("08:00-12:00 3, 12-18 4,5, 22:30-24:00 1")
    assert (day[15], day[16], day[23], day[24], day[35], day[36], day[45], day[47]) == (
        0,
        3,
        3,
        4.5,
        4.5,
        0,
        1,
        1,
    )
    assert read_day(write_day(day)) == day
    assert write_day(day) == "08:00-12:00 3, 12:00-18:00 4.5, 22:30-24:00 1"
    assert read_day("") == [0.0] * 48


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("many", "malformed"), ("08:00-12:00", "malformed"), ("08:15-12:00 3", "malformed"),
        ("12-8 3", "hours"), ("8-8 3", "hours"), ("20-25 3", "hours"), ("8-12 3, 11-13 2", "overlap"),
        ("8-12 99999", "big"), ("8-12 -3", "malformed"),
    ],
)  # fmt: skip
def test_what_is_no_day(text, problem):
    with pytest.raises(NotAWeek) as caught:
        read_day(text)
    assert caught.value.problem == problem


def test_milliseconds_are_rounded_once():
    at = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    rows = [Arrived(1, "email", "en", None, at, 1, 1, 700)] * 3
    assert summed(rows) == {(1, "email", "en", None, at): (3, 3, 2)}
