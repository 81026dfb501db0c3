"""Mailboxes set up, fetched by hand, and their secrets sealed anew."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from lib.sealed import seal, unseal
from mail.actions import save_grant, save_mailbox
from mail.models import Mailbox, MailFolder, OAuthGrant, RawEmail
from staff.actions import hire
from tests.mail.conftest import a_mail


@pytest.fixture
def ada(db):
    """Administrator."""
    return hire(
        email="ada@desk.example", full_name="Ada Saar", role="admin", password="correct horse battery"
    )


def test_only_who_manages_mailboxes_saves_them(billing, ada, amara, mona, mailbox):
    about = {"address": "new@desk.example", "team": billing}
    for somebody in (amara, mona):
        with pytest.raises(PermissionDenied):
            save_mailbox(by=somebody, **about)
        with pytest.raises(PermissionDenied):
            save_grant(mailbox, by=somebody, client_id="x")
    assert save_mailbox(by=ada, **about).pk
    assert save_grant(mailbox, by=ada, client_id="x").granted_by == ada


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"address": "nowhere"}, "address"),
        ({"aliases": ["nowhere"]}, "aliases"),
        ({"aliases": ["taken@desk.example"]}, "aliases"),
        ({"host": "mail.desk.example", "security": "none"}, "security"),
        ({"protocol": "pop3", "after_fetch": "move", "move_to": "Done"}, "after_fetch"),
        ({"protocol": "pop3", "after_fetch": "seen"}, "after_fetch"),
        ({"after_fetch": "move"}, "move_to"),
        ({"after_fetch": "move", "move_to": "INBOX"}, "move_to"),
        ({"folders": [f"f{n}" for n in range(40)]}, "folders"),
    ],
)
def test_what_is_wrong_is_said_by_field(billing, network, about, field):
    Mailbox.objects.create(
        name="Other", address="other@desk.example", team=network, aliases=["taken@desk.example"]
    )
    Mailbox.objects.create(name="Taken", address="taken@desk.example", team=network)
    with pytest.raises(ValidationError) as wrong:
        save_mailbox(by=None, **{"address": "pay@desk.example", "team": billing, **about})
    assert set(wrong.value.message_dict) == {field}


def test_a_folder_that_stays_goes_on_where_it_was(billing):
    about = {"by": None, "address": "pay@desk.example", "team": billing, "host": "mail.desk.example"}
    box = save_mailbox(**about, folders=["INBOX", "Old"])
    MailFolder.objects.update(uid_validity=1, last_uid=7)
    save_mailbox(**about, folders=["INBOX", "New", "New", " "])
    assert dict(box.folders.values_list("name", "last_uid")) == {"INBOX": 7, "New": 0}


def test_a_mailbox_gets_another_address_but_never_a_taken_one(billing, mailbox, other_mailbox):
    save_mailbox(by=None, box=mailbox, address="pay@desk.example", team=billing)
    mailbox.refresh_from_db()
    assert mailbox.address == "pay@desk.example"
    with pytest.raises(ValidationError, match="already"):
        save_mailbox(by=None, box=mailbox, address=other_mailbox.address, team=billing)


def test_fetching_by_hand(fetched, imap_server, mailbox_user, capsys):
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    call_command("mail_fetch", mailbox="Billing")
    assert "billing@desk.example: 1 new" in capsys.readouterr().out
    assert RawEmail.objects.count() == 1
    Mailbox.objects.update(secret=seal("wrong"))
    with pytest.raises(CommandError, match="LoginError"):
        call_command("mail_fetch")
    with pytest.raises(CommandError, match="no mailbox"):
        call_command("mail_fetch", mailbox="nobody")


def test_secrets_are_sealed_anew_after_the_key_was_changed(mailbox, settings, capsys):
    Mailbox.objects.update(secret=seal("open sesame"))
    OAuthGrant.objects.create(mailbox=mailbox, client_id="c", refresh_token=seal("token"))
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key that is long enough", [old]
    call_command("mail_reseal")
    assert "2 sealed anew" in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(Mailbox.objects.get().secret) == "open sesame"
    assert unseal(OAuthGrant.objects.get().refresh_token) == "token"
    settings.SECRET_KEY = "a third key, of which nobody knows"
    with pytest.raises(CommandError, match="type them again"):
        call_command("mail_reseal")
