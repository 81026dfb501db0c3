"""The lines that explain a clock sum to what it shows, whatever happened."""

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import WorkingCalendar
from scheduling.hours import WEEKDAYS
from sla.clock import ClockEvent, EventKind, clocks
from sla.policy import Metric, Promise, resolution
from tests.pure.drawn_lives import draw
from tests.pure.scenarios import calendar_of, event_of, promise_of
from tickets.explaining import MOST_LINES, WIDTH, Under, explain

SECOND = datetime.timedelta(seconds=1)
TICK = datetime.timedelta(microseconds=1)
HOUR = 3600 * SECOND
NIGHTS = WorkingCalendar.from_dict({"tz": "UTC", "hours": {day: [["20:00", "04:00"]] for day in WEEKDAYS}})


def described(number, jitter):
    """The clocks of a drawn life, moved off the whole seconds, with what was in force by label."""
    scenario = draw(number)
    first = calendar_of(scenario, scenario["calendar"])
    under, events = {"first": Under(calendar=first)}, []
    drawn = sorted((event_of(scenario, each) for each in scenario["events"]), key=lambda event: event.at)
    for n, event in enumerate(drawn):
        event = replace(event, at=event.at + jitter[n % len(jitter)] * TICK)
        if event.kind is EventKind.PROMISE_CHANGED:
            last = under[list(under)[-1]]
            under[str(n)] = Under(calendar=event.calendar) if event.calendar else last
            event = replace(event, label=str(n))
        events.append(event)
    promise = promise_of(scenario, scenario["promise"], None)
    now = max([datetime.datetime.fromisoformat(scenario["now"]), *(event.at for event in events)])
    both = [
        {
            (c.metric, c.cycle): c
            for c in clocks(events, promise, first, now, adjusted=adjusted, label="first")
        }
        for adjusted in (False, True)
    ]
    return [explain(c, under, now, adjusted=both[1].get(key)) for key, c in both[0].items()]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 999_999), min_size=1, max_size=4))
def test_what_is_shown_sums_to_what_the_clock_says_to_the_second(number, jitter):
    for each in described(number, jitter):
        for lines in (each.lines, each.stretches):
            assert sum(line.seconds for line in lines) == each.used == each.clock.elapsed // SECOND
            assert sum(line.adjusted for line in lines) == each.adjusted_used
            assert all(line.seconds >= 0 and line.adjusted >= 0 for line in lines)
            for one, following in pairwise(lines):
                assert one.piece.end == following.piece.start
        for line in each.lines:
            assert line.piece.look == "used" or line.seconds == 0
        if each.strip:
            assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.02 for bar in each.strip.bars)


def test_closed_hours_are_lines_of_their_own_and_say_why():
    office = WorkingCalendar.from_dict(
        {
            "tz": "UTC",
            "hours": {d: [["09:00", "12:00"], ["13:00", "17:00"]] for d in ("mon", "tue", "thu", "fri")},
            "holidays": ["2026-06-04"],
        }
    )
    under = {"": Under(calendar=office, names={"2026-06-04": "Corpus Christi"})}
    friday = datetime.datetime(2026, 6, 5, 14, tzinfo=datetime.UTC)
    opened = ClockEvent(kind=EventKind.OPENED, at=friday - 75 * HOUR)  # Tuesday at eleven
    promise = Promise(targets=(resolution(40 * HOUR),))
    [clock] = clocks([opened], promise, office, friday)
    told = explain(clock, under, friday)
    assert [(line.piece.why, line.seconds / 3600) for line in told.lines] == [
        ("counted", 1),
        ("closed: break", 0),
        ("counted", 4),
        ("closed: no opening that day, Corpus Christi", 0),
        ("counted", 3),
        ("closed: break", 0),
        ("counted", 1),
    ]
    [whole] = told.stretches
    assert whole.seconds == 9 * 3600


@pytest.mark.parametrize("excluded", [None, (500, 900)])
def test_years_of_running_are_told_in_a_few_lines(excluded):
    always, start = NIGHTS, datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    events = [ClockEvent(kind=EventKind.OPENED, at=start)]
    if excluded:
        since, until = (start + n * 24 * HOUR for n in excluded)
        events.append(ClockEvent(kind=EventKind.EXCLUDED, at=start, since=since, until=until))
    promise, now = Promise(targets=(resolution(40_000 * HOUR),)), start + 1500 * 24 * HOUR
    [clock] = clocks(events, promise, always, now)
    adjusted = clocks(events, promise, always, now, adjusted=True)[0] if excluded else None
    told = explain(clock, {"": Under(calendar=always)}, now, adjusted=adjusted)
    assert clock.metric is Metric.RESOLUTION
    assert len(told.lines) < MOST_LINES
    assert sum(line.seconds for line in told.lines) == told.used
    assert sum(line.adjusted for line in told.lines) == told.adjusted_used
