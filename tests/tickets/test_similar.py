"""The card of what was solved before: near first, with its answer, and nothing that is another team's."""

import pytest
from django.urls import reverse

from customers.actions import welcome_contact
from tests.factories import make_ticket
from tickets.actions import merge, move, reply
from tickets.similar import house_of, similar_to

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def solved(team, who, subject, by, text="Paid back today."):
    ticket = make_ticket(requester=who, team=team, subject=subject)
    reply(ticket, by=by, text=text, then="solve")
    return ticket


def subjects(found):
    return [one.ticket.subject for one in found]


def test_what_was_solved_under_a_like_subject_with_its_answer(ticket, billing, eve, amara):
    solved(billing, eve, "Refund of an order not received", amara, "We sent it to the wrong account.")
    solved(billing, eve, "Printer on fire", amara)
    make_ticket(requester=eve, team=billing, subject="Refund not received, still open")
    found = similar_to(amara, ticket)
    assert subjects(found) == ["Refund of an order not received"]
    assert found[0].answer == "We sent it to the wrong account."


def test_of_equals_those_of_the_same_house_come_first(ticket, billing, dana, eve, amara):
    solved(billing, eve, "Refund not received", amara)
    solved(billing, dana, "Refund not received", amara)
    solved(billing, eve, "Refund not received", amara)
    found = similar_to(amara, ticket)
    assert [one.same_house for one in found] == [True, False, False]


def test_another_teams_are_not_there(ticket, network, eve, amara, nora, mona):
    solved(network, eve, "Refund not received", mona, "A secret of Network's.")
    assert similar_to(amara, ticket) == []
    assert subjects(similar_to(mona, ticket)) == ["Refund not received"]


def test_the_house_without_the_customers_own_and_without_other_teams(ticket, billing, network, dana, amara):
    colleague = welcome_contact(address="otto@okafor.example", organisation=dana.organisation)
    ours = make_ticket(requester=colleague, team=billing, subject="Otto's")
    make_ticket(requester=colleague, team=network, subject="Otto's of Network")
    make_ticket(requester=dana, team=billing, subject="Her own")
    gone = make_ticket(requester=colleague, team=billing, subject="Merged")
    merge(gone, by=amara, into=ours)
    assert house_of(amara, ticket) == [ours]


def test_the_card_comes_after_the_page(client, ticket, billing, eve, amara, nora):
    solved(billing, eve, "Refund <b>not</b> received", amara, "It <i>was</i> sent.")
    client.force_login(amara)
    url = reverse("tickets:similar", args=[ticket.pk])
    assert f'hx-get="{url}"' in client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    card = client.get(url, headers=HTMX).content.decode()
    assert "It &lt;i&gt;was&lt;/i&gt; sent." in card
    assert client.get(url).status_code == 302
    client.force_login(nora)
    assert client.get(url, headers=HTMX).status_code == 404


@pytest.mark.parametrize("subject", ["a b c", "???", '"" OR -', "🚀🚀", "x" * 500, "refund:open tag:x"])
def test_any_subject_finds_something_or_nothing(billing, dana, amara, subject):
    ticket = make_ticket(requester=dana, team=billing, subject=subject)
    assert similar_to(amara, ticket) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_with_more_rows(
    client, ticket, billing, eve, amara, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        move(solved(billing, eve, "Refund not received", amara), "close", by=amara)
    client.force_login(amara)
    with django_assert_max_num_queries(18):
        client.get(reverse("tickets:similar", args=[ticket.pk]), headers=HTMX)
