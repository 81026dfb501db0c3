"""Lists behind numbers: answers that were not delivered, jobs that wait, who was not asked how it was."""

import json
import re

import pytest
from django.urls import reverse

from helpdesk import health
from mail.surveys import ask_due
from outbox.actions import queue
from outbox.models import Letter
from tests.factories import make_ticket
from tests.surveys.ground import make_due, solve, switch_on
from tickets.actions import attach_letter, reply

pytestmark = pytest.mark.django_db
UNDELIVERED, JOBS = reverse("reports:undelivered"), reverse("reports:jobs")


def failed(team, requester, by, key, state="failed"):
    ticket = make_ticket(requester=requester, team=team, subject=f"About {key}")
    answer = reply(ticket, by=by, text="Here.")
    letter = queue(key=key, kind="answer", to=["dana@okafor.example"], subject="Re", text="Here.")
    attach_letter(answer, letter)
    Letter.objects.filter(pk=letter.pk).update(state=state, problem="550 <no> such user")


@pytest.fixture
def letters(billing, network, amara, nora, dana, eve):
    failed(billing, dana, amara, "a bill")
    failed(billing, dana, amara, "a suppressed one", "suppressed")
    failed(billing, dana, amara, "one that waits", "queued")
    failed(network, eve, nora, "a node")


def test_who_reads_the_board_finds_those_of_their_teams(client, letters, mona, cleo):
    for reader, n in ((mona, 3), (cleo, 2)):
        client.force_login(reader)
        board = client.get(reverse("reports:now")).content.decode()
        assert f'id="letters-failed" href="{UNDELIVERED}">{n}<' in board
        html = client.get(UNDELIVERED).content.decode()
        assert html.count('<tr id="undelivered-') == n
        assert ("About a node" in html) is (reader == mona)
        assert "550 &lt;no&gt; such user" in html
        assert "one that waits" not in html


def test_agents_find_neither_and_leads_no_jobs(client, letters, amara, cleo):
    client.force_login(amara)
    assert [client.get(url).status_code for url in (UNDELIVERED, JOBS)] == [404, 404]
    client.force_login(cleo)
    assert client.get(JOBS).status_code == 404
    client.logout()
    assert [client.get(url).status_code for url in (UNDELIVERED, JOBS)] == [302, 302]


def test_when_all_arrived_it_says_so(client, mona):
    client.force_login(mona)
    assert "Every answer was delivered" in client.get(UNDELIVERED).content.decode()


def test_as_many_statements_however_many_were_not_delivered(
    client, cleo, billing, amara, dana, django_assert_num_queries
):
    failed(billing, dana, amara, "one")
    client.force_login(cleo)
    client.get(UNDELIVERED)
    with django_assert_num_queries(5):
        client.get(UNDELIVERED)
    for n in range(2):
        failed(billing, dana, amara, f"more {n}")
    with django_assert_num_queries(5):
        client.get(UNDELIVERED)


@pytest.fixture
def waiting():
    """Three jobs, as Celery leaves them: the newest in front."""
    names = ["tickets.tasks.announce", "mail.tasks.handle_pending", "outbox.tasks.deliver_due"]
    with health._redis() as client:
        for name in names:
            client.lpush("celery", json.dumps({"headers": {"task": name}, "body": ""}))
        yield names
        client.ltrim("celery", len(names), -1)


def test_jobs_stand_in_their_order_and_are_as_many_as_the_board_says(client, waiting, mona):
    client.force_login(mona)
    board = client.get(reverse("reports:now")).content.decode()
    assert f'href="{JOBS}?of=worker">3 waiting<' in board
    html = client.get(JOBS, {"of": "worker"}).content.decode()
    places = [html.index(name) for name in waiting]
    assert places == sorted(places)
    assert html.count('<li class="job') == 3
    assert health.jobs("worker", 2) == waiting[:2]
    assert "No job waits" in client.get(JOBS, {"of": "letters"}).content.decode()
    assert client.get(JOBS, {"of": "x"}).content.decode().count('<li class="job') == 3


def test_a_silent_redis_is_said(client, mona, monkeypatch):
    monkeypatch.setattr("helpdesk.health.jobs", lambda name, most: None)
    client.force_login(mona)
    assert "Redis does not answer" in client.get(JOBS).content.decode()


def unasked(team, requester, by, many) -> None:
    switch_on(team)
    for n in range(many):
        ticket = make_ticket(requester=requester, team=team, subject=f"Unanswered {n}")
        solve(ticket, by, answered=False)
    make_due()
    assert ask_due() == 0


def test_who_was_not_asked_is_listed_by_why(client, billing, dana, amara, mona, cleo):
    unasked(billing, dana, amara, 2)
    client.force_login(mona)
    html = client.get(reverse("reports:satisfaction"), {"days": 30}).content.decode()
    found = re.search(r'href="(/board/satisfaction/not-asked/[^"]+)"[^>]*>(\d+)<', html)
    link = found[1].replace("&amp;", "&")
    assert (link, found[2]) == ("/board/satisfaction/not-asked/?days=30&why=no_answer", "2")
    html = client.get(link).content.decode()
    assert html.count('<tr class="unasked"') == 2
    assert "Unanswered 1" in html
    client.force_login(cleo)
    assert client.get(link).status_code == 404
    assert "not-asked" not in client.get(reverse("reports:satisfaction")).content.decode()


@pytest.mark.parametrize("query", ["", "why=no_answer", "why=x&days=30", "why=no_answer&days=31", "days=30"])
def test_without_a_reason_nobody_is_listed(client, mona, query):
    client.force_login(mona)
    assert client.get(f"{reverse('reports:not_asked')}?{query}").status_code == 404


def test_as_many_statements_however_many_were_not_asked(
    client, billing, dana, amara, mona, django_assert_num_queries
):
    asked = {"days": 7, "why": "no_answer"}
    client.force_login(mona)
    for many in (1, 2):
        unasked(billing, dana, amara, many)
        client.get(reverse("reports:not_asked"), asked)
        with django_assert_num_queries(6):
            client.get(reverse("reports:not_asked"), asked)
