"""Whoever answers while a colleague writes an answer is told of them first, and sends anyway."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tickets import actions, presence
from tickets.models import Draft, Message

HTMX = {"HX-Request": "true"}
WORDS = "Not sent yet: a colleague is answering as well"


@pytest.fixture
def as_amara(client, amara, settings):
    settings.ANSWERS_ONE_AT_A_TIME = True
    client.force_login(amara)
    return client


def send(client, ticket, **more):
    url = reverse("tickets:write", args=[ticket.pk])
    given = {"kind": "reply", "text": "It is on its way.", "to": "dana@okafor.example", **more}
    return client.post(url, {"seen": "9999999", **given}, headers=HTMX)


def answers(amara) -> int:
    return Message.objects.filter(author=amara).count()


def test_the_second_is_told_of_the_first_and_sends_anyway(as_amara, ticket, amara, ben, cleo):
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    asked = send(as_amara, ticket)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert WORDS in page
    assert "Ben Lepik is writing an answer." in page
    assert "It is on its way." in page
    assert "Send anyway" in page
    assert answers(amara) == 0

    actions.save_draft(ticket, by=cleo, kind="public", text="Hi")
    assert "Cleo Mets" in send(as_amara, ticket, beside=str(ben.pk)).content.decode()
    assert send(as_amara, ticket, beside=f"{ben.pk},{cleo.pk}").status_code == 200
    assert answers(amara) == 1


def test_it_ends_soon_after_they_stop_writing(as_amara, ticket, amara, ben):
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(minutes=1))
    assert send(as_amara, ticket).status_code == 200
    assert answers(amara) == 1


def test_notes_and_who_only_looks_ask_nobody(as_amara, ticket, amara, ben, cleo):
    presence.look(cleo, ticket.pk)
    actions.save_draft(ticket, by=ben, kind="note", text="Finance")
    assert send(as_amara, ticket).status_code == 200
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    assert send(as_amara, ticket, kind="note").status_code == 200
    assert answers(amara) == 2


def test_a_desk_that_did_not_ask_for_it_asks_nobody(as_amara, settings, ticket, amara, ben):
    settings.ANSWERS_ONE_AT_A_TIME = False
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    assert send(as_amara, ticket).status_code == 200


def test_who_may_not_see_the_ticket_learns_nothing(as_amara, client, ticket, ben, nora):
    actions.save_draft(ticket, by=ben, kind="public", text="Dear")
    client.force_login(nora)
    assert send(client, ticket).status_code == 404
