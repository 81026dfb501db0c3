"""The ticket page: who may open it, what it shows, what it costs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tickets.actions import add_note, keep_automatic, note_failure, receive, reply, save_draft, take
from tickets.models import Seen
from tickets.page import page_for

HTMX = {"HX-Request": "true"}


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
def test_the_page_costs_at_most_thirteen_statements(
    desk, promises, ticket, dana, messages, django_assert_max_num_queries
):
    for n in range(messages - 1):
        receive(ticket, by=dana, text=f"More {n}", channel="email")
    desk.get(address(ticket))
    with django_assert_max_num_queries(13):
        desk.get(address(ticket))
    receive(ticket, by=dana, text="And more", channel="email")
    with django_assert_max_num_queries(13):
        assert desk.get(address(ticket)).status_code == 200


def test_reading_marks_seen_and_shows_where_the_new_begins(desk, ticket, dana, amara):
    assert "new-line" not in desk.get(address(ticket)).content.decode()
    assert Seen.objects.filter(user=amara, ticket=ticket).exists()
    receive(ticket, by=dana, text="And?", channel="email")
    page = desk.get(address(ticket)).content.decode()
    assert page.index("new-line") < page.index("And?")
    assert page.index("Where is my refund?") < page.index("new-line")
    assert "new-line" not in desk.get(address(ticket)).content.decode()


def test_a_long_thread_comes_in_pieces_without_gaps(desk, ticket, dana):
    start = ticket.opened_at
    for n in range(70):
        receive(
            ticket,
            by=dana,
            text=f"Piece {n}.",
            channel="email",
            at=start + datetime.timedelta(minutes=n // 2),
        )
    seen, before = [], ""
    for _page in range(4):
        page = desk.get(address(ticket), {"before": before} if before else {}, headers=HTMX)
        seen = [i.message.text for i in page.context["thread"].items if i.message] + seen
        before = page.context["thread"].earlier
        if not before:
            break
    assert seen == ["Where is my refund?", *(f"Piece {n}." for n in range(70))]


def test_how_the_letter_fares_is_told_on_the_answer(desk, ticket, amara):
    answer = reply(ticket, by=amara, text="On its way.")
    assert "sending…" in desk.get(address(ticket)).content.decode()
    note_failure(answer, problem="550 No such mailbox")
    page = desk.get(address(ticket)).content.decode()
    assert "Not delivered" in page
    assert "550 No such mailbox" in page


def test_other_tickets_of_the_customer_only_as_far_as_one_may_see(desk, ticket, dana, eve, billing, network):
    make_ticket(requester=dana, team=billing, subject="Ours of Dana")
    make_ticket(requester=dana, team=network, subject="Another team's")
    make_ticket(requester=eve, team=billing, subject="Somebody else's")
    found = page_for(desk.get(address(ticket)).wsgi_request.user, ticket.pk)
    assert [other["subject"] for other in found.others] == ["Ours of Dana"]
    assert (found.others_total, found.others_open) == (1, 1)


def test_a_colleague_at_work_is_announced_and_their_words_are_not(desk, ticket, ben):
    save_draft(ticket, by=ben, kind="public", text="Ben's secret draft")
    page = desk.get(address(ticket)).content.decode()
    assert "Ben Lepik is writing an answer." in page
    assert "secret draft" not in page


def test_an_answer_without_a_letter_is_on_its_way_only_while_it_is_young(desk, amara, ticket):
    at = timezone.now() - datetime.timedelta(minutes=20)
    old = reply(ticket, by=amara, text="Long ago.", at=at)
    assert page_for(amara, ticket.pk).pending == 0
    assert "sending…" not in desk.get(address(ticket)).content.decode()
    reply(ticket, by=amara, text="Just now.")
    assert page_for(amara, ticket.pk).pending == 1
    page = desk.get(address(ticket)).content.decode()
    assert page.count("sending…") == 1
    assert f'id="delivery-{old.pk}"' not in page
