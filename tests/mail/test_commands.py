"""Mail by command: a pipe from the mail server, mailboxes, the account, a folder of samples."""

import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lib.sealed import unseal
from mail.intake import handle
from mail.models import Mailbox, MailFolder, RawEmail
from tests.mail.conftest import a_mail
from tickets.models import Ticket


def pipe(monkeypatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_a_mail_from_the_pipe_is_stored_whole(mailbox, monkeypatch, capsys):
    raw = a_mail(text="Tere\n").as_bytes() + b"\xff\x00"
    pipe(monkeypatch, raw)
    call_command("mail_receive", mailbox="billing@desk.example", to="billing@desk.example")
    row = RawEmail.objects.get()
    assert bytes(row.content) == raw
    assert handle(row.pk) == "created"


def test_without_a_mailbox_the_mail_server_keeps_it(db, monkeypatch):
    pipe(monkeypatch, a_mail().as_bytes())
    with pytest.raises(CommandError) as refused:
        call_command("mail_receive", mailbox="nobody@desk.example")
    assert refused.value.returncode == 75


def test_a_mailbox_is_added_with_its_password_sealed_and_changed_by_adding_again(
    billing, monkeypatch, capsys
):
    monkeypatch.setenv("MAILBOX_PASSWORD", "open sesame")
    call_command("mailbox_add", "Pay@desk.example", team="billing", host="mail.desk.example")
    box = Mailbox.objects.get()
    assert (box.address, box.port, box.security, box.username) == (
        "pay@desk.example",
        993,
        "tls",
        "pay@desk.example",
    )
    assert unseal(box.secret) == "open sesame"
    MailFolder.objects.update(last_uid=7, uid_validity=1)
    monkeypatch.delenv("MAILBOX_PASSWORD")
    call_command("mailbox_add", "pay@desk.example", team="Billing", host="mail.desk.example", name="Pay")
    box = Mailbox.objects.get()
    assert (box.name, box.folders.get().last_uid, unseal(box.secret)) == ("Pay", 7, "open sesame")
    call_command("mailbox_add", "pay@desk.example", team="billing", host="new.desk.example")
    assert MailFolder.objects.get().last_uid == 0


@pytest.mark.parametrize(
    ("address", "options", "words"),
    [
        ("not an address", {}, "not an email address"),
        ("a@desk.example", {"team": "nobody"}, "no team"),
        ("a@desk.example", {"host": "mail.desk.example", "security": "none"}, "Without TLS"),
    ],
)
def test_what_is_wrong_is_said(billing, address, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("mailbox_add", address, **{"team": "billing", **options})


def test_the_account_is_printed(send, capsys):
    send()
    send(sender="")
    call_command("mail_ledger", by_mailbox=True)
    said = capsys.readouterr().out
    assert "raw 2  pending 0  created 1  appended 0  quarantined 1" in said
    assert "billing@desk.example: raw 2" in said


def test_a_folder_of_samples_leaves_nothing_behind(db, tmp_path, capsys):
    for name, raw in {"a/1.eml": a_mail().as_bytes(), "a/2.eml": b"\xff\x00", "b/3.eml": b""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    call_command("mail_corpus", tmp_path, causes=True)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["a", "2", "1", "0", "1", "0", "0", "0", "0"] in rows
    assert ["all", "3", "1", "0", "2", "0", "0", "0", "0"] in rows
    assert not RawEmail.objects.exists()
    assert not Ticket.objects.exists()
    assert not Mailbox.objects.exists()


def test_every_sample_of_ours_gets_an_outcome(db, capsys):
    """CommandError if a sample raised, was left pending, or was counted twice."""
    call_command("mail_corpus", Path(__file__).parents[1] / "data" / "mail")
    assert " mails in " in capsys.readouterr().out
