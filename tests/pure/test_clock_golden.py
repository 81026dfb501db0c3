"""Scenarios whose outcome is frozen: see tests/data/sla/README.md."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduling.calendar import WorkingCalendar
from sla import clock, cycles, history
from sla.clock import Reason
from sla.policy import Metric
from tests.pure.golden import differing, scenarios

ENGINES, RULES = scenarios("engines"), scenarios("rules")
# Rows of the list of faults, by whose they are.
SOURCES = {
    "zammad": 3, "znuny": 3, "frappe": 3, "libredesk": 3,
    "chatwoot": 1, "osticket": 1, "glpi": 1, "django": 1,
}  # fmt: skip


@pytest.mark.parametrize("scenario", ENGINES, ids=lambda scenario: scenario["name"])
def test_the_faults_of_other_engines_are_none_here(scenario):
    assert differing(scenario) == []


@pytest.mark.parametrize("scenario", RULES, ids=lambda scenario: scenario["name"])
def test_what_was_once_worked_out_stays_true(scenario):
    assert differing(scenario) == []


def test_every_fault_has_its_vector_and_there_are_three_hundred():
    rows = {(each["name"].split("-")[0], each["source"]) for each in ENGINES}
    assert Counter(name for name, _ in rows) == SOURCES
    names = [each["name"] for each in ENGINES + RULES]
    assert len(names) == len(set(names)) >= 300
    assert {clock["metric"] for each in RULES for clock in each["expected"]} == {m.value for m in Metric}


# What somebody might break: each must be seen by some of the scenarios.


def late_when_due_exactly(patch):
    """≤ become <."""

    def breach(pieces):
        for piece in pieces:
            if piece.counted and piece.used_after >= clock.WHOLE:
                due = piece.reaches(clock.WHOLE)
                if due and due <= piece.end:
                    return due
        return None

    patch.setattr(clock, "_breach", breach)


def pauses_dropped(patch):
    true = clock._reason
    paused = (Reason.WAITING, Reason.HOLD)
    patch.setattr(clock, "_reason", lambda *told: Reason.RUNNING if (r := true(*told)) in paused else r)


def owed_pauses_kept(patch):
    true = clock._reason
    patch.setattr(clock, "_reason", lambda m, t, s: true(m, t, replace(s, owed=False)))


def whole_minutes(patch):
    true = WorkingCalendar.between
    minute = timedelta(minutes=1)
    patch.setattr(WorkingCalendar, "between", lambda self, a, b: true(self, a, b) // minute * minute)


def due_rounded_to_minutes(patch):
    true = WorkingCalendar.add
    patch.setattr(
        WorkingCalendar, "add", lambda self, a, span: true(self, a, span).replace(second=0, microsecond=0)
    )


def every_day_open(patch):
    patch.setattr(WorkingCalendar, "between", lambda self, a, b: b - a)


def next_response_before_the_first(patch):
    first = cycles._next_response
    patch.setitem(cycles.BOUNDS, Metric.NEXT_RESPONSE, lambda moments: [(0, None), *first(moments)])


def closing_is_an_answer(patch):
    def stops(moments):
        ends = (i for i, m in enumerate(moments) if i and m.category in clock.FINISHED)
        for start, stop in cycles._first_response(moments):
            yield start, min(filter(None, (stop, next(ends, None))), default=None)

    patch.setitem(cycles.BOUNDS, Metric.FIRST_RESPONSE, stops)


def bounces_ignored(patch):
    patch.setattr(cycles, "failed_answers", lambda log, promise: [])


def merges_never_undone(patch):
    patch.setattr(history, "TAKES_BACK", {})


def every_change_prospective(patch):
    def changed(eras, event):
        last = eras[-1]
        promise, hours = event.promise or last.promise, event.calendar or last.calendar
        return (*eras, history.Era(event.at, promise, hours, event.label))

    patch.setattr(history, "_changed", changed)


def every_change_retroactive(patch):
    true = history._changed
    patch.setattr(
        history, "_changed", lambda eras, event: (replace(true(eras, event)[-1], since=eras[0].since),)
    )


def exclusions_ignored(patch):
    patch.setattr(cycles, "_exclusions", lambda log, metric: [])


def times_never_corrected(patch):
    patch.setattr(history, "_retimed", lambda opening, others, now: (opening, others))


def due_by_hand_ignored(patch):
    patch.setattr(cycles, "_set_by_hand", lambda metric, lived: None)


MUTATIONS = (
    late_when_due_exactly, pauses_dropped, owed_pauses_kept, whole_minutes, due_rounded_to_minutes,
    every_day_open, next_response_before_the_first, closing_is_an_answer, bounces_ignored,
    merges_never_undone,
    every_change_prospective, every_change_retroactive, exclusions_ignored, times_never_corrected,
    due_by_hand_ignored,
)  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_fault_in_the_clock_would_be_seen(mutation, monkeypatch):
    mutation(monkeypatch)
    assert any(differing(scenario) for scenario in ENGINES + RULES)
