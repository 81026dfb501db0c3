"""The ticket page: who may open it, what it shows, what it costs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tickets.actions import add_note, assign, keep_automatic, mark_unread, prioritise, receive, reply, take
from tickets.models import Attachment, Seen
from tickets.page import page_for

HTMX = {"HTTP_HX_REQUEST": "true"}


def address(ticket, name="ticket", *more):
    return reverse(f"tickets:{name}", args=[ticket.pk, *more])


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def answered(promises, ticket, dana, amara, ben):
    """A ticket with an answer, a note, a customer's reply and an automatic one."""
    take(ticket, by=amara)
    reply(ticket, by=amara, text="We **sent** it.", html="<p>We <strong>sent</strong> it.</p>")
    add_note(ticket, by=ben, text="The IBAN is the old one.")
    receive(ticket, by=dana, text="Nothing came.", channel="email", folded="> We sent it.")
    keep_automatic(ticket, by=dana, text="I am away.")
    return ticket


def test_the_page_shows_the_conversation(desk, answered):
    page = desk.get(address(answered)).content.decode()
    for words in (
        "Where is my refund?",
        "<strong>sent</strong>",
        "The IBAN is the old one.",
        "Nothing came.",
    ):
        assert words in page
    assert page.count('class="msg note"') == 1
    assert page.count('class="msg agent"') == 1
    assert "Taken by <b>Amara Kask</b>" in page
    assert "Show the automatic message" in page


@pytest.mark.parametrize("messages", [1, 3])
def test_the_page_costs_at_most_twelve_statements(
    desk, promises, ticket, dana, messages, django_assert_max_num_queries
):
    for n in range(messages - 1):
        receive(ticket, by=dana, text=f"More {n}", channel="email")
    desk.get(address(ticket))
    with django_assert_max_num_queries(12):
        desk.get(address(ticket))
    receive(ticket, by=dana, text="And more", channel="email")
    with django_assert_max_num_queries(12):
        assert desk.get(address(ticket)).status_code == 200
