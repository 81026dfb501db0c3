"""Why the desk was closed, as a colleague would say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.closings import Because, Closing, why_closed
from scheduling.hours import read_hours

TALLINN = ZoneInfo("Europe/Tallinn")
HOURS = read_hours(
    {
        "tz": "Europe/Tallinn",
        "hours": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "thu", "fri")},
        "holidays": ["2026-12-25"],
        "shifts": {"2026-12-24": [["09:00", "12:00"]]},
        "breaks": {"2026-12-22": [["15:00", "17:00"]]},
    }
)
NAMES = {"2026-12-25": "Christmas Day", "2026-12-24": "Christmas Eve"}
EVE, DAY = Closing(Because.SPECIAL, ("Christmas Eve",)), Closing(Because.SPECIAL, ("Christmas Day",))
WEEKEND, OUTSIDE = Closing(Because.WEEKEND), Closing(Because.OUTSIDE)


def closed(start, end):
    times = (datetime.fromisoformat(f"2026-12-{text}").replace(tzinfo=TALLINN) for text in (start, end))
    return why_closed(HOURS, NAMES, *times)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("21T12:00", "21T13:00", (Closing(Because.BREAK),)),
        ("21T12:10", "21T12:20", (Closing(Because.BREAK),)),
        ("21T17:00", "22T09:00", (OUTSIDE,)),
        ("21T18:00", "21T18:30", (OUTSIDE,)),
        ("21T18:00", "21T18:00", (OUTSIDE,)),
        ("18T17:00", "21T09:00", (WEEKEND,)),
        ("18T17:00", "19T00:00", (OUTSIDE,)),
        ("19T10:00", "19T11:00", (WEEKEND,)),
        ("22T17:00", "24T09:00", (Closing(Because.DAY_OFF),)),
        ("22T15:00", "22T17:00", (Closing(Because.SPECIAL),)),
        ("24T12:00", "28T09:00", (EVE, DAY, WEEKEND)),
        ("24T13:30", "24T14:00", (EVE,)),
    ],
)
def test_why_it_was_closed(start, end, why):
    assert closed(start, end) == why


def test_years_of_closure_are_not_walked_through_day_by_day_for_ever():
    start, end = datetime(2026, 12, 25, tzinfo=TALLINN), datetime(2326, 12, 25, tzinfo=TALLINN)
    assert why_closed(HOURS, NAMES, start, end)[0] == DAY
