"""Addresses that we no longer write to: seen and taken back by those who may."""

import pytest
from django.urls import reverse

from outbox.actions import suppress, suppressed
from outbox.choices import Why
from outbox.models import Suppression


@pytest.fixture
def gone(db):
    return suppress("gone@okafor.example", "5.1.1 <b>no such user</b>", why=Why.BOUNCED)


def test_a_manager_sees_why_and_takes_it_back(client, mona, gone):
    client.force_login(mona)
    page = client.get(reverse("mail:unwritten")).content.decode()
    assert "gone@okafor.example" in page
    assert "Letters came back" in page
    assert "&lt;b&gt;no such user" in page
    client.post(reverse("mail:unwritten_forget", args=[gone.pk]))
    assert not suppressed(["gone@okafor.example"])
    assert "We write to everybody" in client.get(reverse("mail:unwritten")).content.decode()


def test_a_search_finds_one(client, mona, gone):
    suppress("other@lund.example", "")
    client.force_login(mona)
    page = client.get(reverse("mail:unwritten"), {"q": "LUND"}).content.decode()
    assert "other@lund.example" in page
    assert "gone@okafor.example" not in page


def test_an_agent_finds_no_such_page(client, amara, gone):
    client.force_login(amara)
    assert client.get(reverse("mail:unwritten")).status_code == 404
    assert client.post(reverse("mail:unwritten_forget", args=[gone.pk])).status_code == 404
    assert Suppression.objects.exists()
