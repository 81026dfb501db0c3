"""The ladder: who is told of a promise at risk or broken, and when.

Week of Monday 1 June 2026. The desk is open on workdays, 09:00 to 17:00 UTC.
"""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.calendar import WorkingCalendar
from sla.escalation import NO_LADDER, Channel, Climb, Happened, Part, Since, climb, read_ladder
from sla.policy import Metric, PolicyError
from sla.terms import read_terms

MINUTE = timedelta(minutes=1)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
DESK = WorkingCalendar.from_dict({"tz": "UTC", "hours": {day: [["09:00", "17:00"]] for day in WORKDAYS}})
NEVER = WorkingCalendar.from_dict({"tz": "UTC", "hours": {}, "shifts": {"2020-01-01": [["09:00", "10:00"]]}})
THREE = read_ladder(
    [
        {"to": "assignee"},
        {"to": "team_lead", "minutes": 30},
        {"to": "manager", "minutes": 60, "channel": "letter", "outside_hours": "send"},
    ]
)
PEOPLE = {Part.ASSIGNEE: ["amara"], Part.TEAM_LEAD: ["cleo"], Part.MANAGER: ["mona"]}


def at(text):
    """`2T10:00`: ten o'clock on the second of June."""
    day, clock = text.split("T")
    return datetime.fromisoformat(f"2026-06-{int(day):02}T{clock}").replace(tzinfo=UTC)


def breach(when):
    return Happened(metric=Metric.RESOLUTION, at=at(when))


def told(ladder, happened, now, climbed=0, people=PEOPLE, calendar=DESK, **kw):
    """What is climbed by then, as number: people; and when to look again."""
    made: Climb = climb(ladder, happened, climbed, calendar, at(now), lambda level: people[level.to], **kw)
    return {step.number: list(step.to) for step in made.steps}, made.next_at


def test_each_level_comes_after_its_span_of_open_time_since_the_breach():
    assert told(THREE, breach("1T10:00"), "1T10:00") == ({1: ["amara"]}, at("1T10:30"))
    assert told(THREE, breach("1T10:00"), "1T10:29", climbed=1) == ({}, at("1T10:30"))
    assert told(THREE, breach("1T10:00"), "1T10:30", climbed=1) == ({2: ["cleo"]}, at("1T11:00"))
    assert told(THREE, breach("1T10:00"), "1T11:00", climbed=2) == ({3: ["mona"]}, None)
    # Half an hour of open time: the night between does not count.
    assert told(THREE, breach("1T16:45"), "1T23:00", climbed=1) == ({}, at("2T09:15"))


def test_a_late_worker_climbs_everything_that_is_due_and_knows_when_it_was():
    made = climb(THREE, breach("1T10:00"), 0, DESK, at("1T15:00"), lambda level: PEOPLE[level.to])
    assert [step.due_at for step in made.steps] == [at("1T10:00"), at("1T10:30"), at("1T11:00")]
    assert made.next_at is None


def test_acknowledged_the_ladder_stops():
    assert told(THREE, breach("1T10:00"), "1T15:00", climbed=1, acknowledged=True) == ({}, None)


def test_a_level_with_nobody_on_it_passes_on_at_once():
    nobody = PEOPLE | {Part.ASSIGNEE: [], Part.TEAM_LEAD: []}
    assert told(THREE, breach("1T10:00"), "1T10:00", people=nobody) == ({1: [], 2: [], 3: ["mona"]}, None)
    steps = climb(THREE, breach("1T10:00"), 0, DESK, at("1T10:00"), lambda level: nobody[level.to]).steps
    assert [step.passed_on for step in steps] == [False, True, True]
    # Passed on at night a level still keeps its quiet hours.
    ladder = read_ladder([{"to": "assignee", "outside_hours": "send"}, {"to": "team_lead", "minutes": 600}])
    assert told(ladder, breach("1T20:00"), "1T20:00", people=nobody) == ({1: []}, at("2T09:00"))


def test_whoever_has_the_part_is_asked_when_the_level_is_due_and_not_before():
    asked = []

    def who(level):
        asked.append(level.to)
        return ["somebody"]

    climb(THREE, breach("1T10:00"), 0, DESK, at("1T10:05"), who)
    assert asked == [Part.ASSIGNEE]


@pytest.mark.parametrize(
    ("when", "now", "outside", "expected"),
    [
        ("1T20:00", "1T20:00", "hold", ({}, at("2T09:00"))),
        ("1T20:00", "1T20:00", "send", ({1: ["cleo"]}, None)),
        ("5T18:00", "6T12:00", "hold", ({}, at("8T09:00"))),  # Friday evening: until Monday
        ("5T18:00", "8T09:00", "hold", ({1: ["cleo"]}, None)),
        ("1T17:00", "1T17:00", "hold", ({1: ["cleo"]}, None)),  # the second of closing
        ("1T16:59", "1T17:05", "hold", ({1: ["cleo"]}, None)),  # noticed just after closing
        ("1T16:59", "1T20:00", "hold", ({}, at("2T09:00"))),  # a worker that was away for hours
        ("1T16:59", "1T20:00", "send", ({1: ["cleo"]}, None)),
    ],
)
def test_outside_opening_hours_it_is_held_or_sent_as_the_ladder_says(when, now, outside, expected):
    ladder = read_ladder([{"to": "team_lead", "outside_hours": outside}])
    assert told(ladder, breach(when), now) == expected


def test_calendar_minutes_run_through_the_night():
    ladder = read_ladder([{"to": "team_lead", "minutes": 90, "hours": "calendar", "outside_hours": "send"}])
    assert told(ladder, breach("1T16:45"), "1T17:00") == ({}, at("1T18:15"))


def test_a_desk_that_never_opens_again_holds_nothing_back():
    assert told(THREE, breach("1T10:00"), "1T10:31", calendar=NEVER)[0] == {1: ["amara"], 2: ["cleo"]}


def test_warnings_and_breaches_and_metrics_have_levels_of_their_own():
    ladder = read_ladder(
        [
            {"since": "warning", "to": "assignee"},
            {"since": "warning", "threshold": "75%", "to": "team_lead"},
            {"since": "breach", "to": "manager", "metrics": ["first_response"]},
        ]
    )
    half = Happened(metric=Metric.RESOLUTION, at=at("1T10:00"), threshold="50%")
    most = Happened(metric=Metric.RESOLUTION, at=at("1T10:00"), threshold="75%")
    first = Happened(metric=Metric.FIRST_RESPONSE, at=at("1T10:00"))
    assert half.since is Since.WARNING
    assert told(ladder, half, "1T10:00") == ({1: ["amara"]}, None)
    assert told(ladder, most, "1T10:00") == ({1: ["amara"], 2: ["cleo"]}, None)
    assert told(ladder, breach("1T10:00"), "1T10:00") == ({}, None)
    assert told(ladder, first, "1T10:00") == ({3: ["mona"]}, None)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ({"to": "assignee"}, "list of levels"),
        (["assignee"], "Level 1 of the ladder: a level says at least"),
        ([{"to": "assignee"}, {}], "Level 2 of the ladder: “to” is one of assignee"),
        ([{"to": "boss"}], "“to” is one of"),
        ([{"to": {"person": "12"}}], "“to” is one of"),
        ([{"to": {"person": 12, "also": 13}}], "“to” is one of"),
        ([{"to": "person"}], "“to” is one of"),
        ([{"to": "manager", "when": 5}], "nothing is known of “when”"),
        ([{"to": "manager", "since": "lunch"}], "“since” is one of warning, breach"),
        ([{"to": "manager", "hours": "office"}], "“hours” is one of"),
        ([{"to": "manager", "outside_hours": "drop"}], "“outside_hours” is one of"),
        ([{"to": "manager", "channel": "pigeon"}], "“channel” is one of tray, letter"),
        ([{"to": "manager", "minutes": -1}], "“minutes” is a number"),
        ([{"to": "manager", "minutes": "30"}], "“minutes” is a number"),
        ([{"to": "manager", "metrics": ["speed"]}], "“metrics” is a list"),
        ([{"to": "manager", "threshold": "75%"}], "goes with “since”"),
        (
            [{"to": "manager", "minutes": 60}, {"to": "team_lead", "minutes": 30}],
            "Level 2.*earlier one first",
        ),
    ],
)
def test_a_ladder_that_cannot_be_read_is_refused_with_its_place(written, hint):
    with pytest.raises(PolicyError, match=hint):
        read_ladder(written)
    with pytest.raises(PolicyError, match=hint):
        read_terms({"priorities": {}, "ladder": written})


def test_a_policy_without_a_ladder_tells_nobody():
    assert read_terms({"priorities": {}}).ladder == NO_LADDER
    assert told(NO_LADDER, breach("1T10:00"), "1T10:00") == ({}, None)


def test_a_named_person_and_the_channel_are_read():
    level = read_ladder([{"to": {"person": 12}, "channel": "letter"}]).levels[0]
    assert (level.to, level.person, level.channel) == (Part.PERSON, 12, Channel.LETTER)
