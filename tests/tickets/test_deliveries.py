"""What becomes of an answer's letter, and what a colleague does about it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.actions import deliver, note_bounce, queue
from tests.forms import form_of
from tests.servers.smtp import HANG_UP
from tickets import clocks
from tickets.actions import (
    NothingToDecide,
    attach_letter,
    move,
    note_deliveries,
    receive,
    reply,
    say_it_arrived,
    send_again,
)
from tickets.models import TicketClock

DANA = "dana@okafor.example"
KAI = "kai@okafor.example"


@pytest.fixture
def answer(ticket, amara):
    """An answer with its letter, to Dana with Kai in copy."""
    message = reply(ticket, by=amara, text="On its way.", then="wait")
    letter = queue(
        key="a", kind="answer", to=[DANA], cc=[KAI], subject="Re", text="On its way.", automatic=False
    )
    attach_letter(message, letter)
    return message


def bounced(answer, address, at=None):
    note_bounce(
        answer.letter,
        address=address,
        status="5.1.1",
        diagnostic="no such user",
        permanent=True,
        at=at or timezone.now(),
    )


def said(ticket):
    return [kind for kind in ticket.events.values_list("kind", flat=True) if kind.startswith("answer_")]


def test_a_first_answer_that_came_back_loses_its_credit_and_is_a_task_again(promises, smtp_sink, answer):
    """Undelivered, the promise runs on; sent again, it is kept from then."""
    ticket = answer.ticket
    assert ticket.clocks.get(metric="first_response").stopped_at
    deliver(answer.letter_id)
    bounced(answer, DANA)
    ticket.refresh_from_db()
    assert said(ticket) == ["answer_failed"]
    assert ticket.events.get(kind="answer_failed").data["problem"] == f"{DANA}: 5.1.1 no such user"
    assert (ticket.state, ticket.unanswered_since) == ("open", ticket.opened_at)
    assert ticket.clocks.get(metric="first_response").stopped_at is None
    send_again(answer, by=answer.author)
    ticket.refresh_from_db()
    assert ticket.clocks.get(metric="first_response").stopped_at
    assert ticket.unanswered_since is None
    rows = {(c.metric.value, c.state.value) for c in clocks.read(ticket, timezone.now())}
    assert rows == set(TicketClock.objects.values_list("metric", "state"))


def test_sent_again_it_answers_nothing_that_was_asked_since(smtp_sink, answer, dana):
    deliver(answer.letter_id)
    bounced(answer, DANA)
    newer = receive(answer.ticket, by=dana, text="Hello?", channel="web")
    send_again(answer, by=answer.author)
    answer.ticket.refresh_from_db()
    assert answer.ticket.unanswered_since == newer.at


def test_a_copy_that_came_back_is_said_and_no_more(promises, smtp_sink, answer):
    deliver(answer.letter_id)
    bounced(answer, KAI)
    ticket = answer.ticket
    ticket.refresh_from_db()
    assert said(ticket) == ["answer_partly_failed"]
    assert ticket.state == "waiting"
    assert ticket.clocks.get(metric="first_response").stopped_at
    bounced(answer, DANA)
    assert said(ticket) == ["answer_partly_failed", "answer_failed"]


def test_told_again_it_is_written_once_until_it_is_sent_again(smtp_sink, answer):
    smtp_sink.refusals |= {DANA: "550 5.1.1 unknown", KAI: "550 5.1.1 unknown"}
    deliver(answer.letter_id)
    for _ in range(2):
        note_deliveries(type(answer).objects.get(pk=answer.pk))
    assert said(answer.ticket) == ["answer_failed"]
    send_again(answer, by=answer.author)
    deliver(answer.letter_id)
    assert said(answer.ticket) == ["answer_failed", "answer_resent", "answer_failed"]


def test_a_refusal_of_one_is_told_at_once(smtp_sink, answer):
    smtp_sink.refusals |= {KAI: "550 5.1.1 unknown", DANA: "450 4.2.0 later"}
    deliver(answer.letter_id)
    assert said(answer.ticket) == ["answer_partly_failed"]


def test_what_was_solved_is_open_again_when_the_answer_failed(smtp_sink, answer, amara):
    move(answer.ticket, "solve", by=amara)
    smtp_sink.refusals |= {DANA: "550 5.1.1 unknown"}
    deliver(answer.letter_id)
    answer.ticket.refresh_from_db()
    assert answer.ticket.state == "open"


def newer_answer(answer, state="sent", to=DANA):
    """One more to Dana, and what became of it."""
    message = reply(answer.ticket, by=answer.author, text="And it arrived.", then="solve")
    attach_letter(message, queue(key="b", kind="answer", to=[to], subject="Re", text="And.", automatic=False))
    message.letter.deliveries.create(address=to, state=state)
    return message


@pytest.mark.parametrize("state", ["sent", "delayed"])
def test_an_old_answer_that_came_back_reopens_nothing_that_a_newer_one_settled(smtp_sink, answer, state):
    deliver(answer.letter_id)
    newer = newer_answer(answer, state)
    bounced(answer, DANA)
    answer.ticket.refresh_from_db()
    assert said(answer.ticket) == ["answer_failed"]
    assert (answer.ticket.state, answer.ticket.unanswered_since) == ("solved", None)
    if state == "sent":
        bounced(newer, DANA)  # now nothing has reached her
        answer.ticket.refresh_from_db()
        assert answer.ticket.state == "open"


@pytest.mark.parametrize(("state", "to"), [("failed", DANA), ("queued", DANA), ("sent", KAI)])
def test_a_newer_answer_that_did_not_reach_the_requester_settles_nothing(smtp_sink, answer, state, to):
    deliver(answer.letter_id)
    newer_answer(answer, state, to)
    bounced(answer, DANA)
    answer.ticket.refresh_from_db()
    assert answer.ticket.state == "open"


def undecided(answer, smtp_sink):
    smtp_sink.moods["taken"] = HANG_UP
    deliver(answer.letter_id)


def test_an_undecided_answer_is_shown_and_decided_on_the_page(smtp_sink, answer, client, ben):
    undecided(answer, smtp_sink)
    assert said(answer.ticket) == ["answer_undecided"]
    client.force_login(ben)
    page = client.get(reverse("tickets:ticket", args=[answer.ticket_id])).content.decode()
    assert "Perhaps not delivered" in page
    assert "Send again" in page
    assert "It arrived" in page
    url = reverse("tickets:delivery", args=[answer.pk])
    came = client.post(url, {"choice": "arrived", "last_event": "0"}, headers={"hx-request": "true"})
    assert f'id="delivery-{answer.pk}" hx-swap-oob="true">sent<' in came.content.decode()
    assert said(answer.ticket) == ["answer_undecided", "answer_arrived"]
    late = client.post(url, {"choice": "again"}, headers={"hx-request": "true"})
    assert late.status_code == 422
    assert client.post(url, {"choice": "what"}).status_code == 404


def test_sent_again_it_leaves_once_more(smtp_sink, answer, client, ben):
    undecided(answer, smtp_sink)
    client.force_login(ben)
    url = reverse("tickets:delivery", args=[answer.pk])
    came = client.post(url, {"choice": "again"}, headers={"hx-request": "true"})
    assert "sending…" in came.content.decode()
    deliver(answer.letter_id)
    assert len(smtp_sink.letters) == 2
    page = client.get(reverse("tickets:ticket", args=[answer.ticket_id])).content.decode()
    assert "Send again" not in page


@pytest.mark.parametrize("choice", ["again", "arrived"])
def test_without_scripts_the_buttons_work_too(smtp_sink, answer, ben, choice):
    undecided(answer, smtp_sink)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ben)
    address = reverse("tickets:ticket", args=[answer.ticket_id])
    form = form_of(browser.get(address), reverse("tickets:delivery", args=[answer.pk]))
    came = browser.post(form.action, {**form.hidden, "choice": choice}, follow=True)
    assert came.redirect_chain == [(address, 302)]
    assert said(answer.ticket) == ["answer_undecided", f"answer_{'resent' if choice == 'again' else choice}"]
    late = browser.post(form.action, {**form.hidden, "choice": choice})
    assert late.status_code == 409
    assert "nothing to decide" in late.content.decode()


def test_a_colleague_of_another_team_finds_no_such_message(smtp_sink, answer, client, nora):
    undecided(answer, smtp_sink)
    client.force_login(nora)
    assert client.post(reverse("tickets:delivery", args=[answer.pk]), {"choice": "again"}).status_code == 404
    assert said(answer.ticket) == ["answer_undecided"]


def test_what_a_server_said_is_escaped_on_the_page(smtp_sink, answer, client, amara):
    smtp_sink.refusals |= {DANA: "550 <script>alert(1)</script>"}
    deliver(answer.letter_id)
    client.force_login(amara)
    page = client.get(reverse("tickets:ticket", args=[answer.ticket_id])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_nothing_to_decide(answer, amara):
    for decide in (send_again, say_it_arrived):
        with pytest.raises(NothingToDecide):
            decide(answer, by=amara)


def test_a_bounce_after_days_takes_no_credit(promises, smtp_sink, answer):
    deliver(answer.letter_id)
    bounced(answer, DANA, at=timezone.now() + datetime.timedelta(days=30))
    assert answer.ticket.clocks.get(metric="first_response").stopped_at
