"""Undecided letters that are no answers: seen and decided by those who look after the mail."""

import pytest
from django.test import Client
from django.urls import reverse

from outbox.actions import queue
from outbox.choices import DeliveryState, LetterState
from outbox.models import Letter
from tests.forms import form_of
from tickets.actions import attach_letter, reply


def undecided(key="k", subject="Your <b>confirmation</b>"):
    letter = queue(key=key, kind="confirmation", to=["dana@okafor.example"], subject=subject, text="Hello")
    letter.deliveries.create(address="dana@okafor.example", state=DeliveryState.UNDECIDED)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.UNDECIDED)
    return letter


@pytest.fixture
def letter(db):
    return undecided()


def address_of(letter):
    return reverse("mail:undecided_decide", args=[letter.pk])


@pytest.mark.parametrize(("choice", "state"), [("again", "queued"), ("arrived", "sent")])
def test_a_manager_sees_it_and_decides_without_scripts(mona, letter, choice, state):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mona)
    page = browser.get(reverse("mail:undecided"))
    assert "&lt;b&gt;confirmation" in page.content.decode()
    form = form_of(page, address_of(letter))
    for said in ("Nothing is undecided", "nothing to decide about it any more"):  # the second comes too late
        came = browser.post(form.action, {**form.hidden, "choice": choice}, follow=True)
        assert came.redirect_chain == [(reverse("mail:undecided"), 302)]
        assert said in came.content.decode()
    letter.refresh_from_db()
    assert letter.state == state


def test_mail_health_leads_there(client, mona, letter):
    client.force_login(mona)
    assert reverse("mail:undecided") in client.get(reverse("mail:health")).content.decode()


def test_an_answer_is_decided_on_its_ticket(client, mona, amara, ticket, letter):
    attach_letter(reply(ticket, by=amara, text="On its way."), letter)
    client.force_login(mona)
    assert "Nothing is undecided" in client.get(reverse("mail:undecided")).content.decode()
    assert client.post(address_of(letter), {"choice": "again"}).status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(
    client, mona, letter, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(mona)
    with django_assert_max_num_queries(12) as one:
        client.get(reverse("mail:undecided"))
    undecided("l")
    undecided("m")
    with django_assert_num_queries(len(one)):
        client.get(reverse("mail:undecided"))


def test_an_agent_finds_no_such_page(client, amara, letter):
    client.force_login(amara)
    assert client.get(reverse("mail:undecided")).status_code == 404
    assert client.post(address_of(letter), {"choice": "again"}).status_code == 404
    letter.refresh_from_db()
    assert letter.state == "undecided"


def test_no_such_choice(client, mona, letter):
    client.force_login(mona)
    assert client.post(address_of(letter), {"choice": "what"}).status_code == 404
