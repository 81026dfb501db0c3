"""A mail on a real server becomes a ticket, is answered over a real server, and its answer comes back."""

from datetime import timedelta

from django.utils import timezone

from mail import fetching
from mail.intake import handle_pending
from mail.models import RawEmail
from outbox.actions import deliver_due
from tests.mail.conftest import a_mail
from tickets.actions import move, reply
from tickets.models import Ticket


def work(announce):
    """What the worker does, without waiting."""
    handle_pending(timezone.now() + timedelta(minutes=1))
    announce()
    deliver_due(timezone.now())


def test_a_mail_is_answered_and_the_answer_comes_back(
    fetched, imap_server, mailbox_user, smtp_sink, announce, amara, dana
):
    imap_server.deliver(
        mailbox_user, a_mail(message_id="<first@okafor.example>", cc="Kai <kai@okafor.example>").as_bytes()
    )
    assert fetching.poll(fetched.pk) == 1
    assert fetching.poll(fetched.pk) == 0
    work(announce)
    ticket = Ticket.objects.get()
    assert ticket.requester == dana
    (confirmation,) = smtp_sink.letters
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert f"[#{ticket.reference}]" in confirmation["Subject"]
    assert confirmation["In-Reply-To"] == "<first@okafor.example>"
    smtp_sink.clear()

    reply(ticket, by=amara, text="It left us on Monday.", then="solve")
    work(announce)
    (answer,) = smtp_sink.letters
    assert answer["From"].addresses[0].addr_spec == "billing@desk.example"
    assert answer["From"].addresses[0].display_name == "Amara (Billing)"
    assert answer["To"].addresses[0].addr_spec == "dana@okafor.example"
    assert answer["Cc"].addresses[0].addr_spec == "kai@okafor.example"
    assert answer["In-Reply-To"] == "<first@okafor.example>"
    assert "<first@okafor.example>" in answer["References"]
    assert answer["Auto-Submitted"] is None
    assert answer["Subject"].count(ticket.reference) == 1
    assert answer["Reply-To"].addresses[0].addr_spec.startswith("billing+")
    assert "> Hello, where is it?" in answer.get_body(("plain",)).get_content()
    assert set(smtp_sink.envelopes[0][1]) == {"dana@okafor.example", "kai@okafor.example"}

    imap_server.deliver(
        mailbox_user,
        a_mail(
            subject=str(answer["Subject"]),
            to=str(answer["Reply-To"]),
            in_reply_to=str(answer["Message-ID"]),
            text="Not here yet.\n",
        ).as_bytes(),
    )
    assert fetching.poll(fetched.pk) == 1
    work(announce)
    ticket.refresh_from_db()
    assert Ticket.objects.count() == 1
    assert ticket.state == "open"
    assert RawEmail.objects.filter(outcome="appended").count() == 1
    assert ticket.messages.count() == 3
    move(ticket, "solve", by=amara)
