"""The pages of back-tests: who may see them, what they say, how much they ask of the database."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions import begin_backtest
from reports.backtests import backtesting
from reports.models import BacktestRun
from reports.views.backtests import DRAFT_KEY
from reports.words.showing import hours
from tests.factories import make_ticket
from tests.reports.test_backtest import HOUR, NOW, past, standard, stricter
from tickets.actions import reply

pytestmark = pytest.mark.django_db
__all__ = ["past"]
ALL = reverse("reports:backtest")


def made(mona, **options) -> BacktestRun:
    run = begin_backtest(by=mona, days=30, now=NOW, policy=standard(), terms=stricter(), **options)
    backtesting.work_off(run.pk)
    return run


def page_of(run) -> str:
    return reverse("reports:backtest_run", args=[run.pk])


def test_only_those_who_may_promise_see_them(client, past, amara, cleo, mona):
    run = made(mona)
    for person in (amara, cleo):
        client.force_login(person)
        for address in (ALL, page_of(run)):
            assert client.get(address).status_code == 404
        assert client.post(ALL, {"under": "was", "days": 60}).status_code == 404
    assert BacktestRun.objects.count() == 1


def test_it_is_asked_watched_and_read(client, past, mona):
    client.force_login(mona)
    page = client.get(ALL).content.decode()
    assert 'value="60"' in page
    days = min((timezone.now() - NOW).days + 20, 700) if timezone.now() > NOW else 30
    asked = client.post(ALL, {"under": str(standard().pk), "days": days})
    run = BacktestRun.objects.get()
    assert (asked["Location"], run.made_by, run.terms) == (
        page_of(run),
        mona,
        standard().versions.first().terms,
    )
    waiting = client.get(page_of(run)).content.decode()
    assert "Being replayed" in waiting
    assert "0 differences" not in waiting
    part = client.get(page_of(run), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    backtesting.work_off(run.pk)
    ended = client.get(page_of(run), headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "Replaying what was promised gives the stored timers: 0 differences" in ended.content.decode()


def test_the_newly_late_ones_link_to_their_tickets(client, past, mona):
    client.force_login(mona)
    page = client.get(page_of(made(mona))).content.decode()
    for ticket in past[1:]:
        assert reverse("tickets:ticket", args=[ticket.pk]) in page
    assert reverse("tickets:ticket", args=[past[0].pk]) not in page
    other = client.get(page_of(BacktestRun.objects.get()) + "?kind=no_longer_late").content.decode()
    assert "No promise of these tickets would have come out differently in this way." in other


def test_what_is_being_written_is_tried(client, past, mona):
    client.force_login(mona)
    session = client.session
    session[DRAFT_KEY] = {"policy": standard().pk, "name": "Stricter", "audience": "customer",
                          "terms": stricter(), "conditions": {}}  # fmt: skip
    session.save()
    assert "“Stricter” as it is being written" in client.get(ALL).content.decode()
    client.post(ALL, {"under": "draft", "days": 30})
    run = BacktestRun.objects.get()
    assert (run.name, run.terms, run.policy) == ("Stricter", stricter(), standard())


@pytest.mark.parametrize(
    "asked",
    [{"under": "draft", "days": 30}, {"under": "999999", "days": 30}, {"under": "was", "days": 0},
     {"under": "was", "days": "many"}],
)  # fmt: skip
def test_nonsense_is_refused(client, mona, asked):
    client.force_login(mona)
    assert client.post(ALL, asked).status_code == 422
    assert not BacktestRun.objects.exists()


def test_fifty_a_page(client, past, mona, amara):
    for _ in range(52):
        ticket = make_ticket(requester=past[0].requester, team=past[0].team, at=NOW - 48 * HOUR)
        reply(ticket, by=amara, text="Here.", at=NOW - 46 * HOUR)
    client.force_login(mona)
    address = page_of(made(mona))
    assert client.get(address).content.decode().count('class="mono">#') == 50
    assert client.get(address + "?page=2").content.decode().count('class="mono">#') == 4


@pytest.mark.parametrize("tickets", [1, 3])
def test_reading_costs_the_same_for_few_and_many(client, promises, billing, dana, mona, amara, tickets,
                                                 django_assert_num_queries):  # fmt: skip
    for n in range(tickets):
        ticket = make_ticket(requester=dana, team=billing, at=NOW - 48 * HOUR)
        reply(ticket, by=amara, text="Here.", at=NOW - 45 * HOUR + n * datetime.timedelta(minutes=1))
    run = made(mona)
    assert run.changes.count() == tickets
    client.force_login(mona)
    client.get(page_of(run))
    with django_assert_num_queries(8):
        client.get(page_of(run))


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(client, past, mona, runs, django_assert_num_queries):
    for _ in range(runs):
        made(mona)
    client.force_login(mona)
    client.get(ALL)
    with django_assert_num_queries(6):
        client.get(ALL)


def test_hours_are_rounded_and_not_cut_off():
    assert hours(131 * 8 * 60) == "17.5"
