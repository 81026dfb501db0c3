"""Machines: their answers move nothing, and two of them cannot keep each other busy."""

import datetime

import pytest
from django.utils import timezone

from outbox.actions import deliver_due
from outbox.models import Letter
from tests.factories import make_ticket
from tests.mail.conftest import a_mail
from tickets.actions import move, reply
from tickets.models import Ticket

AWAY = {"auto_submitted": "auto-replied", "subject": "Out of office: Re: Refund", "text": "I am away."}


@pytest.fixture
def answered(send, amara, announce):
    """A ticket with a question by mail and an answer that was sent."""
    ticket = send(message_id="<first@okafor.example>").ticket
    reply(ticket, by=amara, text="It is on its way.", then="wait")
    announce()
    ticket.refresh_from_db()
    return ticket


def the_answer(ticket) -> Letter:
    return Letter.objects.get(kind="answer")


def test_an_absence_note_is_kept_and_moves_nothing(send, answered, announce):
    letters = Letter.objects.count()
    row = send(**AWAY, in_reply_to=the_answer(answered).message_id)
    announce()
    assert (row.outcome, row.ticket, row.message.kind) == ("appended", answered, "automatic")
    answered.refresh_from_db()
    assert answered.state == "waiting"
    assert answered.unanswered_since is None
    assert Letter.objects.count() == letters


def test_alone_it_opens_no_ticket(send):
    row = send(**AWAY)
    assert (row.outcome, row.cause) == ("quarantined", "auto_reply")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("solved", [False, True])
def test_it_reopens_nothing(send, answered, amara, solved):
    if solved:
        move(answered, "solve", by=amara)
    before = answered.state
    send(**AWAY, in_reply_to=the_answer(answered).message_id)
    answered.refresh_from_db()
    assert answered.state == before


# --- when a machine may write


def confirmations() -> int:
    return Letter.objects.filter(kind="confirmation").count()


@pytest.mark.parametrize(
    "written",
    [
        {"sender": "no-reply@shop.example"},
        {"sender": "noreply@shop.example"},
        {"sender": "postmaster@shop.example"},
        {"list_id": "<talk.lists.example>"},
        {"precedence": "bulk"},
        {"precedence": ""},
        {"auto_submitted": "auto-generated"},
        {"x_auto_response_suppress": "All"},
        {"return_path": "<>"},
        {"list_unsubscribe": "<mailto:x@lists.example>"},
        {"in_reply_to": "<x@else.example>"},
        {"subject": "Re: Case [#K7M4QX2P]"},
        {"sender": "root@localhost"},
    ],
)
def test_nothing_is_confirmed_to_machines_lists_and_replies(send, announce, written):
    row = send(**written)
    announce()
    assert confirmations() == 0
    assert row.outcome in {"created", "quarantined"}


def test_a_person_gets_one_confirmation_and_not_the_next_for_the_same(send, announce):
    for text in ("Where is it?", "Hello? Where is it?", "Anybody?"):
        send(text=text)
    announce()
    announce()
    assert Ticket.objects.count() == 3
    assert confirmations() == 1


def test_a_flood_from_one_sender_is_not_echoed(send, announce):
    for turn in map(chr, range(ord("a"), ord("m"))):
        send(subject=f"About {turn}", text=turn)
    announce()
    assert confirmations() == 10


@pytest.mark.parametrize("keeps", ["in_reply_to", "subject", "nothing"])
def test_two_answering_machines_fall_silent(send, announce, smtp_sink, keeps):
    """The other answers every letter, from a new address each time, and never says that it is a machine."""
    send(sender="robot0@robots.example", subject="Your order")
    written = 0
    for turn in range(1, 8):
        announce()
        deliver_due(timezone.now())
        fresh = smtp_sink.letters[written:]
        written += len(fresh)
        for letter in fresh:
            reference = {"in_reply_to": str(letter["Message-ID"])} if keeps == "in_reply_to" else {}
            subject = f"Re: {letter['Subject']}" if keeps == "subject" else f"Thank you, case {turn}"
            send(
                a_mail(
                    sender=f"robot{turn}@robots.example",
                    subject=subject,
                    text=f"We have received your mail. Case {turn}.",
                    **reference,
                )
            )
    assert written <= 2


def test_history_is_no_news(mailbox, billing, dana, announce):
    make_ticket(requester=dana, team=billing, channel="web", at=timezone.now() - datetime.timedelta(days=9))
    announce()
    assert confirmations() == 0
    make_ticket(requester=dana, team=billing, channel="web")
    announce()
    assert confirmations() == 1
