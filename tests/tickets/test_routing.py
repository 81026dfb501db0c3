"""Tickets get somebody who is there, and it is said why they; what finds nobody waits, and says so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staff.duty import note_here
from tests.factories import make_ticket
from tickets.actions import assign
from tickets.actions.routing import route
from tickets.choices import EventKind, Occasion
from tickets.models import TeamRouting
from tickets.routing import Rule
from tickets.routing_watch import route_one, route_waiting


@pytest.fixture
def by_load(billing):
    return TeamRouting.objects.create(team=billing, strategy="load")


@pytest.fixture
def here(amara, ben):
    note_here(amara)
    note_here(ben)


def test_a_team_without_terms_takes_by_hand_and_nothing_is_written(ticket, amara, here):
    before = ticket.events.count()
    choice = route(ticket, by=amara)
    assert (choice.person, choice.rule) == (None, Rule.BY_HAND)
    assert route_one(ticket.pk, Occasion.OPENED) is False
    assert route_waiting() == 0
    assert ticket.events.count() == before


def test_it_goes_to_whoever_has_least_and_the_history_says_why(
    ticket, by_load, here, amara, ben, eve, billing
):
    assign(make_ticket(requester=eve, team=billing), by=amara, to=amara)
    assert route_one(ticket.pk, Occasion.OPENED) is True
    ticket.refresh_from_db()
    assert ticket.assignee == ben
    assert ticket.state == "open"
    event = ticket.events.get(kind=EventKind.ROUTED)
    assert (event.data["to"], event.data["rule"], event.data["occasion"]) == (ben.pk, "team", "opened")
    assert [row[0] for row in event.data["said"]] == [ben.pk, amara.pk]
    assert all(row[1] or row[2] for row in event.data["said"])
    assert route_one(ticket.pk, Occasion.OPENED) is False


def test_nobody_there_it_waits_and_that_is_said_once(ticket, by_load, amara, ben):
    assert route_waiting() == 0
    assert route_waiting() == 0
    event = ticket.events.get(kind=EventKind.ROUTED)
    assert (event.data["to"], event.data["rule"]) == (None, "waits")
    note_here(amara)
    assert route_waiting() == 1
    ticket.refresh_from_db()
    assert ticket.assignee == amara


def test_who_may_not_assign_is_refused(ticket, by_load, here, amara):
    amara.is_active = False
    with pytest.raises(PermissionDenied):
        route(ticket, by=amara)


def test_the_page_says_why_to_those_who_see_the_ticket(client, ticket, by_load, here, amara, ben, nora):
    route(ticket)
    client.force_login(ben)
    whole = client.get(f"/tickets/{ticket.pk}/routing/").content.decode()
    card = client.get(f"/tickets/{ticket.pk}/routing/", headers={"HX-Request": "true"}).content.decode()
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    for said in (whole, card):
        assert "On shift, with all that it needs." in said
        assert "6 % of what they can hold" in said
    assert "Routed to" in page
    assert 'id="routed"' in page
    client.force_login(nora)
    assert client.get(f"/tickets/{ticket.pk}/routing/").status_code == 404
    assert client.post(f"/tickets/{ticket.pk}/routing/").status_code == 404


def test_looking_again_by_hand(client, ticket, by_load, amara):
    client.force_login(amara)
    answer = client.post(f"/tickets/{ticket.pk}/routing/", follow=True)
    assert "Nobody can take it yet." in answer.content.decode()
    note_here(amara)
    client.post(f"/tickets/{ticket.pk}/routing/")
    ticket.refresh_from_db()
    assert ticket.assignee == amara
    answer = client.post(f"/tickets/{ticket.pk}/routing/", follow=True)
    assert "Somebody has it already." in answer.content.decode()


def test_many_cost_little_more_than_one_and_what_waits_nothing(billing, by_load, here, eve, dana):
    """Who is there is read once, each ticket that finds somebody costs what giving it costs."""
    make_ticket(requester=eve, team=billing)
    with CaptureQueriesContext(connection) as one:
        assert route_waiting() == 1
    for requester in (eve, dana, eve):
        make_ticket(requester=requester, team=billing)
    with CaptureQueriesContext(connection) as three:
        assert route_waiting() == 3
    each = (len(three) - len(one)) / 2
    assert len(one) <= 44
    assert each <= 16
    by_load.capacity_minutes = 15
    by_load.save()
    for requester in (eve, dana, eve):
        make_ticket(requester=requester, team=billing)
    route_waiting()
    with CaptureQueriesContext(connection) as waits:
        assert route_waiting() == 0
    assert len(waits) <= 28


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_ticket_once(billing, by_load, here, eve):
    tickets = [make_ticket(requester=eve, team=billing) for _ in range(4)]

    def work(_number):
        try:
            return route_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(work, range(4)))
    assert sum(given) == 4
    for ticket in tickets:
        assert ticket.events.filter(kind=EventKind.ASSIGNED).count() == 1
        assert ticket.events.filter(kind=EventKind.ROUTED).count() == 1


def test_a_ticket_that_changed_hands_since_says_so(client, ticket, by_load, here, amara, ben):
    route(ticket)
    ticket.refresh_from_db()
    other = ben if ticket.assignee == amara else amara
    client.force_login(other)
    url = f"/tickets/{ticket.pk}/routing/"
    assert "It has changed hands since." not in client.get(url).content.decode()
    assign(ticket, by=amara, to=other)
    assert "It has changed hands since." in client.get(url).content.decode()
    assign(ticket, by=amara, to=None)
    assert "After 30 minutes of opening hours" in client.get(url).content.decode()
