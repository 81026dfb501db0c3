"""Working time: the stories, the clock changes, and what must be refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.calendar import ALWAYS_OPEN, CalendarError, NeverOpens, WorkingCalendar

HOUR = timedelta(hours=1)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(tz="UTC", days=WORKDAYS, opening="09:00", closing="17:00", **dated):
    week = {day: [[opening, closing]] for day in days}
    return WorkingCalendar.from_dict({"tz": tz, "hours": week, **dated})


def test_created_exactly_at_closing_starts_at_the_next_opening():
    assert hours().add(at("2026-06-05T17:00"), HOUR) == at("2026-06-08T10:00")


def test_what_runs_out_exactly_at_closing_is_due_at_closing():
    assert hours().add(at("2026-06-05T16:00"), HOUR) == at("2026-06-05T17:00")
    assert hours().subtract(at("2026-06-05T10:00"), HOUR) == at("2026-06-05T09:00")


def test_seconds_are_kept_over_a_closed_night():
    assert hours().add(at("2026-06-04T16:59:31"), 31 * timedelta(seconds=1)) == at("2026-06-05T09:00:02")


def test_a_one_hour_promise_survives_a_closure_of_two_years():
    closed = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(730)]
    calendar = hours(holidays=closed)
    assert calendar.add(at("2026-01-01T12:00"), HOUR) == at("2028-01-03T10:00")
    assert not calendar.has_opening_within(at("2026-01-01T12:00"))
    assert calendar.has_opening_within(at("2027-06-01T12:00"))


def test_an_empty_span_waits_for_the_opening_only_when_closed():
    calendar = hours()
    for moment in ("2026-06-05T09:00", "2026-06-05T12:00", "2026-06-05T17:00"):
        assert calendar.add(at(moment), timedelta(0)) == at(moment)
        assert calendar.subtract(at(moment), timedelta(0)) == at(moment)
    assert calendar.add(at("2026-06-05T17:00:01"), timedelta(0)) == at("2026-06-08T09:00")
    assert calendar.next_opening(at("2026-06-05T17:00")) == at("2026-06-08T09:00")
    assert calendar.next_opening(at("2026-06-05T09:30")) == at("2026-06-05T09:30")


def test_a_night_shift_runs_past_midnight_and_a_holiday_takes_its_own_half():
    calendar = hours(days=("fri",), opening="22:00", closing="06:00")
    friday, monday = at("2026-06-05T00:00"), at("2026-06-08T00:00")
    assert calendar.between(friday, monday) == 8 * HOUR
    assert calendar.intervals(friday, monday) == ((at("2026-06-05T22:00"), at("2026-06-06T06:00")),)
    saturday_off = hours(days=("fri",), opening="22:00", closing="06:00", holidays=["2026-06-06"])
    assert saturday_off.intervals(friday, monday) == ((at("2026-06-05T22:00"), at("2026-06-06T00:00")),)
    halves = WorkingCalendar.from_dict(
        {"tz": "UTC", "hours": {"fri": [["22:00", "24:00"]], "sat": [["00:00", "06:00"]]}}
    )
    next_year = at("2027-06-05T00:00")
    assert calendar.intervals(friday, next_year) == halves.intervals(friday, next_year)


def test_a_dated_shift_replaces_the_week_and_may_run_into_the_next_date():
    calendar = hours(shifts={"2026-06-05": [["20:00", "02:00"]], "2026-06-08": []})
    assert calendar.intervals(at("2026-06-05T00:00"), at("2026-06-10T00:00")) == (
        (at("2026-06-05T20:00"), at("2026-06-06T02:00")),
        (at("2026-06-09T09:00"), at("2026-06-09T17:00")),
    )


def test_a_desk_that_never_closes_has_no_seam_at_new_year():
    start, end = at("2025-12-30T00:00"), at("2026-01-02T00:00")
    assert ALWAYS_OPEN.intervals(start, end) == ((start, end),)
    assert ALWAYS_OPEN.add(start, 1000 * HOUR) == start + 1000 * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/Tallinn", "2026-03-29", 23),
        ("Europe/Tallinn", "2026-10-25", 25),
        ("Europe/Tallinn", "2026-10-26", 24),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("America/Havana", "2026-03-08", 23),  # the midnight is skipped
        ("America/Havana", "2026-11-01", 25),  # and comes twice
        ("Pacific/Apia", "2011-12-30", 0),  # the day is skipped
    ],
)
def test_a_whole_local_day_is_as_long_as_it_really_was(zone, day, length):
    calendar = hours(zone, days=(), opening="", shifts={day: [["00:00", "24:00"]]})
    middle = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert calendar.between(middle - 48 * HOUR, middle + 72 * HOUR) == length * HOUR
    # Nothing of it is lost to the days beside it, nor counted twice.
    closed = hours(zone, days=EVERY_DAY, opening="00:00", closing="24:00", holidays=[day])
    assert closed.between(middle - 48 * HOUR, middle + 72 * HOUR) == (120 - length) * HOUR


@pytest.mark.parametrize(
    ("span", "day", "expected"),
    [
        (("02:30", "05:00"), "2026-03-08", ("2026-03-08T10:00", "2026-03-08T12:00")),  # skipped opening
        (("00:00", "02:30"), "2026-03-08", ("2026-03-08T08:00", "2026-03-08T10:00")),  # skipped closing
        (("00:00", "01:30"), "2026-11-01", ("2026-11-01T07:00", "2026-11-01T09:30")),  # closing comes twice
        (("01:30", "03:00"), "2026-11-01", ("2026-11-01T08:30", "2026-11-01T11:00")),  # opening comes twice
    ],
)
def test_an_edge_in_the_lost_or_repeated_hour(span, day, expected):
    calendar = hours("America/Los_Angeles", days=(), shifts={day: [list(span)]})
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert calendar.intervals(start, start + 48 * HOUR) == (tuple(at(text) for text in expected),)


def test_opening_hours_can_be_asked_in_any_zone_and_answer_in_utc():
    summer = datetime.fromisoformat("2026-06-05T11:30+03:00")
    due = hours("Europe/Tallinn").add(summer, HOUR)
    assert (due.isoformat(), due.tzinfo) == ("2026-06-05T09:30:00+00:00", UTC)


def test_a_desk_with_dated_shifts_only_says_so_when_they_are_over():
    calendar = hours(days=(), shifts={"2026-06-06": [["10:00", "14:00"]]})
    before, after = at("2026-01-01T00:00"), at("2026-12-01T00:00")
    assert calendar.add(before, 4 * HOUR) == at("2026-06-06T14:00")
    assert calendar.subtract(after, 4 * HOUR) == at("2026-06-06T10:00")
    assert calendar.add_days(before, 1) == calendar.next_opening(before) == at("2026-06-06T10:00")
    assert calendar.subtract_days(after + 18 * HOUR, 1) == at("2026-06-06T14:00")
    for impossible in (
        lambda: calendar.add(before, 5 * HOUR),
        lambda: calendar.subtract(after, 5 * HOUR),
        lambda: calendar.next_opening(after),
        lambda: calendar.add_days(before, 2),
        lambda: calendar.subtract_days(after, 2),
        lambda: calendar.add(after, timedelta(0)),
    ):
        with pytest.raises(NeverOpens):
            impossible()


def test_a_span_longer_than_time_itself_is_refused_at_once():
    with pytest.raises(NeverOpens):
        hours().add(at("2026-06-05T12:00"), timedelta.max)
    with pytest.raises(NeverOpens):
        hours().subtract(at("2026-06-05T12:00"), timedelta.max)


@pytest.mark.parametrize(
    ("schedule", "hint"),
    [
        ({"tz": "UTC", "hours": {}}, "never open"),
        ({"tz": "UTC", "hours": {"mon": []}}, "never open"),
        ({"tz": "UTC"}, "never open"),
        ({"tz": "UTC", "hours": {"mon": [["09:00", "09:00"]]}}, "is no time"),
        ({"tz": "UTC", "hours": {"mon": [["24:00", "06:00"]]}}, "is no time"),
        ({"tz": "UTC", "hours": {"mon": [["09:00", "12:00"], ["11:00", "15:00"]]}}, "overlap at 11:00"),
        ({"tz": "UTC", "hours": {"mon": [["9", "12:00"]]}}, "not a time"),
        ({"tz": "UTC", "hours": {"mon": [["09:00", "24:30"]]}}, "not a time"),
        ({"tz": "UTC", "hours": {"mon": [["09:00", 17]]}}, "not a time"),
        ({"tz": "UTC", "hours": {"mon": [["09:00"]]}}, "a start and an end"),
        ({"tz": "UTC", "hours": {"mon": "09:00-17:00"}}, "as a list"),
        ({"tz": "UTC", "hours": {"monday": []}}, "cannot hold “monday”"),
        ({"tz": "UTC", "hours": [], "holiday": []}, "cannot hold “holiday”"),
        ({"tz": "UTC", "hours": []}, "names with values"),
        ([], "names with values"),
        ({"tz": "Estonia", "hours": {}}, "not a time zone"),
        ({"tz": "../etc/passwd", "hours": {}}, "not a time zone"),
        ({"tz": None, "hours": {}}, "not a time zone"),
        ({"tz": "UTC", "holidays": ["24.02.2026"]}, "not a holiday"),
        ({"tz": "UTC", "holidays": "2026-02-24"}, "as a list"),
        ({"tz": "UTC", "shifts": {"2026-02-30": []}}, "not a date of shifts"),
        ({"tz": "UTC", "breaks": []}, "dates with intervals"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_hint(schedule, hint):
    with pytest.raises(CalendarError, match=hint):
        WorkingCalendar.from_dict(schedule)


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(CalendarError, match="aware"):
        hours().is_open(datetime(2026, 6, 5, 12))  # noqa: DTZ001


def test_equal_hours_share_what_they_have_worked_out():
    assert hours(holidays=["2026-02-24"]) is hours(holidays=["2026-02-24"])
