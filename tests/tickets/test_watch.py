"""The watch over the timers: each warning and each breach is told once, however late and by however many."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from scheduling.actions import set_hours
from sla.actions import set_policy
from sla.queries import contender
from staff.models import Team
from tests.factories import OFFICE_HOURS, STANDARD_TERMS, make_ticket
from tickets import actions, clocks, promised, queries, watching
from tickets.models import TicketClock, TicketEvent
from tickets.rebuilding import check
from tickets.tasks import announce_forgotten

MONDAY = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.UTC)  # 10:00 in Tallinn, open until 17:00
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def due(promises, billing, dana):
    return [make_ticket(requester=dana, team=billing, at=MONDAY) for _ in range(6)]


def told(kind: str) -> list[tuple]:
    return list(TicketEvent.objects.filter(kind=kind).values_list("ticket_id", "data__metric").order_by("pk"))


@pytest.mark.django_db
def test_a_late_watch_tells_the_due_time_and_when_it_noticed(due):
    late = MONDAY + 30 * HOUR
    watching.watch(late)
    breach = TicketEvent.objects.get(kind="breached", ticket=due[0], data__metric="first_response")
    assert breach.at == MONDAY + 4 * HOUR
    assert breach.data["noticed_at"] == late.isoformat()
    assert due[0].clocks.get(metric="first_response").breached_at == MONDAY + 4 * HOUR


@pytest.mark.django_db
def test_a_warning_comes_before_the_breach_and_each_once(due):
    for hours in (2, 3, 3.5, 4.5, 5, 6):
        watching.watch(MONDAY + hours * HOUR)
    assert len(told("warned")) == len(set(told("warned"))) == 6
    assert len(told("breached")) == len(set(told("breached"))) == 6


@pytest.mark.django_db
def test_every_warning_of_a_promise_is_told_once_and_a_late_one_before_the_breach(billing, dana, amara):
    terms = {
        "first_response": {"minutes": 240, "warn": [0.5, {"left": 30}, {"left": 5, "real": True}]},
        "next_response": {"minutes": 60, "warn": [0.5]},
        "time_to_own": {"minutes": 30},
    }
    set_hours("Office", OFFICE_HOURS)
    set_policy("Close watch", {"priorities": {"normal": terms}})
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    for minutes in (0, 121, 121, 211, 600, 600):
        watching.watch(MONDAY + datetime.timedelta(minutes=minutes))
    rows = TicketEvent.objects.filter(ticket=ticket, data__metric="first_response").order_by("pk")
    assert [(row.kind, row.data.get("threshold")) for row in rows] == [
        ("warned", "50%"), ("warned", "30m"), ("warned", "real 5m"), ("breached", None),
    ]  # fmt: skip
    assert [(row.at - MONDAY) / HOUR for row in rows] == [2, 3.5, 4 - 5 / 60, 4]
    assert rows[2].data["noticed_at"] == (MONDAY + 10 * HOUR).isoformat()
    # Nobody owned it: half an hour later that was late. Taken, that clock stops; put back, there is another.
    assert ("breached", "time_to_own") in set(
        TicketEvent.objects.filter(ticket=ticket).values_list("kind", "data__metric")
    )
    actions.take(ticket, by=amara, at=MONDAY + 24 * HOUR)
    actions.assign(ticket, by=amara, to=None, at=MONDAY + 25 * HOUR)
    assert list(ticket.clocks.filter(metric="time_to_own").values_list("cycle", "state")) == [
        (1, "missed"), (2, "running"),
    ]  # fmt: skip
    actions.reply(ticket, by=amara, text="Sorry it took so long.", at=MONDAY + 25 * HOUR)
    actions.receive(ticket, by=dana, text="And now?", channel="email", at=MONDAY + 26 * HOUR)
    clock = ticket.clocks.get(metric="next_response")
    assert (clock.due_at, clock.next_warn_at) == (MONDAY + 27 * HOUR, MONDAY + 26.5 * HOUR)
    assert not check(ticket.pk, mend=False)


@pytest.mark.django_db
def test_killed_in_the_middle_the_next_watch_does_the_rest(due, monkeypatch):
    true_refresh, seen = clocks.refresh, []

    def dies_at_the_third(ticket, now):
        seen.append(ticket.pk)
        true_refresh(ticket, now)
        if len(seen) == 3:
            raise KeyboardInterrupt  # after writing, before its transaction ends

    monkeypatch.setattr(clocks, "refresh", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        watching.watch(MONDAY + 5 * HOUR)
    assert len(told("breached")) == 2
    monkeypatch.setattr(clocks, "refresh", true_refresh)
    watching.watch(MONDAY + 5 * HOUR)
    watching.watch(MONDAY + 5 * HOUR)
    assert sorted(told("breached")) == sorted((ticket.pk, "first_response") for ticket in due)


@pytest.mark.django_db(transaction=True)
def test_two_watchers_at_once_tell_everything_once(dana):
    team = Team.objects.create(name="Billing", slug="billing")
    set_hours("Office", OFFICE_HOURS, teams=(team,))
    set_policy("Standard", STANDARD_TERMS)
    promised.terms_of.cache_clear()
    promised.calendar_of.cache_clear()
    contender.cache_clear()
    tickets = [make_ticket(requester=dana, team=team, at=MONDAY).pk for _ in range(12)]

    def watch(_: int) -> None:
        try:
            watching.watch(MONDAY + 5 * HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(watch, range(4)))
    assert sorted(told("breached")) == [(number, "first_response") for number in tickets]
    assert not TicketClock.objects.filter(
        due_at__lt=timezone.now(), metric="first_response", breach_noticed_at=None
    )


@pytest.mark.django_db
def test_a_batch_is_not_the_end(due, monkeypatch):
    monkeypatch.setattr(watching, "BATCH", 2)
    assert watching.watch(MONDAY + 5 * HOUR) == 6
    assert len(told("breached")) == 6


@pytest.mark.django_db
def test_a_ticket_that_cannot_be_timed_hides_no_breach_of_the_others(due, caplog, monkeypatch):
    refresh = clocks.refresh

    def refresh_or_fail(ticket, now):
        assert ticket.pk != due[0].pk
        refresh(ticket, now)

    monkeypatch.setattr(clocks, "refresh", refresh_or_fail)
    watching.watch(MONDAY + 30 * HOUR)
    late = {number for number, metric in told("breached") if metric == "first_response"}
    assert late == {each.pk for each in due[1:]}
    assert f"ticket {due[0].pk}" in caplog.text


@pytest.mark.django_db
def test_a_ticket_that_cannot_be_timed_is_tried_once_a_tick(due, monkeypatch):
    """It has a warning and a breach that are due, and clocks in two pages."""
    tried = []

    def fails(ticket, now):
        tried.append(ticket.pk)
        raise RuntimeError("this log cannot be read")

    monkeypatch.setattr(clocks, "refresh", fails)
    monkeypatch.setattr(watching, "BATCH", 2)
    assert watching.watch(MONDAY + 30 * HOUR) == 0
    assert sorted(tried) == [ticket.pk for ticket in due]
    watching.watch(MONDAY + 30 * HOUR)
    assert len(tried) == 2 * len(due)


@pytest.mark.django_db
def test_an_event_that_cannot_be_announced_holds_up_no_news(due, settings, caplog, monkeypatch):
    settings.TICKET_LISTENERS = ["tests.tickets.test_watch.hear_or_fail"]
    FAILS[:] = [due[0].pk]
    monkeypatch.setattr(queries, "FORGOTTEN_AFTER", -HOUR)
    announce_forgotten()
    untold = TicketEvent.objects.filter(announced_at=None)
    assert set(untold.values_list("ticket_id", flat=True)) == {due[0].pk}


FAILS: list = []


def hear_or_fail(event):
    if event.ticket_id in FAILS:
        raise RuntimeError("this listener fails")
