import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.models import Contact
from tests.tickets.test_field_values import make_field, make_type
from tickets.models import Message, Ticket

NEW = "/tickets/new/"


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def said(**changes) -> dict:
    return {
        "customer": "", "address": "liis@example.com", "name": "Liis Kuusk", "team": "billing",
        "channel": "phone", "subject": "Wants her router back", "text": "She called about the router.",
        "priority": "high", "tags": "Router, vip", "assignee": "me", "happened_at": "", "key": "abc123",
    } | changes  # fmt: skip


def test_the_page_opens(as_amara, billing):
    response = as_amara.get(NEW)
    assert response.status_code == 200
    assert b'role="combobox"' in response.content


def test_a_call_becomes_a_ticket(as_amara, amara, billing):
    response = as_amara.post(NEW, said())
    ticket = Ticket.objects.get()
    assert response.status_code == 302
    assert response.url == f"/tickets/{ticket.number}/"
    assert (ticket.subject, ticket.team, ticket.assignee) == ("Wants her router back", billing, amara)
    assert (ticket.channel, ticket.priority, ticket.tags) == ("phone", "high", ["router", "vip"])
    assert ticket.requester.email == "liis@example.com"
    message = ticket.messages.get()
    assert message.contact == ticket.requester
    assert ticket.events.get(kind="opened").actor == amara


def test_for_a_known_customer(as_amara, ticket, dana):
    as_amara.post(NEW, said(customer=dana.pk, address="", name="", assignee=""))
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert new.requester == dana
    assert (new.assignee, new.state) == (None, "new")


def test_a_known_address_is_the_known_customer(as_amara, billing, dana):
    as_amara.post(NEW, said(address="DANA@okafor.example", name=""))
    assert Ticket.objects.get().requester == dana


def test_sent_twice_it_is_there_once(as_amara, billing):
    first, second = (as_amara.post(NEW, said()) for _ in range(2))
    assert first.url == second.url
    assert Ticket.objects.count() == Message.objects.count() == 1


def test_an_hour_ago_in_the_readers_zone(as_amara, amara, billing):
    asked = timezone.now().replace(second=0, microsecond=0) - datetime.timedelta(hours=1)
    local = asked.astimezone(datetime.UTC)
    amara.time_zone = "UTC"
    amara.save()
    as_amara.post(NEW, said(happened_at=f"{local:%Y-%m-%dT%H:%M}"))
    assert Ticket.objects.get().opened_at == asked


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": ""}, "customer"),
        ({"address": "not an address"}, "address"),
        ({"customer": "99999"}, "customer"),
        ({"customer": "x"}, "customer"),
        ({"customer": "99999999999999999999999"}, "customer"),
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 1_000_000}, "subject"),
        ({"text": ""}, "text"),
        ({"team": "network"}, "team"),
        ({"channel": "api"}, "channel"),
        ({"priority": "x"}, "priority"),
        ({"tags": "x" * 41}, "tags"),
        ({"happened_at": "2999-01-01T10:00"}, "happened_at"),
        ({"happened_at": "1999-01-01T10:00"}, "happened_at"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"assignee": "ben"}, "assignee"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    as_amara, billing, network, changes, field
):
    response = as_amara.post(NEW, said(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    if field != "text":
        assert "She called about the router." in page
    assert not Ticket.objects.exists()
    assert not Contact.objects.exists()


def test_scripts_in_every_field_stay_text(as_amara, billing):
    evil = '"><script>alert(1)</script>'
    response = as_amara.post(
        NEW, said(subject=evil, text=evil, tags=evil, name=evil, address=evil, customer=evil)
    )
    assert response.status_code == 422
    assert b"<script>alert" not in response.content


def test_visitors_and_strangers_are_refused(client, billing, nora):
    assert client.get(NEW).status_code == 302
    assert client.get("/tickets/new/customers/").status_code == 302
    client.force_login(nora)
    assert client.post(NEW, said()).status_code == 422
    assert not Ticket.objects.exists()


def test_customers_are_found_by_name_address_and_organisation(as_amara, dana, eve):
    for words in ("dana", "OKAFOR.example", "okafor design", "dan oka"):
        page = as_amara.get("/tickets/new/customers/", {"q": words}).content.decode()
        assert f'data-value="{dana.pk}"' in page
        assert f'data-value="{eve.pk}"' not in page
    assert b"Nobody like that" in as_amara.get("/tickets/new/customers/", {"q": "zz\x00'"}).content


def test_asked_twice_it_is_opened_only_all_the_same(as_amara, ticket, dana, network):
    given = said(customer=dana.pk, address="", name="", subject="refund NOT received", key="")
    answer = as_amara.post(NEW, given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Asked twice?" in page
    assert f"/tickets/{ticket.pk}/" in page
    assert given["text"] in page
    assert Ticket.objects.count() == 1
    assert as_amara.post(NEW, given | {"looked": "1"}).status_code == 302
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    "known", [{"customer": "{dana}"}, {"address": "DANA@okafor.example"}, {"address": "dana@okafor.example "}]
)
def test_the_form_warns_while_it_is_filled_in(as_amara, client, nora, ticket, dana, known):
    given = {name: value.format(dana=dana.pk) for name, value in known.items()}

    def told(**given) -> str:
        return client.get(f"{NEW}same/", given).content.decode().strip()

    assert f"/tickets/{ticket.pk}/" in told(**given, subject="Refund not received?")
    assert told(**given, subject="The router blinks") == ""
    assert told(customer="x", subject="Refund") == ""
    client.force_login(nora)  # what is another team's is not told
    assert told(**given, subject="Refund not received") == ""


def test_a_double_click_is_no_second_question(as_amara, billing, dana):
    given = said(customer=dana.pk, address="", name="")
    first, second = (as_amara.post(NEW, given) for _ in range(2))
    assert first.url == second.url


def test_a_new_ticket_asks_for_what_its_type_needs(client, amara, dana, billing, mona):
    refund = make_type(mona, team=billing, priority="high")
    make_field(mona, "Order", required="opening", types=[refund])
    client.force_login(amara)
    said = {
        "customer": dana.pk, "team": "billing", "channel": "phone", "subject": "Money", "text": "Back?",
        "type": refund.pk, "looked": "1",
    }  # fmt: skip
    url = reverse("tickets:new")
    assert "Order" not in client.get(url).content.decode()
    part = client.post(reverse("tickets:new_fields"), {**said, "cf-order": "R-1"}).content.decode()
    assert 'value="R-1"' in part
    assert 'id="team-of" hx-swap-oob' in part
    assert 'name="cf-order"' in client.post(url, {**said, "more": "1"}).content.decode()
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "“Order” is needed." in answer.content.decode()
    client.post(url, {**said, "cf-order": "R-17"})
    ticket = Ticket.objects.get()
    assert (ticket.type, ticket.custom, ticket.priority) == (refund, {"order": "R-17"}, "high")
