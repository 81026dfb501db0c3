"""The public form asks for what the chosen type needs; the customer's page shows what is theirs to see."""

import pytest
from django.urls import reverse

from tests.tickets.test_field_values import make_field, make_type
from tickets import actions
from tickets.access import link_for, token_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOME = "/help/"


@pytest.fixture
def refund(mona, billing):
    kind = make_type(mona, help="You paid too much", offered=True, team=billing, priority="high")
    make_field(mona, "Order", required="opening", shown="write", types=[kind])
    make_field(mona, "Inner code", required="opening", types=[kind])
    return kind


@pytest.fixture
def question(mona):
    return make_type(mona, "Question", offered=True)


def test_the_form_asks_by_type_without_scripts(client, fill_in, refund, question, network):
    page = client.get(HOME).content.decode()
    assert "Refund – You paid too much" in page
    assert "Order" not in page
    assert 'name="team"' in page
    shown = client.post(HOME, {**fill_in(), "type": refund.pk, "more": "1"}).content.decode()
    assert 'name="cf-order"' in shown
    assert "Inner code" not in shown
    assert 'name="team"' not in shown  # the type knows its team
    assert "The modem blinks red." in shown
    answer = client.post(HOME, {**fill_in(), "type": refund.pk})
    assert answer.status_code == 422
    assert "“Order” is needed." in answer.content.decode()
    assert not Ticket.objects.exists()
    client.post(HOME, {**fill_in(), "type": refund.pk, "cf-order": "R-17"})
    ticket = Ticket.objects.get()
    assert (ticket.type, ticket.custom, ticket.team, ticket.priority) == (
        refund, {"order": "R-17"}, refund.team, "high",
    )  # fmt: skip


def test_the_part_that_scripts_fetch_keeps_what_was_typed(client, refund):
    part = client.post(reverse("portal:fields"), {"type": refund.pk, "cf-order": "R-1"}).content.decode()
    assert 'value="R-1"' in part
    assert "<html" not in part
    assert "is needed" not in part


def test_a_type_that_is_not_offered_is_no_choice(client, fill_in, mona, question):
    hidden = make_type(mona, "Problem")
    assert "Problem" not in client.get(HOME).content.decode()
    assert client.post(HOME, {**fill_in(), "type": hidden.pk}).status_code == 422
    assert client.post(HOME, fill_in()).status_code == 422  # with types, one is chosen
    assert not Ticket.objects.exists()


def test_a_customer_fills_in_nothing_that_is_not_asked(client, fill_in, mona):
    make_field(mona, "Inner code")
    client.post(HOME, {**fill_in(), "cf-inner_code": "42"})
    assert Ticket.objects.get().custom == {}


def test_the_customer_sees_what_is_theirs_to_see(client, ticket, dana, eve, amara, mona):
    make_field(mona, "Order", shown="read")
    make_field(mona, "Inner code")
    actions.set_fields(ticket, by=amara, values={"order": "R-17", "inner_code": "X-99"})
    token = token_of(link_for(ticket, dana))
    page = client.get(reverse("portal:ticket", args=[token])).content.decode()
    assert "R-17" in page
    assert "X-99" not in page
