"""Business time against cases nobody here wrote: see tests/data/calendar/README.md."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduling.calendar import CalendarError, WorkingCalendar

DATA = json.loads((Path(__file__).parent.parent / "data/calendar/cases.json").read_text())


def instant(text):
    return datetime.fromisoformat(text)


def answer(case):
    calendar = WorkingCalendar.from_dict(case["schedule"])
    start = instant(case["start"])
    span = timedelta(seconds=case.get("seconds", 0))
    pauses = [(instant(a), instant(b)) for a, b in case.get("pauses", ())]
    match case["op"]:
        case "after" | "after_paused":
            return calendar.add(start, span, pauses=pauses)
        case "before":
            return calendar.subtract(start, span)
        case "elapsed" | "elapsed_paused":
            return calendar.between(start, instant(case["end"]), pauses=pauses).total_seconds()
        case "days_after":
            return calendar.add_days(start, case["days"])
        case "days_before":
            return calendar.subtract_days(start, case["days"])
        case "open":
            return calendar.is_open(start)
        case "on_break":
            return calendar.on_break(start)
        case "on_holiday":
            return calendar.on_holiday(start)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: f"{case['id']}-{case['op']}")
def test_the_answer_is_the_expected_one(case):
    expected = case["expected"]
    assert answer(case) == (instant(expected) if isinstance(expected, str) else expected)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["id"])
def test_hours_survive_being_written_down_and_read_again(case):
    calendar = WorkingCalendar.from_dict(case["schedule"])
    again = WorkingCalendar.from_dict(json.loads(json.dumps(calendar.to_dict())))
    assert again == calendar
    assert again.to_dict() == calendar.to_dict()


@pytest.mark.parametrize("case", DATA["validation"], ids=lambda case: case["id"])
def test_schedules_that_make_no_sense_are_refused(case):
    schedule = {"tz": "UTC", "hours": case.get("hours", {"mon": [["09:00", "17:00"]]})}
    now = datetime.fromisoformat("2026-06-01T00:00Z")  # a Monday
    match case["id"]:
        case "V4":  # 09:00 to midnight
            assert WorkingCalendar.from_dict(schedule).to_dict()["hours"] == {"mon": [["09:00", "24:00"]]}
        case "V5":  # past midnight
            calendar = WorkingCalendar.from_dict(schedule)
            assert calendar.intervals(now, now + timedelta(days=7)) == (
                (now + timedelta(hours=21), now + timedelta(hours=26)),
            )
        case "V6":
            assert WorkingCalendar.from_dict(schedule).to_dict() == schedule
        case "V7":
            with pytest.raises(CalendarError, match="cannot be negative"):
                WorkingCalendar.from_dict(schedule).add(now, timedelta(seconds=case["seconds"]))
        case _:
            with pytest.raises(CalendarError):
                WorkingCalendar.from_dict(schedule)


def test_all_cases_are_here():
    assert (len(DATA["cases"]), len(DATA["validation"])) == (133, 7)
