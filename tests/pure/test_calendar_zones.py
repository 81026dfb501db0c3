"""Working time in every zone there is, 2020 to 2036. HELPDESK_EXAMPLES=10000 looks at so many places."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import WorkingCalendar
from tests.pure.test_calendar_laws import WEEK, day_hours

ZONES = sorted(available_timezones() - {"localtime"})
EXAMPLES = int(os.environ.get("HELPDESK_EXAMPLES", "60"))
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 12, 31, tzinfo=UTC)
TICK = timedelta(microseconds=1)

instants = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda s: FIRST + timedelta(seconds=s))
spans = st.integers(1, 40 * 86400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def weeks(draw):
    return {**{day: draw(day_hours()) for day in WEEK}, "wed": [["00:00", "24:00"]]}


def holds(calendar, a, b, span):
    """Parts sum, more time ends later, and measuring undoes adding."""
    middle = a + (b - a) / 3
    whole = calendar.between(a, b)
    assert calendar.between(a, middle) + calendar.between(middle, b) == whole
    assert timedelta(0) <= whole <= b - a
    end = calendar.add(a, span)
    assert calendar.between(a, end) == span
    assert calendar.is_open(end - TICK)
    assert calendar.add(a, whole) <= b or not whole
    assert calendar.add(a, span) <= calendar.add(a, span + TICK)
    assert a <= calendar.subtract(end, span) <= end


@settings(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES == 60)
@given(st.sampled_from(ZONES), weeks(), instants, spans, spans)
def test_in_any_zone_the_laws_hold(zone, week, start, length, span):
    holds(WorkingCalendar.from_dict({"tz": zone, "hours": week}), start, start + length, span)


@pytest.mark.parametrize("part", range(4))
def test_in_every_zone_parts_sum_and_adding_is_undone(part):
    """Each zone in a year of its own; the edges of the week lie where clocks change."""
    week = {day: [["00:00", "02:30"], ["03:00", "11:17"], ["22:00", "01:15"]] for day in WEEK[1:]}
    week["sat"] = [["01:30", "02:15"], ["23:30", "24:00"]]
    week["sun"] = [["01:59", "03:01"]]
    for number, zone in list(enumerate(ZONES))[part::4]:
        calendar = WorkingCalendar.from_dict({"tz": zone, "hours": week})
        year = 2020 + number % 17
        for month in (3, 9):
            a = datetime(year, month, 1 + number % 28, number % 24, 7, 31, tzinfo=UTC)
            holds(calendar, a, a + timedelta(days=40), timedelta(hours=70, seconds=number))


def years_made(calendar):
    return len(calendar._years)


def test_a_year_of_closures_and_ten_years_are_bounded():
    """A year is worked out once, and looked through by halving: so much, and no step more."""
    closed = [(date(2026, 1, 2) + timedelta(days=n)).isoformat() for n in range(364)]
    shut = WorkingCalendar.from_dict(
        {"tz": "Europe/Tallinn", "hours": {"mon": [["09:00", "17:00"]]}, "holidays": closed}
    )
    start = datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert shut.add(start, timedelta(hours=1)) == datetime(2027, 1, 4, 8, tzinfo=UTC)
    assert years_made(shut) == 2
    desk = WorkingCalendar.from_dict({"tz": "Europe/Tallinn", "hours": {"tue": [["09:00", "17:01"]]}})
    assert desk.between(start, start.replace(year=2036)) > timedelta(days=170)
    assert years_made(desk) == 11
    desk.add(start, timedelta(hours=8))
    assert years_made(desk) == 11
