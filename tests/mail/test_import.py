"""Archives taken in: every mail once, with its date, in order; nobody is written to."""

import datetime
import mailbox as boxes
import os

import pytest
from django.core.management import CommandError, call_command

from mail import archives, intake
from mail.models import RawEmail
from outbox.models import Letter
from tests.mail.conftest import a_mail
from tickets.models import Ticket

UTC = datetime.UTC


def crowd(count: int, **more) -> list[bytes]:
    return [
        a_mail(
            text=f"Question {n}\n",
            subject=f"Question {n}",
            date=f"Mon, {n + 1:02} Mar 2021 10:00:00 +0200",
            message_id=f"<old-{n}@okafor.example>",
            **more,
        ).as_bytes()
        for n in range(count)
    ]


def make_mbox(path, mails):
    """As programs write it: From_ lines, and those of the text quoted."""
    box = boxes.mbox(path)
    for raw in mails:
        box.add(boxes.mboxMessage(raw))
    box.close()
    return path


def test_an_mbox_becomes_tickets_with_their_dates_and_no_letter(mailbox, tmp_path, announce, capsys):
    path = make_mbox(tmp_path / "old.mbox", crowd(3))
    call_command("mail_import", path, mailbox="Billing")
    assert "3 mails, 2021-03-01 to 2021-03-03" in capsys.readouterr().out
    rows = RawEmail.objects.order_by("pk")
    assert [(row.transport, row.outcome) for row in rows] == [("import", "created")] * 3
    assert rows[0].received_at == datetime.datetime(2021, 3, 1, 8, tzinfo=UTC)
    assert Ticket.objects.order_by("pk").first().opened_at == rows[0].received_at
    announce()
    assert not Letter.objects.exists()


def test_mail_of_yesterday_sends_no_letter_either(mailbox, tmp_path, announce):
    (tmp_path / "1.eml").write_bytes(a_mail().as_bytes())
    call_command("mail_import", tmp_path, mailbox="Billing")
    announce()
    assert Ticket.objects.exists()
    assert not Letter.objects.exists()


def test_it_may_be_stopped_and_started_again(mailbox, tmp_path, capsys, monkeypatch):
    path = make_mbox(tmp_path / "old.mbox", crowd(4))
    real = intake.handle

    def stops(raw_id):
        if RawEmail.objects.count() == 2:
            raise KeyboardInterrupt
        return real(raw_id)

    with monkeypatch.context() as patch:
        patch.setattr("mail.management.commands.mail_import.handle", stops)
        with pytest.raises(KeyboardInterrupt):
            call_command("mail_import", path, mailbox="Billing")
    call_command("mail_import", path, mailbox="Billing")
    assert RawEmail.objects.count() == 4
    assert "created 2  known 2" in capsys.readouterr().out
    call_command("mail_import", path, mailbox="Billing")
    assert RawEmail.objects.count() == 4


def test_answers_find_what_they_answer_though_the_file_has_them_first(mailbox, tmp_path, capsys):
    question = crowd(1)[0]
    answer = a_mail(
        subject="Re: Question 0",
        text="And another thing.\n",
        date="Tue, 09 Mar 2021 10:00:00 +0200",
        in_reply_to="<old-0@okafor.example>",
    ).as_bytes()
    call_command("mail_import", make_mbox(tmp_path / "x.mbox", [answer, question]), mailbox="Billing")
    assert Ticket.objects.get().messages.count() == 2


def test_a_maildir_and_its_folders(mailbox, tmp_path, capsys):
    maildir = boxes.Maildir(tmp_path / "Maildir")
    for raw in crowd(2):
        maildir.add(raw)
    maildir.add_folder("Sent").add(crowd(3)[2])
    call_command("mail_import", tmp_path / "Maildir", mailbox="Billing")
    assert RawEmail.objects.count() == 3
    assert {bytes(row.content) for row in RawEmail.objects.all()} == set(crowd(3))


def test_of_a_mail_too_large_the_beginning_is_taken(mailbox, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(intake, "MAX_MAIL", 10_000)
    monkeypatch.setattr("mail.management.commands.mail_import.PART_OF_TOO_LARGE", 2000)
    (tmp_path / "1.eml").write_bytes(a_mail(text="x\n" * 50_000).as_bytes())
    call_command("mail_import", tmp_path, mailbox="Billing")
    row = RawEmail.objects.get()
    assert (row.outcome, row.size) == ("created", 2000)
    assert row.full_size > 50_000


def test_only_counting(mailbox, tmp_path, capsys):
    call_command("mail_import", make_mbox(tmp_path / "x.mbox", crowd(2)), mailbox="Billing", count=True)
    assert "2 mails" in capsys.readouterr().out
    assert not RawEmail.objects.exists()


@pytest.mark.parametrize(("name", "words"), [("nothing", "There is no"), ("empty", "There is no mail in")])
def test_what_is_wrong_is_said(mailbox, tmp_path, name, words):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=words):
        call_command("mail_import", tmp_path / name, mailbox="Billing")
    with pytest.raises(CommandError, match="no mailbox"):
        call_command("mail_import", tmp_path, mailbox="nobody")


def test_from_lines_in_the_text_begin_no_mail(tmp_path):
    text = (
        b"From dana@okafor.example Sat Jan  3 01:05:34 1998\n"
        b"Subject: one\n\nDear all,\n\nFrom here on it rains.\n>From the roof\n>>From below\n\n"
        b"From eve@lund.example Mon Feb 12 11:22 2001\nSubject: two\n\nbye\n"
    )
    path = tmp_path / "x.mbox"
    path.write_bytes(text)
    first, second = archives.find(path)
    assert first.read() == (
        b"Subject: one\n\nDear all,\n\nFrom here on it rains.\nFrom the roof\n>From below\n\n"
    )
    assert second.read() == b"Subject: two\n\nbye\n"
    assert first.at == datetime.datetime(1998, 1, 3, 1, 5, 34, tzinfo=UTC)
    assert second.at == datetime.datetime(2001, 2, 12, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "at"),
    [
        (
            b"Received: from a;\r\n\tTue, 2 Mar 2021 09:00:00 +0100\r\nDate: Mon, 1 Mar 2021 1:0:0 +0000",
            2,
        ),
        (b"Date: Mon, 1 Mar 2021 01:00:00 +0000", 1),
        (b"Received: nonsense\r\nDate: Mon, 1 Mar 2021 01:00:00 +0000", 1),
        (b"Subject: Date: Mon, 1 Mar 2021 01:00:00 +0000", None),
        (b"Date: 31 Feb 20221", None),
        (b"Date: \xff\xfe", None),
        (b"", None),
    ],
)
def test_when_a_mail_came(head, at):
    found = archives.arrived(head + b"\r\n\r\nDate: Wed, 3 Mar 2021 01:00:00 +0000\r\n")
    assert (found.day if found else None) == at


def test_without_any_date_the_file_knows(tmp_path):
    path = tmp_path / "1.eml"
    path.write_bytes(b"Subject: x\n\nhello\n")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    (mail,) = archives.find(tmp_path)
    assert mail.at.timestamp() == 1_600_000_000
