"""“My requests”: a letter lets one customer in, once."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from customers.models import Organisation
from outbox.models import Letter
from tests.factories import make_ticket


def ask(client, email="dana@okafor.example"):
    return client.post(reverse("portal:enter"), {"email": email})


def link() -> str:
    return re.search(rf"{re.escape(django_settings.BASE_URL)}(\S+)", Letter.objects.latest("pk").text)[1]


@pytest.fixture
def inside(client, dana):
    """Dana, in by her letter."""
    ask(client)
    client.post(link())
    return client


def test_dana_gets_in_once_by_her_letter(client, dana, ticket):
    ask(client, "Dana@Okafor.example")
    letter = Letter.objects.get()
    assert letter.to == ['"Dana Okafor" <dana@okafor.example>']
    assert link() in letter.html
    before = client.session.session_key
    assert "Open my requests" in client.get(link()).content.decode()
    assert client.get(link()).status_code == 200  # looking does not use it up
    assert client.post(link()).headers["Location"] == reverse("portal:mine")
    assert client.session.session_key != before
    html = client.get(reverse("portal:mine")).content.decode()
    assert ticket.subject in html
    assert f"#{ticket.number}" not in html
    client.post(reverse("portal:leave"))
    assert client.get(reverse("portal:mine")).status_code == 302
    assert client.post(link()).status_code == 410
    assert client.get(reverse("portal:mine")).status_code == 302


def test_the_answer_is_the_same_for_everybody(client, dana):
    known, unknown = ask(client), ask(client, "xana@okafor.example")
    assert known.status_code == unknown.status_code == 200
    same = [
        re.sub(rb"[dx]ana@|x-csrftoken[^}]*|csrf[^>]*value=\"[^\"]*\"", b"", one.content)
        for one in (known, unknown)
    ]
    assert same[0] == same[1]
    assert Letter.objects.count() == 1


def test_the_link_lives_for_half_an_hour(client, dana):
    ask(client)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31)):
        assert client.get(link()).status_code == 410
        assert client.post(link()).status_code == 410


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 32 + ":forged", "a:b:c"])
def test_forged_links_let_nobody_in(client, dana, token):
    assert client.post(reverse("portal:entered", args=[token])).status_code == 410
    assert client.get(reverse("portal:mine")).status_code == 302


def test_the_visit_ends_by_itself(inside):
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=13)):
        assert inside.get(reverse("portal:mine")).status_code == 302


def test_she_opens_her_own_and_nobody_elses(inside, ticket, eve, billing):
    response = inside.get(reverse("portal:own", args=[ticket.reference]), follow=True)
    assert "Where is my refund?" in response.content.decode()
    hers = make_ticket(requester=eve, team=billing, subject="Eves secret")
    assert "Eves secret" not in inside.get(reverse("portal:mine")).content.decode()
    assert inside.get(reverse("portal:own", args=[hers.reference])).status_code == 404


def test_colleagues_only_if_the_organisation_shares(inside, dana, eve, billing):
    make_ticket(requester=eve, team=billing, subject="Of a colleague")
    eve.organisation = dana.organisation
    eve.save()
    assert "Of a colleague" not in inside.get(reverse("portal:mine")).content.decode()
    Organisation.objects.filter(pk=dana.organisation_id).update(shares_tickets=True)
    assert "Of a colleague" in inside.get(reverse("portal:mine")).content.decode()


def test_the_form_knows_who_is_inside(inside, billing):
    assert "dana@okafor.example" in inside.get(reverse("portal:home")).content.decode()


def test_bad_addresses(client, db):
    for bad in ("", "dana@", "a\x00@b.example", "x" * 100_000):
        assert ask(client, bad).status_code == 422


def test_asking_again_and_again_has_to_wait(client, dana):
    for i in range(5):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{i}"
        ask(client)
    client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    assert ask(client).status_code == 429
    assert Letter.objects.count() == 5


def test_inside_is_not_staff(inside):
    assert inside.get(reverse("tickets:inbox")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_few_statements(inside, dana, billing, count, django_assert_num_queries):
    for i in range(count):
        make_ticket(requester=dana, team=billing, subject=f"Question {i}")
    with django_assert_num_queries(4):
        inside.get(reverse("portal:mine"))
