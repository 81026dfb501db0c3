"""Who else is at the ticket: seen by those who may see it, for some seconds."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tickets import actions, presence
from tickets.models import Draft, Presence
from tickets.page import mark_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def at_desk():
    """at_desk(amara) → a browser of hers."""

    def sit_down(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sit_down


def look(client, ticket) -> str:
    return client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()


def pulse(client, ticket, known=""):
    url = reverse("tickets:ticket_pulse", args=[ticket.pk])
    return client.get(url, {"revision": known, "last_event": "0"}, headers=HTMX)


def test_two_see_each_other_look_and_write(at_desk, ticket, amara, ben):
    hers, his = at_desk(amara), at_desk(ben)
    assert "is looking" not in look(hers, ticket)
    known = mark_of(amara, ticket.pk)
    assert pulse(hers, ticket, known).status_code == 204
    assert "Amara Kask is looking at this ticket." in look(his, ticket)
    page = pulse(hers, ticket, known)
    assert "Ben Lepik is looking at this ticket." in page.content.decode()
    assert "every 2s" in page.content.decode()
    his.post(reverse("tickets:draft", args=[ticket.pk]), {"kind": "reply", "text": "Dear"})
    page = pulse(hers, ticket, mark_of(ben, ticket.pk)).content.decode()
    assert "Ben Lepik is writing an answer." in page
    assert "is looking" not in page
    his.post(reverse("tickets:draft", args=[ticket.pk]), {"kind": "note", "text": "Dear"})
    assert "Ben Lepik is writing a note." in pulse(hers, ticket).content.decode()


def test_it_is_forgotten_after_some_seconds(at_desk, ticket, amara, ben):
    hers = at_desk(amara)
    look(at_desk(ben), ticket)
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    known = mark_of(amara, ticket.pk)
    long_ago = timezone.now() - datetime.timedelta(minutes=1)
    Presence.objects.filter(user=ben).update(at=long_ago)
    Draft.objects.update(saved_at=long_ago)
    page = pulse(hers, ticket, known)
    assert page.status_code == 200
    assert "Ben" not in page.content.decode().split('id="presence"')[1].split("</div>")[0]
    assert presence.forget_old(timezone.now()) == 0
    assert presence.forget_old(timezone.now() + datetime.timedelta(hours=2)) == 2


def test_who_may_not_see_the_ticket_neither_learns_nor_leaves_anything(at_desk, ticket, amara, nora):
    look(at_desk(amara), ticket)
    hers = at_desk(nora)
    assert hers.get(reverse("tickets:ticket", args=[ticket.pk])).status_code == 404
    assert pulse(hers, ticket).status_code == 404
    assert not Presence.objects.filter(user=nora).exists()


def test_who_has_left_the_house_is_not_there(at_desk, ticket, amara, ben):
    look(at_desk(ben), ticket)
    ben.is_active = False
    ben.save()
    assert "is looking" not in look(at_desk(amara), ticket)


def test_a_pulse_that_brings_nothing_costs_one_statement_more_than_to_ask(
    at_desk, ticket, amara, django_assert_num_queries
):
    hers = at_desk(amara)
    look(hers, ticket)
    known = mark_of(amara, ticket.pk)
    pulse(hers, ticket, known)
    with django_assert_num_queries(4):  # session, reader, mark, and that she is there
        assert pulse(hers, ticket, known).status_code == 204
