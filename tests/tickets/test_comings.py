"""The rows of a list say who is at each ticket just now, as long as they are, to those who may see it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_ticket
from tickets import actions, presence
from tickets import listing as listing_module
from tickets.comings import as_told, held
from tickets.models import Presence

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _one_long_minute(monkeypatch):
    monkeypatch.setattr(listing_module, "REFRESHED_EVERY", 10**10)


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def listed(client, **query):
    return client.get("/inbox/", {"view": "all", **query})


def pulse(client, page, **more):
    listing = page.context["listing"]
    known = {"known": listing.mark} if listing.is_live else {}
    told = {"present": listing.present, **known, **more}
    return client.get("/inbox/pulse/", {**listing.choice.query, **told}, headers=HTMX)


@pytest.mark.parametrize("query", [{}, {"q": "refund"}])
def test_a_colleague_comes_writes_and_goes(as_amara, ticket, ben, query):
    page = listed(as_amara, **query)
    assert f'<span class="present" id="here-{ticket.pk}"></span>' in page.content.decode()
    assert pulse(as_amara, page, **query).status_code == 204
    presence.look(ben, ticket.pk)
    answer = pulse(as_amara, page, **query)
    assert answer["HX-Reswap"] == "none"
    assert "Ben Lepik is looking at this ticket." in answer.content.decode()
    page = listed(as_amara, **query)
    assert "Ben Lepik is looking" in page.content.decode()
    assert pulse(as_amara, page, **query).status_code == 204

    actions.save_draft(ticket, by=ben, kind="note", text="Finance")
    said = pulse(as_amara, page, **query).content.decode()
    assert "Ben Lepik is writing a note." in said
    assert "is looking" not in said

    page = listed(as_amara, **query)
    long_ago = timezone.now() - datetime.timedelta(minutes=1)
    Presence.objects.update(at=long_ago)
    ticket.drafts.update(saved_at=long_ago)
    gone = pulse(as_amara, page, **query).content.decode()
    assert f'id="here-{ticket.pk}" hx-swap-oob="true"></span>' in gone


def test_who_went_while_something_else_happened_goes_as_well(as_amara, ticket, ben, network, eve):
    page = listed(as_amara)
    make_ticket(requester=eve, team=network, subject="Not for Billing")
    answer = pulse(as_amara, page, present=f"{ticket.pk}:{ben.pk}l").content.decode()
    assert f'id="here-{ticket.pk}" hx-swap-oob="true"></span>' in answer
    assert f'value="{ticket.pk}" hx-swap-oob' in answer


def test_own_looking_is_not_told_nor_that_of_who_left_the_house(as_amara, ticket, amara, ben):
    page = listed(as_amara)
    presence.look(amara, ticket.pk)
    presence.look(ben, ticket.pk)
    ben.is_active = False
    ben.save()
    assert pulse(as_amara, page).status_code == 204


def test_an_agent_of_another_team_learns_nothing(client, ticket, ben, nora):
    presence.look(ben, ticket.pk)
    client.force_login(nora)
    page = listed(client)
    assert pulse(client, page, present=str(ticket.pk)).status_code == 204


@pytest.mark.parametrize("present", ["x", "1:<b>", ",,,", "9" * 40, "1:" + "l" * 999, "é" * 300, "\x00"])
def test_a_strange_word_about_who_is_there_is_left_alone(as_amara, ticket, present):
    assert pulse(as_amara, listed(as_amara), present=present).status_code == 204


def test_what_a_page_holds_is_read_as_it_was_written():
    people = {7: [presence.Person(12, "Ben", presence.LOOKS), presence.Person(3, "Cleo", presence.ANSWERS)]}
    assert as_told([5, 7], people) == "5,7:3a-12l"
    assert held("5,7:3a-12l") == {5: "", 7: "3a-12l"}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_statement_however_many_rows(
    as_amara, billing, dana, ben, django_assert_num_queries, rows
):
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(rows)]
    page = listed(as_amara)
    with django_assert_num_queries(4):  # session, reader, stamp, who is there
        assert pulse(as_amara, page).status_code == 204
    for one in tickets:
        presence.look(ben, one.pk)
    with django_assert_num_queries(5):  # and which of them are the reader's
        assert pulse(as_amara, page).status_code == 200
    as_amara.logout()
    other = Client()
    other.force_login(ben)
    listed(other)
    with django_assert_num_queries(8):  # session, user, saved views, stamp, rows, here, two for the sidebar
        listed(other)
