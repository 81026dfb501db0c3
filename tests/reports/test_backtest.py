"""Replaying what happened under another promise: the figures, the work in batches, the command."""

import datetime
import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.actions import begin_backtest
from reports.backtests import backtesting
from reports.models import BacktestChange, BacktestRun
from sla.actions import set_policy
from sla.models import Policy
from tests.factories import STANDARD_TERMS, make_ticket
from tickets.actions import change_team, prioritise, reply, tag
from tickets.models import TicketClock

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)
NOW = MONDAY + 10 * 24 * HOUR


def stricter(minutes=60):
    return {"priorities": {"normal": {"first_response": {"minutes": minutes}}}}


@pytest.fixture
def past(promises, billing, network, dana, amara):
    """Answered after one, two and three hours; the last is Network's, which has no opening hours."""
    made = [make_ticket(requester=dana, team=billing, at=MONDAY) for _ in range(2)]
    made.append(make_ticket(requester=dana, team=network, at=MONDAY))
    for hours, ticket in enumerate(made, 1):
        reply(ticket, by=amara, text="Here you are.", then="solve", at=MONDAY + hours * HOUR)
    return made


def run(**options) -> BacktestRun:
    told = begin_backtest(by=None, days=30, now=NOW, **options)
    backtesting.work_off(told.pk)
    told.refresh_from_db()
    assert told.finished_at
    return told


def standard():
    return Policy.objects.get(name="Standard")


def test_as_they_were_nothing_differs(past):
    told = run()
    assert (told.looked_at, told.total, told.differing, told.unread) == (3, 3, 0, 0)
    assert (told.newly_late, told.no_longer_late, told.handling_seconds) == (0, 0, 0)
    assert {metric for metric, *_ in told.by_key()} == {"first_response", "resolution"}


def test_the_policy_itself_as_a_draft_changes_nothing(past):
    told = run(policy=standard(), terms=STANDARD_TERMS)
    assert (told.newly_late, told.no_longer_late) == (0, 0)
    assert all(line.before == line.after for *_, line in told.by_key())


def test_a_stored_row_that_is_not_what_the_events_say_is_counted(past):
    TicketClock.objects.filter(ticket=past[0], metric="resolution").update(state="running")
    assert run().differing == 1


def test_a_stricter_draft_shows_the_newly_late_ones(past):
    told = run(policy=standard(), terms=stricter())
    newly = told.changes.filter(kind="newly_late")
    assert [(c.ticket_id, c.metric, c.late_seconds) for c in newly] == [
        (past[1].pk, "first_response", 3600), (past[2].pk, "first_response", 7200),
    ]  # fmt: skip
    assert (newly[0].due_before, newly[0].due_after) == (MONDAY + 4 * HOUR, MONDAY + HOUR)
    assert (told.newly_late, told.handling_seconds, told.sooner_seconds) == (2, 2 * 8 * 60, 3 * 3600)
    assert not told.changes.filter(kind="no_longer_late")
    before_after = {
        (metric, team): (line.before.attainment, line.after.attainment)
        for metric, team, _, line in told.by_key()
        if metric == "first_response"
    }
    assert before_after == {
        ("first_response", past[0].team_id): (1.0, 0.5), ("first_response", past[2].team_id): (1.0, 0.0)
    }  # fmt: skip
    # Solutions are promised no more.
    assert [line.after.kept for metric, *_, line in told.by_key() if metric == "resolution"] == [0, 0]


def test_a_looser_draft_shows_who_is_late_no_longer(past):
    set_policy("Standard", stricter())
    late = make_ticket(requester=past[0].requester, team=past[0].team, at=MONDAY + 24 * HOUR)
    told = run(policy=standard(), terms=stricter(100_000))
    assert [(c.ticket_id, c.kind) for c in told.changes.all()] == [(late.pk, "no_longer_late")]
    assert told.handling_seconds == -8 * 60


def test_conditions_are_held_against_the_facts_of_the_time(past, billing, network, mona):
    """A draft for Network alone: what was Billing's is Billing's until it is handed over."""
    moved = make_ticket(requester=past[0].requester, team=billing, at=MONDAY + 24 * HOUR)
    change_team(moved, by=mona, to=network, at=MONDAY + 26 * HOUR)
    reply(moved, by=mona, text="Here you are.", at=MONDAY + 27 * HOUR)
    only = {"all": [{"field": "team", "how": "is", "values": [str(network.pk)]}]}
    told = run(name="Network", terms=stricter(30), conditions=only)
    newly = {c.ticket_id: c for c in told.changes.filter(kind="newly_late")}
    assert newly.keys() == {past[2].pk, moved.pk}
    # Half of four hours were used as Billing's; half of thirty minutes are left.
    assert newly[moved.pk].due_after == MONDAY + 26 * HOUR + datetime.timedelta(minutes=15)


def test_a_tag_or_a_priority_brings_a_ticket_under_the_draft_when_it_came(past, billing, amara):
    tagged = make_ticket(requester=past[0].requester, team=billing, at=MONDAY + 24 * HOUR)
    tag(tagged, by=amara, tags=["outage"], at=MONDAY + 26 * HOUR)
    other = make_ticket(requester=past[0].requester, team=billing, at=MONDAY + 24 * HOUR)
    prioritise(other, by=amara, to="high", at=MONDAY + 25 * HOUR)
    conditions = {"all": [{"field": "tags", "how": "has_any", "values": ["outage"]}]}
    told = run(name="Outages", terms=stricter(30), conditions=conditions)
    changes = {c.ticket_id: c.due_after for c in told.changes.filter(metric="first_response")}
    assert changes.get(tagged.pk) is None  # late before as after
    assert told.unread == 0
    high = {"priorities": {"high": {"first_response": {"minutes": 10}}}}
    told = run(policy=standard(), terms=high)
    assert other.pk not in told.changes.filter(kind="newly_late").values_list("ticket", flat=True)


def test_a_policy_that_takes_tickets_no_more_leaves_them_to_the_next(past, billing):
    set_policy("Everybody", stricter(30), position=9)
    nobody = {"all": [{"field": "channel", "how": "is", "values": ["phone"]}]}
    told = run(policy=standard(), terms=STANDARD_TERMS, conditions=nobody)
    assert told.newly_late == 3  # all of them were answered after half an hour


def test_killed_anywhere_it_goes_on_and_twice_is_once(past, monkeypatch):
    monkeypatch.setattr(backtesting, "BATCH", 1)
    told = begin_backtest(by=None, days=30, now=NOW, policy=standard(), terms=stricter())
    assert backtesting.next_batch(told.pk)
    true = backtesting._count

    def dies(run, ticket, each):
        if ticket == past[1]:
            raise KeyboardInterrupt
        true(run, ticket, each)

    monkeypatch.setattr(backtesting, "_count", dies)
    with pytest.raises(KeyboardInterrupt):
        backtesting.work_off(told.pk)
    told.refresh_from_db()
    assert (told.looked_at, told.reached, told.finished_at) == (1, past[0].pk, None)
    monkeypatch.setattr(backtesting, "_count", true)
    backtesting.go_on()
    assert backtesting.go_on() == 0
    backtesting.work_off(told.pk)
    told.refresh_from_db()
    assert (told.looked_at, told.newly_late, BacktestChange.objects.count()) == (
        3,
        2,
        2 + told.no_longer_late,
    )


def test_only_those_who_may_promise_ask_and_nonsense_is_refused(promises, amara, cleo, mona):
    for person in (amara, cleo):
        with pytest.raises(PermissionDenied):
            begin_backtest(by=person, days=60)
    assert begin_backtest(by=mona, days=60).made_by == mona
    unreadable = (
        {"days": 0},
        {"days": 9999},
        {"days": 60, "terms": {"priorities": {}}},
        {"days": 60, "terms": stricter(-1)},
        {"days": 60, "conditions": {"all": [{"field": "moon"}]}},
    )
    for wrong in unreadable:
        with pytest.raises(ValidationError):
            begin_backtest(by=mona, **wrong)


def command(**options) -> str:
    out = io.StringIO()
    call_command("sla_backtest", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_the_command_tells_and_refuses(past, tmp_path):
    days = (timezone.now() - MONDAY).days + 2
    days = min(max(days, 1), 700)
    told = command(days=days)
    assert "The promises as they were: 0 tickets differ" in told
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps(stricter()))
    told = command(days=days, policy="Standard", draft=draft)
    assert "2 promises newly late" in told
    assert f"#{past[1].pk} first_response 1: newly late by 1:00:00" in told
    draft.write_text("{")
    for wrong in ({"policy": "Nobody's"}, {"draft": draft}, {"days": 0}):
        with pytest.raises(CommandError):
            command(**wrong)
    TicketClock.objects.update(state="merged")
    with pytest.raises(CommandError):
        command(days=days)
