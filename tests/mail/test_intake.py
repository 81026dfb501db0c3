"""Every stored mail gets exactly one outcome, and none is lost or stops another."""

import datetime
import hashlib

import pytest
from django.db import OperationalError
from django.utils import timezone

from customers.models import Contact
from mail import deciding, intake
from mail.intake import handle, receive
from mail.models import RawEmail
from mail.queries import balanced, ledger, mail_lag
from tests.mail.conftest import a_mail
from tickets.models import Message, Ticket


def test_a_mail_opens_a_ticket_when_it_reached_us(mailbox, billing):
    at = timezone.now() - datetime.timedelta(hours=5)
    row = receive(a_mail(date="Mon, 1 Jan 2001 00:00:00 +0000").as_bytes(), mailbox=mailbox, received_at=at)
    assert row.outcome == "pending"
    assert handle(row.pk) == "created"
    ticket = Ticket.objects.get()
    assert (ticket.opened_at, ticket.team, ticket.channel) == (at, billing, "email")
    assert ticket.requester.email == "dana@okafor.example"
    assert ticket.messages.get().message_id.endswith("@okafor.example>")


def test_handling_twice_does_it_once(mailbox):
    row = receive(a_mail().as_bytes(), mailbox=mailbox)
    assert handle(row.pk) == "created"
    assert handle(row.pk) is None
    assert Ticket.objects.count() == 1


def test_the_bytes_are_stored_even_when_reading_them_fails_and_others_go_on(mailbox, monkeypatch):
    bad, good = (receive(a_mail(subject=s).as_bytes(), mailbox=mailbox) for s in ("bad", "good"))

    def parse(raw):
        if b"Subject: bad" in raw:
            raise ValueError("boom")
        return real(raw)

    real = deciding.parse_safely
    monkeypatch.setattr(deciding, "parse_safely", parse)
    outcomes = [handle(bad.pk), handle(good.pk), handle(bad.pk), handle(bad.pk), handle(bad.pk)]
    assert outcomes == [None, "created", None, "quarantined", None]
    bad.refresh_from_db()
    assert (bad.cause, bad.attempts) == ("error", 3)
    assert bytes(bad.content) == a_mail_bytes(bad)
    assert balanced(ledger())


def a_mail_bytes(row: RawEmail) -> bytes:
    content = bytes(row.content)
    assert hashlib.sha256(content).hexdigest() == row.sha256
    return content


def test_trouble_of_ours_is_not_held_against_the_mail(mailbox, monkeypatch):
    row = receive(a_mail().as_bytes(), mailbox=mailbox)

    def away(row):
        raise OperationalError("the database restarts")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "decide", away)
        for _ in range(5):
            assert handle(row.pk) is None
    assert handle(row.pk) == "created"


def test_the_sweep_finds_what_no_worker_was_told(mailbox):
    rows = [receive(a_mail().as_bytes(), mailbox=mailbox) for _ in range(3)]
    assert intake.handle_pending(timezone.now()) == 0  # still in the hands of the hinted workers
    assert intake.handle_pending(timezone.now() + datetime.timedelta(minutes=1)) == 3
    assert {RawEmail.objects.get(pk=row.pk).outcome for row in rows} == {"created"}


def test_the_same_mail_twice_is_one(send, other_mailbox):
    mail = a_mail()
    first, second, elsewhere = send(mail), send(mail), send(mail, box=other_mailbox)
    assert [first.outcome, second.outcome, elsewhere.outcome] == ["created", "duplicate", "duplicate"]
    assert second.ticket == elsewhere.ticket == first.ticket
    assert Message.objects.count() == 1


def test_the_same_mail_by_another_way_is_one(send):
    mail = a_mail()
    first = send(mail)
    again = b"Received: from elsewhere by here\r\n" + mail.as_bytes()
    assert send(again).outcome == "duplicate"
    assert first.outcome == "created"


def test_a_borrowed_id_with_other_words_is_another_mail(send):
    send(message_id="<same@okafor.example>", text="One")
    other = send(message_id="<same@okafor.example>", text="Another", sender="Eve <eve@lund.example>")
    assert other.outcome == "created"
    assert other.verdict["flags"] == ["id_used_before"]


def test_without_an_id_it_gets_one_and_a_second_copy_is_still_known(send):
    mail = a_mail(message_id=None)
    del mail["Message-ID"]
    first, second = send(mail), send(mail)
    assert first.mail_key.endswith("@mailbox.invalid>")
    assert (first.outcome, second.outcome) == ("created", "duplicate")


def test_two_short_mails_without_id_and_date_are_two(send):
    mails = [f"Received: {n}\nFrom: dana@okafor.example\nSubject: Hi\n\nThanks\n".encode() for n in (1, 2)]
    assert [send(mail).outcome for mail in mails] == ["created", "created"]


@pytest.mark.parametrize("sender", [None, "", "nobody at all", "<>"])
def test_nobody_wrote_it_so_it_waits(send, sender):
    row = send(sender=sender)
    assert (row.outcome, row.cause) == ("quarantined", "no_sender")
    assert not Contact.objects.exists()


def test_mail_from_our_own_address_waits(send):
    assert send(sender="billing+x@desk.example").cause == "own_address"


def test_our_own_letter_that_comes_back_is_a_loop(send, settings):
    row = send(x_helpdesk_instance=settings.INSTANCE_ID)
    assert (row.outcome, row.cause) == ("ignored", "loop")
    assert send(x_helpdesk_instance="another-desk").outcome == "created"


def test_quotes_are_folded_and_markup_is_washed_on_the_way_in(send):
    mail = a_mail(text="Yes.\n\nOn Mon, 2 Feb 2026 at 10:00, Desk <a@desk.example> wrote:\n> Is it?\n")
    mail.add_alternative("<p>Yes.</p><script>x()</script>", subtype="html")
    message = Message.objects.get(pk=send(mail).message_id)
    assert message.text == "Yes."
    assert "> Is it?" in message.folded
    assert "script" not in message.html


def test_pictures_files_and_what_is_too_large(send, settings):
    settings.ATTACHMENT_MAX_BYTES = 1000
    mail = a_mail()
    mail.add_alternative("<p><img src='cid:logo'></p>", subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG picture", "image", "png", cid="<logo>")
    mail.add_attachment(b"hello", maintype="application", subtype="pdf", filename="../../a.pdf")
    mail.add_attachment(b"x" * 2000, maintype="application", subtype="zip", filename="big.zip")
    message = Message.objects.get(pk=send(mail).message_id)
    files = {file.name: file for file in message.attachments.all()}
    assert set(files) & {"a.pdf"}
    assert len(files) == 2
    assert [file.content_id for file in files.values() if file.inline] == ["logo"]
    assert "big.zip" in message.folded


def test_everybody_it_was_sent_to_is_kept_and_takes_part(send, mailbox):
    mailbox.aliases = ["invoices@desk.example"]
    mailbox.save()
    row = send(
        to="billing+tag@desk.example, Kai <kai@okafor.example>, Invoices <invoices@desk.example>",
        cc="Mia <mia@okafor.example>, noreply@okafor.example, Dana <dana@okafor.example>",
    )
    message = row.message
    assert next(one["address"] for one in message.recipients["cc"]) == "mia@okafor.example"
    taking_part = {p.contact.email for p in row.ticket.participants.all()}
    assert taking_part == {"kai@okafor.example", "mia@okafor.example"}


def test_mail_that_waits_too_long_is_not_well(mailbox):
    assert mail_lag()["ok"]
    row = receive(a_mail().as_bytes(), mailbox=mailbox)
    assert mail_lag()["ok"]
    RawEmail.objects.filter(pk=row.pk).update(stored_at=timezone.now() - datetime.timedelta(minutes=5))
    assert not mail_lag()["ok"]
    assert mail_lag()["seconds"] > 200


def test_anything_at_all_gets_an_outcome(send):
    for raw in (
        b"",
        b"\n",
        b"\x00" * 100,
        b"From: \xff\xfe@\x00\n\n",
        b"x" * 100_000,
        b"From:a@b.cd\n" * 500,
    ):
        assert send(raw).outcome in {"created", "quarantined", "duplicate"}
    assert balanced(ledger())
