"""The type and the fields on the ticket's page: filled in, refused, not shown to whom it is none of."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.tickets.test_field_values import make_field, make_type
from tickets import actions

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def order(mona):
    return make_field(mona, required="solving")


@pytest.fixture
def url(ticket):
    return reverse("tickets:fields", args=[ticket.pk])


def page(desk, ticket) -> str:
    return desk.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()


def test_without_fields_and_types_nothing_of_it_is_shown(desk, ticket):
    shown = page(desk, ticket)
    assert 'id="fields" aria-label="Fields" hidden' in shown
    assert 'id="type"' not in shown


def test_what_is_filled_in_stands_in_the_details(desk, ticket, order, url):
    assert "needed to solve" in page(desk, ticket)
    form = desk.get(url, headers=HTMX).content.decode()
    assert 'name="cf-order"' in form
    assert "<html" not in form
    answer = desk.post(url, {"cf-order": "R-17", "seen": json.dumps({"order": None})}, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Reswap"] == "innerHTML"
    assert "R-17" in answer.content.decode()
    shown = page(desk, ticket)
    assert "needed to solve" not in shown
    assert "R-17" in shown


def test_without_scripts_it_is_a_page_and_comes_back(desk, ticket, order, url):
    assert "<html" in desk.get(url).content.decode()
    assert desk.post(url, {"cf-order": "R-17"}).url == reverse("tickets:ticket", args=[ticket.pk])
    ticket.refresh_from_db()
    assert ticket.custom == {"order": "R-17"}


def test_what_is_wrong_is_said_beside_its_field_and_kept(desk, ticket, mona, url):
    make_field(mona, "Size", "number")
    answer = desk.post(url, {"cf-size": "big"}, headers=HTMX)
    assert answer.status_code == 422
    assert "“big” is no number" in answer.content.decode()
    assert 'value="big"' in answer.content.decode()


def test_a_colleague_who_was_quicker_is_not_overwritten(desk, ticket, ben, order, url):
    actions.set_fields(ticket, by=ben, values={"order": "R-18"})
    answer = desk.post(url, {"cf-order": "R-17", "seen": json.dumps({"order": None})}, headers=HTMX)
    assert answer.status_code == 422
    assert "now says “R-18”" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.custom == {"order": "R-18"}


@pytest.mark.parametrize("seen", ["", "[]", "nonsense", "{"])
def test_a_form_that_saw_nothing_only_fills_what_is_empty(desk, ticket, order, url, seen):
    assert desk.post(url, {"cf-order": "R-17", "seen": seen}).status_code == 302


def test_a_move_that_is_not_ready_says_what_to_fill_in(desk, ticket, order):
    move = reverse("tickets:move", args=[ticket.pk, "solve"])
    answer = desk.post(move, headers=HTMX)
    assert answer.status_code == 422
    assert "It cannot be solved yet. Fill in: Order." in answer.content.decode()
    seen = ticket.messages.get().pk
    write = {"kind": "reply", "text": "Done", "to": "dana@okafor.example", "then": "solve", "seen": seen}
    answer = desk.post(reverse("tickets:write", args=[ticket.pk]), write, headers=HTMX)
    assert "Fill in: Order." in answer.content.decode()
    bulk = desk.post(reverse("tickets:bulk"), {"do": "move:solve", "ticket": [ticket.pk]}, headers=HTMX)
    assert "Fill in: Order." in bulk.content.decode()
    ticket.refresh_from_db()
    assert ticket.state == "new"


def test_the_type_is_chosen_in_the_details(desk, ticket, mona):
    refund = make_type(mona)
    make_field(mona, "Amount", "number", types=[refund])
    url = reverse("tickets:set_type", args=[ticket.pk])
    assert "Amount" not in page(desk, ticket)
    assert "Type: Refund." in desk.post(url, {"type": refund.pk}, headers=HTMX).content.decode()
    assert "Amount" in page(desk, ticket)
    assert desk.post(url, {"type": "999"}, headers=HTMX).status_code == 422
    assert "No type." in desk.post(url, {"type": ""}, headers=HTMX).content.decode()


def test_what_another_type_left_is_kept_and_said_to_be(desk, ticket, amara, mona):
    refund = make_type(mona)
    make_field(mona, "Amount", "number", types=[refund])
    actions.set_type(ticket, by=amara, to=refund)
    actions.set_fields(ticket, by=amara, values={"amount": "12.5"})
    actions.set_type(ticket, by=amara, to=None)
    shown = page(desk, ticket)
    assert "Kept from another type" in shown
    assert "12.5" in shown


def test_a_colleague_of_another_team_finds_none_of_it(client, nora, ticket, order, url):
    client.force_login(nora)
    for address in (url, reverse("tickets:set_type", args=[ticket.pk])):
        assert client.post(address, {"cf-order": "R-17"}).status_code == 404
    assert client.get(url).status_code == 404


def test_fields_cost_the_page_no_statement_more(desk, ticket, amara, mona, django_assert_num_queries, order):
    page(desk, ticket)
    actions.set_fields(ticket, by=amara, values={"order": "R-17"})
    with CaptureQueriesContext(connection) as one:
        page(desk, ticket)
    for name in ("Size", "Colour"):
        make_field(mona, name)
        make_type(mona, name)
    with django_assert_num_queries(len(one)):
        page(desk, ticket)
