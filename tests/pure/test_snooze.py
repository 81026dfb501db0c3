import datetime
from zoneinfo import ZoneInfo

import pytest

from tickets.snooze import Promise, presets, roused_by

TALLINN = ZoneInfo("Europe/Tallinn")


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=TALLINN)


def offered(text: str) -> list[str]:
    return [f"{name} {when:%a %d %H:%M}" for name, when in presets(at(text)).items()]


@pytest.mark.parametrize(
    ("now", "times"),
    [
        # Wednesday morning
        (
            "2026-11-25 08:30",
            ["afternoon Wed 25 14:00", "tomorrow Thu 26 09:00", "monday Mon 30 09:00", "week Wed 02 09:00"],
        ),
        # Wednesday at noon is too late for the afternoon once it is less than an hour away
        ("2026-11-25 13:30", ["tomorrow Thu 26 09:00", "monday Mon 30 09:00", "week Wed 02 09:00"]),
        # Sunday: tomorrow is Monday
        ("2026-11-29 10:00", ["afternoon Sun 29 14:00", "tomorrow Mon 30 09:00", "week Sun 06 09:00"]),
        # Monday: the next Monday is next week
        ("2026-11-30 15:00", ["tomorrow Tue 01 09:00", "week Mon 07 09:00"]),
    ],
)
def test_what_is_offered(now, times):
    assert offered(now) == times


def test_the_morning_is_nine_by_the_wall_across_the_change_of_the_clocks():
    found = presets(at("2026-10-24 16:00"))["tomorrow"]
    assert (found.hour, found.utcoffset()) == (9, datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("since", "warn", "due", "back"),
    [
        ("09:00", "11:00", "12:00", "11:00"),  # the warning comes first
        ("11:30", "11:00", "12:00", "11:45"),  # warned already: shortly before it is due
        ("11:50", "11:00", "12:00", "12:00"),  # so late: when it is due
        ("12:30", "11:00", "12:00", None),  # late already then: nothing new
        ("09:00", None, "12:00", "11:45"),  # no warning was wished for
    ],
)
def test_a_promise_brings_it_back_in_time(since, warn, due, back):
    day = "2026-11-25 "
    promise = Promise(at(day + warn) if warn else None, at(day + due))
    assert roused_by([promise], at(day + since)) == (at(day + back) if back else None)


def test_the_first_of_several_promises_counts():
    first, second = (
        Promise(None, at("2026-11-25 15:00")),
        Promise(at("2026-11-25 12:00"), at("2026-11-26 12:00")),
    )
    assert roused_by([first, second], at("2026-11-25 09:00")) == at("2026-11-25 12:00")
    assert roused_by([], at("2026-11-25 09:00")) is None
