"""The timers beside first response and resolution, each as a story; hours and days as in test_clock."""

from datetime import timedelta

import pytest

from sla.clock import ClockEvent, ClockState, EventKind, Reason, clocks
from sla.policy import (
    Category,
    Hours,
    Metric,
    PolicyError,
    Promise,
    Target,
    Threshold,
    first_response,
    resolution,
    usual_pauses,
)
from sla.terms import read_terms
from tests.pure.test_clock import DESK, HOUR, MINUTE, answered, at, bounced, merged, moved, opened, wrote


def target(metric, span, **fields):
    return Target(metric=metric, span=span, pauses_in=fields.pop("pauses_in", usual_pauses(metric)), **fields)


EVERY = Promise(
    targets=(
        first_response(2 * HOUR),
        target(Metric.NEXT_RESPONSE, HOUR),
        target(Metric.TIME_TO_OWN, HOUR),
        target(Metric.PERIODIC_UPDATE, 8 * HOUR),
        resolution(8 * HOUR),
        target(Metric.CUSTOMER_WAIT, 40 * HOUR),
        target(Metric.WORK_TIME, 40 * HOUR),
    )
)


def event(kind, when, **fields):
    return ClockEvent(kind=EventKind(kind), at=at(when), **fields)


def told(metric, now, *events, promise=EVERY, **how):
    found = clocks(events, promise, DESK, at(now), **how)
    return [clock for clock in found if clock.metric is metric]


def states(metric, now, *events, **how):
    return [clock.state for clock in told(metric, now, *events, **how)]


MET, MISSED, RUNNING = ClockState.MET, ClockState.MISSED, ClockState.RUNNING


# Next response


def test_a_next_response_begins_only_once_the_first_is_settled():
    log = (opened("1T10:00"), wrote("1T10:30"), wrote("1T10:40"))
    assert told(Metric.NEXT_RESPONSE, "1T11:00", *log) == []
    # A short next response does not overrule a longer first one, and a late first answer settles it too.
    late = (*log, answered("2T10:00"), wrote("2T11:00"))
    [clock] = told(Metric.NEXT_RESPONSE, "2T11:30", *late)
    assert (clock.started_at, clock.due_at) == (at("2T11:00"), at("2T12:00"))


def test_a_first_question_that_needed_no_reply_settles_the_first_response_too():
    spared = (opened("1T09:00"), event("no_reply_needed", "1T09:30"))
    assert told(Metric.NEXT_RESPONSE, "1T10:00", *spared) == []
    [clock] = told(Metric.NEXT_RESPONSE, "1T11:00", *spared, wrote("1T10:00"))
    assert (clock.started_at, clock.state) == (at("1T10:00"), RUNNING)


def test_what_an_agent_wrote_before_the_customer_ever_did_begins_no_second_clock():
    log = (opened("1T09:00", by_agent=True), answered("1T09:10"), wrote("1T10:00"))
    assert states(Metric.FIRST_RESPONSE, "1T11:00", *log) == [RUNNING]
    assert states(Metric.NEXT_RESPONSE, "1T11:00", *log) == []
    later = (*log, answered("1T11:00"), wrote("1T11:30"))
    assert states(Metric.NEXT_RESPONSE, "1T12:00", *later) == [RUNNING]


def test_each_turn_of_the_customer_has_its_own_clock_from_its_oldest_message():
    log = (
        opened("1T09:00"), answered("1T10:00"),
        wrote("1T11:00"), wrote("1T11:50"), answered("1T11:55"),
        wrote("1T14:00"), answered("1T15:01"),
    )  # fmt: skip
    one, two = told(Metric.NEXT_RESPONSE, "3T09:00", *log)
    assert (one.started_at, one.state, one.due_at) == (at("1T11:00"), MET, at("1T12:00"))
    assert (two.started_at, two.state, two.breached_at) == (at("1T14:00"), MISSED, at("1T15:00"))


def test_a_thank_you_that_needs_no_reply_is_neither_kept_nor_broken():
    log = (opened("1T09:00"), answered("1T10:00"), wrote("1T11:00"), event("no_reply_needed", "1T11:30"))
    assert states(Metric.NEXT_RESPONSE, "5T09:00", *log) == [ClockState.DISMISSED]
    late = (*log[:-1], event("no_reply_needed", "1T13:00"))
    assert states(Metric.NEXT_RESPONSE, "5T09:00", *late) == [MISSED]


def test_solving_without_an_answer_is_no_answer():
    log = (opened("1T09:00"), answered("1T10:00"), wrote("1T11:00"), moved("1T11:30", "solved"))
    assert states(Metric.NEXT_RESPONSE, "5T09:00", *log) == [ClockState.DISMISSED]
    again = (*log, moved("1T14:00", "open"))
    assert states(Metric.NEXT_RESPONSE, "1T14:30", *again) == [ClockState.DISMISSED, RUNNING]


def test_an_answer_that_bounced_leaves_the_turn_open():
    log = (opened("1T09:00"), answered("1T10:00", "a"), wrote("1T11:00"), answered("1T11:10", "b"))
    assert states(Metric.NEXT_RESPONSE, "1T11:20", *log) == [MET]
    assert states(Metric.NEXT_RESPONSE, "1T11:30", *log, bounced("1T11:20", "b")) == [RUNNING]
    # Without its first answer the ticket is back at its first response.
    assert told(Metric.NEXT_RESPONSE, "1T11:30", *log[:3], bounced("1T11:20", "a")) == []


def test_waiting_for_the_customer_never_stops_a_next_response():
    with pytest.raises(PolicyError, match="never pauses"):
        Target(metric=Metric.NEXT_RESPONSE, span=HOUR, pauses_in=frozenset({Category.WAITING}))
    log = (opened("1T09:00"), answered("1T10:00"), wrote("1T11:00"), moved("1T11:10", "waiting"))
    assert states(Metric.NEXT_RESPONSE, "1T13:00", *log) == [MISSED]


# An owner


def test_a_ticket_has_a_clock_each_time_it_lies_without_an_owner():
    log = (opened("1T09:00"), event("owned", "1T09:20"), event("disowned", "1T15:00"))
    one, two = told(Metric.TIME_TO_OWN, "1T15:30", *log)
    assert (one.state, one.elapsed) == (MET, 20 * MINUTE)
    assert (two.state, two.due_at) == (RUNNING, at("1T16:00"))
    handed_over = (opened("1T09:00"), event("owned", "1T09:20"), event("owned", "1T12:00"))
    assert states(Metric.TIME_TO_OWN, "5T09:00", *handed_over) == [MET]


def test_solved_by_somebody_who_never_took_it():
    log = (opened("1T09:00"), moved("1T09:30", "solved"))
    assert states(Metric.TIME_TO_OWN, "5T09:00", *log) == [ClockState.DISMISSED]
    assert states(Metric.TIME_TO_OWN, "2T10:00", *log, moved("2T09:30", "open"))[-1] is RUNNING


# Updates


def test_updates_are_owed_from_answer_to_answer_until_it_is_solved():
    log = (opened("1T09:00"), answered("1T10:00"), answered("1T16:00"), answered("3T10:30"))
    assert states(Metric.PERIODIC_UPDATE, "3T11:00", *log) == [MET, MISSED, RUNNING]
    solved = (*log, moved("3T12:00", "solved"))
    assert states(Metric.PERIODIC_UPDATE, "9T11:00", *solved)[-1] is ClockState.DISMISSED


def test_an_update_can_stand_still_while_the_customer_is_asked():
    log = (opened("1T09:00"), answered("1T10:00"), moved("1T10:00", "waiting"))
    assert states(Metric.PERIODIC_UPDATE, "9T11:00", *log) == [ClockState.PAUSED]
    runs_on = Promise(targets=(target(Metric.PERIODIC_UPDATE, 8 * HOUR, pauses_in=frozenset()),))
    assert states(Metric.PERIODIC_UPDATE, "9T11:00", *log, promise=runs_on) == [MISSED]


# How long it took


def test_the_customers_wait_and_the_work_are_the_same_life_without_other_peoples_time():
    log = (
        opened("1T09:00"), answered("1T10:00"), moved("1T10:00", "waiting"), wrote("1T12:00"),
        moved("1T13:00", "hold"), moved("1T16:00", "open"), moved("1T17:00", "solved"),
        moved("2T09:00", "open"), moved("2T09:30", "solved"),
    )  # fmt: skip
    [wait], [work] = (told(m, "9T09:00", *log) for m in (Metric.CUSTOMER_WAIT, Metric.WORK_TIME))
    assert (wait.state, wait.elapsed) == (MET, 6 * HOUR + 30 * MINUTE)
    assert (work.state, work.elapsed) == (MET, 3 * HOUR + 30 * MINUTE)
    assert {segment.reason for segment in work.segments if not segment.counted} == {
        Reason.WAITING, Reason.HOLD, Reason.SOLVED,
    }  # fmt: skip
    with pytest.raises(PolicyError, match="pauses of its own"):
        Target(metric=Metric.WORK_TIME, span=HOUR)


# Merged, and taken apart again


def absorbed(when, since=None, other="b"):
    return event("absorbed", when, since=since and at(since), message=other)


def test_a_merge_keeps_the_earliest_question_nobody_answered():
    log = (opened("1T12:00"), absorbed("1T12:30", "1T09:00"))
    [clock] = told(Metric.FIRST_RESPONSE, "1T12:40", *log)
    assert (clock.started_at, clock.state, clock.breached_at) == (at("1T09:00"), MISSED, at("1T11:00"))
    assert sum((s.amount for s in clock.segments), timedelta(0)) == clock.elapsed
    # Answered already, the other's question is the next turn.
    log = (opened("1T09:00"), answered("1T10:00"), absorbed("1T12:30", "1T12:00"))
    [clock] = told(Metric.NEXT_RESPONSE, "1T12:40", *log)
    assert (clock.started_at, clock.due_at) == (at("1T12:00"), at("1T13:00"))
    # And what was answered over there is owed nothing here.
    assert told(Metric.NEXT_RESPONSE, "1T12:40", *log[:2], absorbed("1T12:30")) == []


def test_an_unmerge_restores_both_sides():
    there = (opened("1T10:00"), event("merged", "1T11:00", message="a"))
    assert states(Metric.FIRST_RESPONSE, "1T11:30", *there) == [ClockState.MERGED]
    apart = (*there, event("unmerged", "1T13:00", message="a"))
    assert told(Metric.FIRST_RESPONSE, "1T14:00", *apart) == told(
        Metric.FIRST_RESPONSE, "1T14:00", opened("1T10:00")
    )
    here = (opened("1T12:00"), absorbed("1T12:30", "1T09:00"), event("unmerged", "1T13:00", message="b"))
    assert told(Metric.FIRST_RESPONSE, "1T14:00", *here) == told(
        Metric.FIRST_RESPONSE, "1T14:00", opened("1T12:00")
    )


def test_a_merge_dismisses_nothing():
    log = (opened("1T09:00"), answered("1T10:00"), wrote("1T11:00"), merged("1T11:30"))
    assert states(Metric.NEXT_RESPONSE, "5T09:00", *log) == [ClockState.MERGED]
    assert states(Metric.TIME_TO_OWN, "5T09:00", opened("1T09:00"), merged("1T09:30")) == [ClockState.MERGED]


# Set by hand, and taken out


def due_set(when, due, metric=Metric.RESOLUTION):
    return event("due_set", when, metric=metric, due=due and at(due))


def test_a_due_time_set_by_hand_holds_by_the_wall_clock():
    log = (opened("1T09:00"), due_set("1T10:00", "6T20:00"), answered("2T09:00"), moved("2T09:00", "waiting"))
    [clock] = told(Metric.RESOLUTION, "5T09:00", *log)
    assert (clock.by_hand, clock.state, clock.due_at) == (True, ClockState.PAUSED, at("6T20:00"))
    assert states(Metric.RESOLUTION, "6T20:00:01", *log) == [MISSED]
    assert states(Metric.RESOLUTION, "9T09:00", *log, moved("6T20:00", "solved")) == [MET]
    [back] = told(Metric.RESOLUTION, "1T12:00", *log[:2], due_set("1T11:00", None))
    assert (back.by_hand, back.due_at) == (False, at("1T17:00"))


def test_its_warnings_move_with_a_due_time_set_by_hand():
    warned = Promise(
        targets=(
            resolution(
                8 * HOUR,
                warnings=(Threshold(fraction=0.5), Threshold(left=HOUR), Threshold(left=HOUR, real=True)),
            ),
        )
    )
    [clock] = told(
        Metric.RESOLUTION, "1T10:30", opened("1T10:00"), due_set("1T10:00", "2T10:00"), promise=warned
    )
    assert clock.warn_at == (at("1T22:00"), at("2T09:00"), at("2T09:00"))


def test_raw_and_adjusted_figures_stay_apart():
    log = (
        opened("1T09:00"),
        answered("1T12:00"),
        event("excluded", "4T09:00", since=at("1T09:30"), until=at("1T11:00")),
    )
    assert states(Metric.FIRST_RESPONSE, "5T09:00", *log) == [MISSED]
    [clock] = told(Metric.FIRST_RESPONSE, "5T09:00", *log, adjusted=True)
    assert (clock.state, clock.elapsed) == (MET, 90 * MINUTE)
    assert [(s.reason, s.amount) for s in clock.segments] == [
        (Reason.RUNNING, 30 * MINUTE), (Reason.EXCLUDED, timedelta(0)), (Reason.RUNNING, HOUR),
    ]  # fmt: skip
    other = (*log[:2], event("excluded", "4T09:00", since=at("1T09:30"), until=at("1T11:00"),
                             metric=Metric.RESOLUTION))  # fmt: skip
    assert states(Metric.FIRST_RESPONSE, "5T09:00", *other, adjusted=True) == [MISSED]


# In writing


def test_every_metric_and_warning_can_be_written():
    terms = read_terms(
        {
            "agent_opened_waits": False,
            "bounce_window_minutes": 60,
            "priorities": {
                "high": {
                    "next_response": {"minutes": 60, "warn": [0.5, {"left": 10}, {"left": 5, "real": True}]},
                    "work_time": {"minutes": 300, "hours": "calendar"},
                }
            },
        }
    )
    promise = terms.promise("high")
    assert (promise.agent_opened_waits, promise.bounce_window) == (False, HOUR)
    work = promise.target(Metric.WORK_TIME)
    assert (work.hours, work.pauses_in) == (Hours.CALENDAR, frozenset({Category.WAITING, Category.HOLD}))
    assert promise.target(Metric.NEXT_RESPONSE).warnings == (
        Threshold(fraction=0.5), Threshold(left=10 * MINUTE), Threshold(left=5 * MINUTE, real=True),
    )  # fmt: skip
    for wrong in ({"left": 90}, {"share": 1}, 2, "soon"):
        with pytest.raises(PolicyError, match="high"):
            read_terms({"priorities": {"high": {"next_response": {"minutes": 60, "warn": [wrong]}}}})
    with pytest.raises(PolicyError, match="cannot be negative"):
        read_terms({"bounce_window_minutes": -1, "priorities": {}})
