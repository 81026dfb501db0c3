"""Tickets get somebody who is there, and it is said why they; what finds nobody waits, and says so."""

import pytest
from django.core.exceptions import PermissionDenied

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
