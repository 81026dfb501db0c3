"""What customers are told of our promises: by when they hear from us, on their clock; nothing internal."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.models import Contact
from mail.letters import send_confirmation
from sla.actions import set_policy
from tests.factories import make_ticket
from tests.sla.test_matching import terms
from tickets.access import link_for, token_of
from tickets.actions import receive, reply
from tickets.queries import answer_due, zone_of

pytestmark = pytest.mark.django_db
SAYS = "You will hear from us by"


def page(client, ticket, dana) -> str:
    return client.get(reverse("portal:ticket", args=[token_of(link_for(ticket, dana))])).content.decode()


def test_the_confirmation_says_by_when_in_the_customers_time_and_language(billing, dana):
    set_policy("Any", terms(60 * 24 * 30, hours="calendar"))
    Contact.objects.filter(pk=dana.pk).update(time_zone="America/New_York", language="et")
    dana.refresh_from_db()
    at = datetime.datetime.now(datetime.UTC).replace(hour=18, minute=30, second=0, microsecond=0)
    at -= datetime.timedelta(days=1)
    ticket = make_ticket(requester=dana, team=billing, at=at)
    letter = send_confirmation(ticket.first_message)
    due = at + datetime.timedelta(days=30)
    assert f"{due.astimezone(ZoneInfo('America/New_York')):%H:%M} (America/New_York)" in letter.text
    assert "(America/New_York)" in letter.html


def test_a_late_or_an_internal_promise_is_in_no_letter(billing, network, dana):
    set_policy("Inside", terms(60 * 24 * 30, hours="calendar"), audience="internal", team=network)
    set_policy("Any", terms(60), team=billing)
    past = timezone.now() - datetime.timedelta(days=30)
    late = make_ticket(requester=dana, team=billing, at=past)
    inside = make_ticket(requester=dana, team=network)
    for ticket in (late, inside):
        assert SAYS not in send_confirmation(ticket.first_message).text
    assert inside.clocks.get().audience == "internal"
    assert answer_due(inside) is None


def test_the_next_answer_is_promised_too(client, promises, billing, dana, amara):
    at = timezone.now() - datetime.timedelta(hours=1)
    set_policy(
        "Standard",
        {
            "priorities": {
                "normal": {m: {"minutes": 60 * 24 * 9} for m in ("first_response", "next_response")}
            }
        },
    )
    ticket = make_ticket(requester=dana, team=billing, at=at)
    assert SAYS in page(client, ticket, dana)
    reply(ticket, by=amara, text="Hello")
    assert SAYS not in page(client, ticket, dana)
    receive(ticket, by=dana, text="And now?", channel="email")
    assert SAYS in page(client, ticket, dana)


def test_without_a_zone_of_their_own_it_is_the_teams(client, promises, billing, network, dana, settings):
    assert dana.time_zone == ""
    ticket = make_ticket(requester=dana, team=billing)
    assert ">Europe/Tallinn<" in page(client, ticket, dana)
    assert zone_of(make_ticket(requester=dana, team=network), dana) == settings.TIME_ZONE
    Contact.objects.filter(pk=dana.pk).update(time_zone="Asia/Tokyo")
    assert ">Asia/Tokyo<" in page(client, ticket, dana)
