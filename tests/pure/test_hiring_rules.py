"""Stages, retention, and who decides: the rules of hiring without a database."""

import datetime

import pytest

from hiring import stages, workflow
from hiring.retention import is_over, keep_until, months_after
from hiring.stages import Stage

NEW, TALK, OFFER, HIRED, AWAY = (
    Stage(1, "open"), Stage(2, "open"), Stage(3, "offer"), Stage(4, "hired"), Stage(5, "declined"),
)  # fmt: skip
ALL = [NEW, TALK, OFFER, HIRED, AWAY]


def why(now, to, accepted=False, reason=""):
    found = stages.refusal(now, to, offer_accepted=accepted, reason=reason)
    return found.why if found else ""


def test_open_stages_lead_anywhere_and_the_ends_have_rules():
    assert why(NEW, OFFER) == why(OFFER, NEW) == ""
    assert why(NEW, NEW) == "same"
    assert why(NEW, Stage(9, "open", active=False)) == "gone"
    assert why(OFFER, HIRED) == "offer"
    assert why(OFFER, HIRED, accepted=True) == ""
    assert why(TALK, AWAY) == why(TALK, AWAY, reason="  ") == "reason"
    assert why(AWAY, TALK) == ""
    assert why(HIRED, TALK, accepted=True) == "end"


def test_what_is_open_stands_in_order():
    assert stages.moves_from(NEW, ALL, offer_accepted=False) == [TALK, OFFER, AWAY]
    assert stages.moves_from(HIRED, ALL, offer_accepted=True) == []


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        (ALL, []),
        ([NEW, OFFER, AWAY], ["hired"]),
        ([*ALL, Stage(6, "hired")], ["two_hired"]),
        ([*ALL, Stage(6, "hired", active=False)], []),
    ],
)
def test_each_meaning_has_a_stage(kept, faults):
    assert stages.faults_of(kept) == faults


def test_months_end_where_the_month_does():
    assert months_after(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert months_after(datetime.date(2026, 11, 29), 12) == datetime.date(2027, 11, 29)
    assert months_after(datetime.date(2028, 2, 29), 12) == datetime.date(2029, 2, 28)


@pytest.mark.parametrize("months", [0, 1, 11, 12, 13, 36, 120])
def test_a_clock_runs_so_many_months(months):
    for number in range(366 + 365):
        day = datetime.date(2027, 1, 1) + datetime.timedelta(days=number)
        later = months_after(day, months)
        assert (later.year - day.year) * 12 + later.month - day.month == months
        is_last = (later + datetime.timedelta(days=1)).day == 1
        assert later.day == day.day or (later.day < day.day and is_last)


def test_the_consent_ends_it_earlier_and_never_later():
    closed, early, late = datetime.date(2026, 3, 1), datetime.date(2026, 9, 1), datetime.date(2030, 1, 1)
    assert keep_until(closed_on=None, consent_until=None, months=12) is None
    assert keep_until(closed_on=closed, consent_until=None, months=12) == datetime.date(2027, 3, 1)
    assert keep_until(closed_on=closed, consent_until=late, months=12) == datetime.date(2027, 3, 1)
    assert keep_until(closed_on=closed, consent_until=early, months=12) == early
    assert keep_until(closed_on=None, consent_until=early, months=12) == early
    assert not is_over(early, early)
    assert is_over(early, early + datetime.timedelta(days=1))
    assert not is_over(None, early)


def test_nobody_decides_alone_or_about_themselves():
    fine = {"author": 1, "second": 2, "subject": 3, "kind": "promotion", "alternatives": {}}
    assert workflow.faults_of(**fine) == []
    assert workflow.faults_of(**{**fine, "second": None}) == ["second"]
    assert workflow.faults_of(**{**fine, "second": 1}) == ["self"]
    assert workflow.faults_of(**{**fine, "second": 3}) == ["about_second"]
    assert workflow.faults_of(**{**fine, "subject": 1}) == ["about_author"]
    over = {**fine, "kind": "termination", "alternatives": {"training": "Course", "plan": " "}}
    assert workflow.faults_of(**over) == ["alternatives"]
    assert (
        workflow.faults_of(**{**over, "alternatives": {"training": "Course", "plan": "Three months"}}) == []
    )


def test_only_the_second_approves():
    second = workflow.moves_from(workflow.RECOMMENDATION, "proposed", frozenset({"second"}))
    assert [move.name for move in second] == ["approve", "decline"]
    author = workflow.moves_from(workflow.OFFER, "drafted", frozenset({"author"}))
    assert [move.name for move in author] == ["withdraw"]
