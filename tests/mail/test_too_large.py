"""A mail too large to be taken whole: a ticket all the same, a clear note, and one polite letter."""

import pytest

from mail import intake
from outbox.models import Letter
from tests.mail.conftest import a_mail
from tickets.choices import MessageKind
from tickets.models import Ticket

SIZE = 73 * 1024 * 1024


@pytest.fixture
def came(mailbox):
    """A mail of which only a part was fetched."""

    def came(**written):
        raw = a_mail(**written).as_bytes()
        row = intake.receive(
            raw,
            mailbox=mailbox,
            transport="imap",
            folder="INBOX",
            uid_validity=1,
            uid=intake.RawEmail.objects.count() + 1,
            cause="oversize",
            full_size=SIZE,
        )
        intake.handle(row.pk)
        row.refresh_from_db()
        return row

    return came


def test_it_becomes_a_ticket_with_a_note_and_one_polite_letter(came, announce):
    row = came(text="See the plan.\n")
    assert (row.outcome, row.cause, row.full_size) == ("created", "", SIZE)
    ticket = Ticket.objects.get()
    assert ticket.messages.get(kind=MessageKind.PUBLIC).text.strip() == "See the plan."
    note = ticket.messages.get(kind=MessageKind.NOTE)
    assert "73.0\xa0MB" in note.text
    assert "billing@desk.example" in note.text
    announce()
    letter = Letter.objects.get()
    assert letter.kind == "too_large"
    assert "too large" in letter.text
    assert "billing@desk.example" not in letter.text


def test_the_letter_is_sent_once_for_a_ticket(came, announce):
    came(message_id="<first@okafor.example>")
    announce()
    reference = Ticket.objects.get().reference
    row = came(subject=f"Re: refund [#{reference}]", text="Once more.\n")
    assert row.outcome == "appended"
    announce()
    assert Letter.objects.filter(kind="too_large").count() == 1
    assert Ticket.objects.get().messages.filter(kind=MessageKind.NOTE).count() == 2


@pytest.mark.parametrize(
    "machine",
    [
        {"auto_submitted": "auto-generated"},
        {"precedence": "bulk", "list_id": "<news.okafor.example>"},
        {"sender": "no-reply@okafor.example"},
    ],
)
def test_no_machine_gets_the_letter(came, announce, machine):
    came(**machine)
    announce()
    assert not Letter.objects.exists()


def test_what_the_server_could_not_read_waits_for_a_person(mailbox):
    row = intake.receive(b"", mailbox=mailbox, transport="imap", cause="unreadable")
    assert intake.handle(row.pk) == "quarantined"
    row.refresh_from_db()
    assert row.cause == "unreadable"
