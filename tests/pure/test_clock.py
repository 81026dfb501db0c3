"""The timers of a ticket: the rules, and the cases other engines get wrong, each as a story.

Week of Monday 1 June 2026. The desk is open on workdays, 09:00 to 17:00 UTC, unless a story says otherwise.
"""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.calendar import ALWAYS_OPEN, WorkingCalendar
from sla.clock import ClockError, ClockEvent, ClockState, EventKind, Reason, clocks
from sla.policy import (
    Category,
    Hours,
    Metric,
    OnChange,
    Promise,
    Reopen,
    Threshold,
    first_response,
    resolution,
)

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
DESK = WorkingCalendar.from_dict({"tz": "UTC", "hours": {day: [["09:00", "17:00"]] for day in WORKDAYS}})
PROMISE = Promise(targets=(first_response(2 * HOUR), resolution(8 * HOUR)))
BOTH = frozenset({Category.WAITING, Category.HOLD})


def at(text):
    """`2T10:00`: ten o'clock on the second of June."""
    day, clock = text.split("T")
    return datetime.fromisoformat(f"2026-06-{int(day):02}T{clock}").replace(tzinfo=UTC)


def opened(when, **fields):
    return ClockEvent(kind=EventKind.OPENED, at=at(when), **fields)


def wrote(when):
    return ClockEvent(kind=EventKind.CUSTOMER_WROTE, at=at(when))


def answered(when, message=None):
    return ClockEvent(kind=EventKind.AGENT_ANSWERED, at=at(when), message=message)


def bounced(when, message=None):
    return ClockEvent(kind=EventKind.ANSWER_FAILED, at=at(when), message=message)


def moved(when, category):
    return ClockEvent(kind=EventKind.MOVED, at=at(when), category=Category(category))


def promised(when, promise=None, calendar=None):
    return ClockEvent(kind=EventKind.PROMISE_CHANGED, at=at(when), promise=promise, calendar=calendar)


def merged(when):
    return ClockEvent(kind=EventKind.MERGED, at=at(when))


def read(now, *events, promise=PROMISE, calendar=DESK):
    return clocks(events, promise, calendar, at(now))


def first(now, *events, **terms):
    (clock,) = (c for c in read(now, *events, **terms) if c.metric is Metric.FIRST_RESPONSE)
    return clock


def solution(now, *events, cycle=1, **terms):
    (clock,) = (c for c in read(now, *events, **terms) if c.metric is Metric.RESOLUTION and c.cycle == cycle)
    return clock


# Due, met, missed


def test_an_answer_exactly_at_due_is_in_time():
    clock = first("5T12:00", opened("1T10:00"), answered("1T12:00"))
    assert (clock.state, clock.due_at, clock.stopped_at) == (ClockState.MET, at("1T12:00"), at("1T12:00"))
    assert (clock.elapsed, clock.remaining, clock.breached_at) == (2 * HOUR, timedelta(0), None)


def test_an_answer_one_second_after_due_is_late_since_due():
    clock = first("5T12:00", opened("1T10:00"), answered("1T12:00:01"))
    assert (clock.state, clock.breached_at, clock.due_at) == (ClockState.MISSED, at("1T12:00"), at("1T12:00"))
    assert clock.remaining == -SECOND


def test_nobody_is_late_at_the_very_second_it_is_due():
    assert first("1T12:00", opened("1T10:00")).state is ClockState.RUNNING
    late = first("3T09:00", opened("1T10:00"))
    assert (late.state, late.breached_at, late.stopped_at) == (ClockState.MISSED, at("1T12:00"), None)


def test_created_exactly_at_closing_starts_at_the_next_opening():
    assert first("1T18:00", opened("1T17:00")).due_at == at("2T11:00")


def test_due_exactly_at_closing_stays_at_closing():
    clock = first("1T16:00", opened("1T15:00"))
    assert clock.due_at == at("1T17:00")
    assert first("2T08:00", opened("1T15:00"), answered("1T20:00")).breached_at == at("1T17:00")


def test_seconds_survive_the_night():
    clock = first("1T16:59:40", opened("1T16:59:31"), promise=Promise(targets=(first_response(HOUR),)))
    assert clock.due_at == at("2T09:59:31")


def test_a_one_hour_target_before_a_thirty_day_closure_has_its_due_time():
    june = [f"2026-06-{day:02}" for day in range(2, 31)]
    closed = WorkingCalendar.from_dict({**DESK.to_dict(), "holidays": june})
    clock = first("2T09:00", opened("1T16:00"), calendar=closed)
    assert clock.due_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_a_desk_that_never_opens_again_cannot_tell_and_says_so():
    fair = WorkingCalendar.from_dict({"tz": "UTC", "shifts": {"2026-06-01": [["10:00", "11:00"]]}})
    clock = first("9T12:00", opened("1T10:00"), calendar=fair)
    assert (clock.state, clock.due_at, clock.elapsed) == (ClockState.UNSCHEDULABLE, None, HOUR)
    assert first("9T12:00", opened("1T10:00"), answered("8T10:00"), calendar=fair).state is ClockState.MET


def test_the_past_can_be_asked_for():
    log = (opened("1T10:00"), answered("1T11:00"), moved("1T16:00", "solved"))
    assert read("1T09:59", *log) == ()
    assert first("1T10:30", *log).state is ClockState.RUNNING
    assert first("1T11:00", *log).state is ClockState.MET
    assert solution("1T15:59", *log).state is ClockState.RUNNING
    assert solution("1T16:00", *log).state is ClockState.MET


def test_calendar_hours_run_through_the_night():
    promise = Promise(targets=(first_response(12 * HOUR, hours=Hours.CALENDAR),))
    assert first("1T10:00", opened("1T10:00"), promise=promise).due_at == at("1T22:00")


def test_over_a_clock_change_real_hours_count_not_wall_hours():
    night = WorkingCalendar.from_dict(
        {"tz": "Europe/Tallinn", "hours": {"sat": [["20:00", "08:00"]], "wed": [["09:00", "10:00"]]}}
    )
    promise = Promise(targets=(resolution(11 * HOUR),))
    start = datetime(2026, 3, 28, 18, tzinfo=UTC)  # 20:00; at 03:00 the clocks go to 04:00
    event = ClockEvent(kind=EventKind.OPENED, at=start)
    (clock,) = clocks([event], promise, night, start)
    assert clock.due_at == datetime(2026, 3, 29, 5, tzinfo=UTC)  # 08:00, exactly at closing


# First response


def test_closing_a_ticket_unanswered_is_no_first_response():
    clock = first("1T13:00", opened("1T10:00"), moved("1T11:00", "closed"))
    assert (clock.state, clock.stopped_at, clock.breached_at) == (ClockState.MISSED, None, at("1T12:00"))


def test_first_response_never_stands_still():
    log = (opened("1T10:00"), moved("1T10:30", "waiting"), moved("1T11:00", "hold"))
    assert first("1T11:30", *log).due_at == at("1T12:00")


def test_first_response_does_not_start_again_when_reopened():
    log = (opened("1T10:00"), answered("1T11:00"), moved("1T12:00", "solved"), wrote("3T10:00"))
    clock = first("9T10:00", *log, moved("3T10:00", "open"))
    assert (clock.state, clock.stopped_at) == (ClockState.MET, at("1T11:00"))


def test_a_ticket_logged_by_an_agent_waits_for_the_first_customer_message():
    log = (opened("1T10:00", by_agent=True), answered("1T10:05"))
    assert {c.metric for c in read("5T10:00", *log)} == {Metric.RESOLUTION}
    clock = first("5T10:30", *log, wrote("5T10:00"))
    assert (clock.started_at, clock.due_at) == (at("5T10:00"), at("5T12:00"))


def test_unless_the_promise_says_it_starts_at_once():
    promise = Promise(targets=(first_response(2 * HOUR),), agent_opened_waits=False)
    log = (opened("1T10:00", by_agent=True), answered("1T10:00"))
    clock = first("5T10:00", *log, promise=promise)
    assert (clock.state, clock.elapsed) == (ClockState.MET, timedelta(0))


def test_an_answer_that_bounces_loses_its_credit_as_if_never_sent():
    log = (opened("1T10:00"), answered("1T11:00", "a"), bounced("1T11:40", "a"))
    assert first("1T11:30", *log).state is ClockState.MET
    clock = first("1T11:50", *log)
    assert (clock.state, clock.due_at, clock.answer_failed) == (ClockState.RUNNING, at("1T12:00"), True)
    assert first("1T14:00", *log, answered("1T13:00", "b")).breached_at == at("1T12:00")
    in_time = first("1T14:00", *log, answered("1T11:55", "b"))
    assert (in_time.state, in_time.stopped_at) == (ClockState.MET, at("1T11:55"))


def test_only_the_answer_that_bounced_loses_credit():
    log = (opened("1T10:00"), answered("1T11:00", "a"), answered("1T11:20", "b"))
    assert first("2T10:00", *log, bounced("1T11:40", "b")).stopped_at == at("1T11:00")
    assert first("2T10:00", *log, bounced("1T11:40", "b")).answer_failed is False
    assert first("2T10:00", *log, bounced("1T11:40", "a")).stopped_at == at("1T11:20")
    assert first("2T10:00", *log, bounced("1T11:40")).stopped_at == at("1T11:00")


def test_a_bounce_after_days_changes_nothing():
    log = (opened("1T10:00"), answered("1T11:00", "a"), bounced("4T10:00", "a"))
    assert first("5T10:00", *log).state is ClockState.MET


# Pauses


def test_the_clock_stands_still_while_waiting_on_the_customer():
    log = (opened("1T10:00"), answered("1T11:00"), moved("1T11:00", "waiting"))
    clock = solution("4T10:00", *log)
    assert (clock.state, clock.due_at, clock.elapsed) == (ClockState.PAUSED, None, HOUR)
    assert clock.remaining == 7 * HOUR


def test_due_is_exact_again_after_the_pause():
    log = (opened("1T10:00"), answered("1T11:00"), moved("1T11:00", "waiting"), wrote("4T10:00"))
    clock = solution("4T10:00", *log)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, at("4T17:00"))


def test_a_pause_of_seconds_counts_to_the_second():
    log = (
        opened("1T10:00"),
        answered("1T10:00:20"),
        moved("1T10:00:20", "waiting"),
        moved("1T10:01:07", "open"),
    )
    assert solution("1T10:02", *log).due_at == at("2T10:00:47")


def test_a_reply_ends_waiting_when_it_was_received_not_when_it_was_read():
    log = (opened("1T10:00"), answered("1T11:00"), moved("1T11:00", "waiting"))
    # Fetched an hour late: the log holds the reply after later events.
    clock = solution("2T13:00", *log, moved("2T12:00", "open"), wrote("2T11:00"))
    assert clock.elapsed == HOUR + 2 * HOUR
    assert clock.due_at == at("3T10:00")


def test_answering_the_reply_does_not_bring_the_waiting_back():
    log = (opened("1T10:00"), answered("1T10:00"), moved("1T10:00", "waiting"), wrote("1T12:00"))
    clock = solution("1T15:00", *log, answered("1T13:00"))
    assert (clock.state, clock.elapsed) == (ClockState.RUNNING, 3 * HOUR)


def test_waiting_without_having_answered_is_no_pause():
    log = (opened("1T10:00"), moved("1T10:30", "waiting"))
    clock = solution("1T12:00", *log)
    assert (clock.state, clock.due_at, clock.elapsed) == (ClockState.RUNNING, at("2T10:00"), 2 * HOUR)
    assert [segment.reason for segment in clock.segments] == [Reason.RUNNING, Reason.OWED]


def test_a_message_during_hold_sets_the_clock_going_until_it_is_answered():
    promise = Promise(targets=(resolution(8 * HOUR, pauses_in=BOTH),))
    log = (
        opened("1T10:00"),
        answered("1T10:00"),
        moved("1T11:00", "hold"),
        wrote("1T13:00"),
        answered("1T15:00"),
    )
    clock = solution("1T16:00", *log, promise=promise)
    assert (clock.state, clock.elapsed) == (ClockState.PAUSED, 3 * HOUR)
    assert [(segment.reason, segment.amount) for segment in clock.segments] == [
        (Reason.RUNNING, HOUR),
        (Reason.HOLD, timedelta(0)),
        (Reason.OWED, 2 * HOUR),
        (Reason.HOLD, timedelta(0)),
    ]


def test_hold_runs_on_unless_the_promise_pauses_it():
    log = (opened("1T10:00"), answered("1T10:00"), moved("1T10:00", "hold"))
    assert solution("1T12:00", *log).state is ClockState.RUNNING


def test_a_paused_ticket_is_paused_and_not_late():
    log = (opened("1T10:00"), answered("1T10:00"), moved("2T09:59", "waiting"))
    assert solution("5T12:00", *log).state is ClockState.PAUSED
    # Nothing left, yet in time: late only once it runs again.
    log = (opened("1T10:00"), answered("1T10:00"), moved("2T10:00", "waiting"))
    assert (solution("5T12:00", *log).state, solution("5T12:00", *log).remaining) == (
        ClockState.PAUSED,
        timedelta(0),
    )
    resumed = solution("5T12:01", *log, wrote("5T12:00"))
    assert (resumed.state, resumed.breached_at) == (ClockState.MISSED, at("5T12:00"))


def test_a_breach_is_not_undone_by_waiting_afterwards():
    log = (opened("1T10:00"), moved("2T10:30", "open"), answered("2T11:00"), moved("2T11:00", "waiting"))
    clock = solution("5T12:00", *log)
    assert (clock.state, clock.breached_at, clock.due_at) == (ClockState.MISSED, at("2T10:00"), at("2T10:00"))
    assert (clock.elapsed, clock.remaining) == (9 * HOUR, -HOUR)


# Reopening


def test_a_reopened_ticket_resumes_and_its_solved_time_is_not_counted():
    log = (opened("1T10:00"), answered("1T10:00"), moved("1T12:00", "solved"), moved("3T12:00", "open"))
    before = solution("2T12:00", *log)
    assert (before.state, before.stopped_at, before.due_at) == (ClockState.MET, at("1T12:00"), at("2T10:00"))
    clock = solution("3T12:00", *log)
    assert (clock.cycle, clock.state, clock.stopped_at) == (1, ClockState.RUNNING, None)
    assert (clock.elapsed, clock.due_at) == (2 * HOUR, at("4T10:00"))
    assert [segment.reason for segment in clock.segments] == [Reason.RUNNING, Reason.SOLVED]


def test_or_starts_a_new_cycle_and_the_old_one_keeps_its_result():
    promise = Promise(targets=(resolution(8 * HOUR, reopen=Reopen.NEW_CYCLE),))
    log = (
        opened("1T10:00"),
        moved("1T12:00", "solved"),
        moved("2T12:00", "closed"),
        moved("3T12:00", "open"),
    )
    old = solution("9T12:00", *log, promise=promise)
    new = solution("3T13:00", *log, promise=promise, cycle=2)
    assert (old.state, old.stopped_at, old.elapsed) == (ClockState.MET, at("1T12:00"), 2 * HOUR)
    assert (new.state, new.started_at, new.due_at) == (ClockState.RUNNING, at("3T12:00"), at("4T12:00"))


def test_a_ticket_logged_as_solved_is_met_at_once():
    clock = solution("1T12:00", opened("1T10:00", by_agent=True, category=Category.SOLVED))
    assert (clock.state, clock.stopped_at, clock.elapsed) == (ClockState.MET, at("1T10:00"), timedelta(0))
    assert clock.segments == ()


# Changes of promise, calendar and place


def faster(span, on_change):
    return Promise(targets=(first_response(2 * HOUR), resolution(span)), on_change=on_change)


def test_a_new_target_keeps_the_share_that_was_used():
    log = (opened("1T10:00"), promised("1T14:00", faster(2 * HOUR, OnChange.PROSPECTIVE)))  # half of 8 h used
    clock = solution("1T14:00", *log)
    assert (clock.due_at, clock.remaining, clock.elapsed) == (at("1T15:00"), HOUR, 4 * HOUR)


def test_a_retroactive_target_holds_since_the_beginning_and_keeps_the_pauses():
    log = (opened("1T10:00"), answered("1T10:00"), moved("1T11:00", "waiting"), moved("1T13:00", "open"))
    clock = solution("1T14:30", *log, promised("1T14:00", faster(4 * HOUR, OnChange.RETROACTIVE)))
    assert (clock.due_at, clock.elapsed) == (at("1T16:00"), 2 * HOUR + 30 * MINUTE)
    clock = solution("1T14:30", *log, promised("1T14:00", faster(HOUR, OnChange.RETROACTIVE)))
    assert (clock.state, clock.breached_at) == (ClockState.MISSED, at("1T13:00"))


def test_waiting_time_is_not_lost_when_the_target_changes():
    log = (opened("1T10:00"), answered("1T10:00"), moved("1T11:00", "waiting"), moved("1T15:00", "open"))
    clock = solution("1T16:00", *log, promised("1T15:30", faster(16 * HOUR, OnChange.PROSPECTIVE)))
    # 1.5 of 8 hours used are 3 of 16.
    assert clock.due_at == DESK.add(at("1T15:30"), 13 * HOUR)


def test_every_piece_is_counted_under_the_hours_of_its_time():
    log = (opened("1T15:00"), promised("1T20:00", calendar=ALWAYS_OPEN))
    clock = solution("1T21:00", *log)
    assert (clock.elapsed, clock.due_at) == (2 * HOUR + HOUR, at("2T02:00"))


def test_a_breach_before_the_change_stays_a_breach():
    log = (opened("1T10:00"), promised("3T10:00", faster(100 * HOUR, OnChange.PROSPECTIVE)))
    assert solution("3T11:00", *log).breached_at == at("2T10:00")


def test_a_change_after_the_answer_judges_nobody_again():
    stricter = Promise(targets=(first_response(HOUR),), on_change=OnChange.RETROACTIVE)
    clock = first("2T10:00", opened("1T10:00"), answered("1T11:30"), promised("1T12:00", stricter))
    assert (clock.state, clock.target.span) == (ClockState.MET, 2 * HOUR)


def test_a_change_while_solved_holds_from_the_reopening_on():
    log = (
        opened("1T10:00"),
        moved("1T14:00", "solved"),
        promised("2T09:00", faster(2 * HOUR, OnChange.PROSPECTIVE)),
    )
    assert solution("2T10:00", *log).target.span == 8 * HOUR
    clock = solution("2T12:00", *log, moved("2T12:00", "open"))
    assert (clock.target.span, clock.due_at) == (2 * HOUR, at("2T13:00"))


def test_a_promise_taken_back_is_neither_kept_nor_broken():
    log = (opened("1T10:00"), promised("1T11:00", Promise()))
    clock = first("9T10:00", *log)
    assert (clock.state, clock.due_at, clock.elapsed) == (ClockState.WITHDRAWN, None, HOUR)
    assert read("9T10:00", opened("1T10:00"), promise=Promise()) == ()


def test_a_promise_made_later_counts_from_then():
    clock = first("1T12:00", opened("1T10:00"), promised("1T12:00", PROMISE), promise=Promise())
    assert (clock.started_at, clock.due_at, clock.elapsed) == (at("1T10:00"), at("1T14:00"), timedelta(0))


def test_a_merged_ticket_is_neither_met_nor_missed():
    log = (opened("1T10:00"), merged("1T11:00"), answered("1T11:30"))
    for clock in read("9T10:00", *log):
        assert (clock.state, clock.stopped_at, clock.due_at) == (ClockState.MERGED, at("1T11:00"), None)
    assert first("9T10:00", opened("1T10:00"), merged("1T13:00")).state is ClockState.MISSED
    assert first("9T10:00", opened("1T10:00"), answered("1T11:00"), merged("1T13:00")).state is ClockState.MET


# Warnings


WARNED = Promise(
    targets=(
        resolution(
            8 * HOUR,
            warnings=(
                Threshold(fraction=0.5),
                Threshold(fraction=0.9),
                Threshold(left=30 * MINUTE),
                Threshold(left=10 * HOUR, real=True),
            ),
        ),
    )
)


def test_warnings_come_by_share_by_time_left_and_by_the_wall_clock():
    clock = solution("1T12:00", opened("1T12:00"), promise=WARNED)
    assert clock.due_at == at("2T12:00")
    assert clock.warn_at == (at("1T16:00"), at("2T11:12"), at("2T11:30"), at("2T02:00"))


def test_a_pause_puts_off_the_warnings_that_had_not_come():
    log = (opened("1T12:00"), answered("1T12:00"), moved("1T16:30", "waiting"))
    assert solution("4T12:00", *log, promise=WARNED).warn_at == (at("1T16:00"), None, None, None)
    clock = solution("4T12:00", *log, wrote("4T12:00"), promise=WARNED)
    assert clock.warn_at == (at("1T16:00"), at("4T14:42"), at("4T15:00"), at("4T12:00"))


def test_a_ticket_solved_in_time_needs_no_warning():
    log = (opened("1T12:00"), moved("1T13:00", "solved"))
    assert solution("4T12:00", *log, promise=WARNED).warn_at == (None, None, None, None)


# The log itself


@pytest.mark.parametrize(
    ("log", "hint"),
    [
        ([wrote("1T10:00")], "one opening"),
        ([opened("1T10:00"), opened("1T11:00")], "one opening"),
        ([opened("1T10:00"), ClockEvent(kind=EventKind.MOVED, at=at("1T11:00"))], "category"),
        ([ClockEvent(kind=EventKind.OPENED, at=datetime(2026, 6, 1))], "time zone"),  # noqa: DTZ001
    ],
)
def test_a_log_that_tells_no_story_is_refused(log, hint):
    with pytest.raises(ClockError, match=hint):
        read("5T10:00", *log)


def test_no_log_no_clocks():
    assert read("5T10:00") == ()


def test_what_is_dated_before_the_opening_counts_as_of_the_opening():
    clock = first("1T11:00", answered("1T09:30"), opened("1T10:00"))
    assert (clock.state, clock.elapsed) == (ClockState.MET, timedelta(0))
