"""Working time: what must hold for any hours, in any zone, and a slow independent count that must agree."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import WorkingCalendar

# With clock changes in both halves of the year, by half an hour, at midnight, or never, and odd offsets.
ZONES = [
    "Europe/Tallinn",
    "Europe/Madrid",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "UTC",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",
]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
# Around these days the clocks change somewhere.
CHANGES = [
    datetime.fromisoformat(day).replace(tzinfo=UTC)
    for day in [
        "2024-03-10",
        "2024-03-31",
        "2024-04-07",
        "2024-04-26",
        "2024-09-08",
        "2024-10-06",
        "2024-10-27",
        "2024-11-03",
        "2023-12-31",
        "2011-12-30",
    ]
]

quiet = settings(max_examples=25, deadline=None, derandomize=True)


def text(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def day_hours(draw):
    """Up to three intervals of one day, apart, to the quarter hour; the last may run past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    spans = [[text(a * 15), text(b * 15)] for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) % 2 and 0 < edges[-1] < 96:
        spans.append([text(edges[-1] * 15), text(draw(st.integers(0, edges[-1] - 1)) * 15)])
    return spans


near = st.sampled_from(CHANGES)
dates = st.builds(lambda day, n: (day + timedelta(days=n)).date().isoformat(), near, st.integers(-3, 3))


@st.composite
def schedules(draw):
    week = {day: draw(day_hours()) for day in WEEK}
    week["wed"] = [["08:00", "16:00"]]  # never empty
    return {
        "tz": draw(st.sampled_from(ZONES)),
        "hours": week,
        "holidays": draw(st.lists(dates, max_size=3)),
        "breaks": draw(st.dictionaries(dates, day_hours(), max_size=2)),
        "shifts": draw(st.dictionaries(dates, day_hours(), max_size=2)),
    }


calendars = schedules().map(WorkingCalendar.from_dict)
instants = st.builds(
    lambda day, seconds: day + timedelta(seconds=seconds),
    near, st.integers(-4 * 86400, 4 * 86400),
)  # fmt: skip
pairs_of_instants = st.lists(instants, min_size=2, max_size=2).map(sorted)
spans = st.integers(0, 30 * 86400).map(lambda seconds: timedelta(seconds=seconds))


@quiet
@given(calendars, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_parts_sum_to_the_whole(calendar, moments):
    a, b, c = moments
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert timedelta(0) <= calendar.between(a, b) <= b - a


@quiet
@given(calendars, pairs_of_instants, st.lists(spans, min_size=2, max_size=2).map(sorted))
def test_later_starts_and_longer_spans_end_later(calendar, moments, lengths):
    assert calendar.add(moments[0], lengths[0]) <= calendar.add(moments[1], lengths[0])
    assert calendar.add(moments[0], lengths[0]) <= calendar.add(moments[0], lengths[1])


@quiet
@given(calendars, instants, spans)
def test_adding_and_measuring_undo_each_other(calendar, start, span):
    end = calendar.add(start, span)
    assert calendar.between(start, end) == span
    back = calendar.subtract(end, span)
    assert calendar.between(back, end) == span
    assert back >= start  # the last such instant
    if span:
        # The first instant by which it has passed: it was open just before.
        assert calendar.is_open(end - timedelta(microseconds=1))
        assert calendar.is_open(back)


@quiet
@given(calendars, pairs_of_instants)
def test_intervals_are_apart_and_sum_to_the_open_time(calendar, moments):
    found = calendar.intervals(*moments)
    assert sum((b - a for a, b in found), timedelta(0)) == calendar.between(*moments)
    for (_, closes), (opens, _) in pairwise(found):
        assert closes < opens
    for opens, closes in found:
        assert calendar.is_open(opens)
        assert not calendar.is_open(closes) or closes == moments[1]


@quiet
@given(calendars, instants, spans, st.lists(st.tuples(instants, spans), max_size=3))
def test_pauses_do_not_count(calendar, start, span, drawn):
    pauses = [(begin, begin + length / 10) for begin, length in drawn]
    end = calendar.add(start, span, pauses=pauses)
    assert calendar.between(start, end, pauses=pauses) == span


def ticking(schedule, moment):
    """Whether the desk's own wall clock shows an open minute: the plainest reading of the written hours."""
    local = moment.astimezone(ZoneInfo(schedule["tz"]))
    day, clock = local.date(), f"{local:%H:%M}"

    def within(spans, spans_before):
        early = any(a <= clock and (clock < b or b <= a) for a, b in spans)
        return early or any(b < a and clock < b for a, b in spans_before)

    name, before = str(day), str(day - timedelta(days=1))
    shifts, breaks, week = schedule["shifts"], schedule["breaks"], schedule["hours"]
    if name in schedule["holidays"] or within(breaks.get(name, ()), breaks.get(before, ())):
        return False
    if within(shifts.get(name, ()), shifts.get(before, ())):
        return True
    return name not in shifts and within(week[WEEK[day.weekday()]], week[WEEK[day.weekday() - 1]])


def changes_nearby(zone, moment):
    """Whether the clocks change within three hours: edges there follow the convention, not the wall clock."""
    offsets = {(moment + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in (-3, 0, 3)}
    return len(offsets) > 1


@quiet
@given(schedules(), instants)
def test_every_minute_agrees_with_the_wall_clock(schedule, start):
    calendar = WorkingCalendar.from_dict(schedule)
    start = start.replace(second=0)
    for n in range(0, 2 * 24 * 60, 5):
        minute = start + n * MINUTE
        if not changes_nearby(schedule["tz"], minute):
            assert calendar.is_open(minute) == ticking(schedule, minute), minute
            assert calendar.between(minute, minute + MINUTE) == ticking(schedule, minute) * MINUTE
