"""Several folders, what happens to the copies on the server, and servers that do not behave."""

import datetime

import pytest
from django.utils import timezone

from mail import fetching, intake
from mail.actions import save_mailbox
from mail.fetching import clearing, imap
from mail.models import Mailbox, MailFolder, RawEmail
from mail.parser import parse
from tests.mail.conftest import a_mail
from tests.servers import scripted


def problem_of(box: Mailbox) -> str:
    box.refresh_from_db()
    return box.problem


def on_server(imap_server, user: str, folder: str = "INBOX") -> dict[int, set[bytes]]:
    """Flags by UID of what is in the folder."""
    with imap_server.client(user) as client:
        if not client.folder_exists(folder):
            return {}
        client.select_folder(folder, readonly=True)
        found = client.search(["ALL"])
        flags = client.get_flags(found) if found else {}
    return {uid: set(each) - {b"\\Recent"} for uid, each in flags.items()}


def deliver(imap_server, user: str, count: int, **where) -> None:
    for n in range(count):
        imap_server.deliver(user, a_mail(text=f"{n}\n").as_bytes(), **where)


def test_each_folder_has_its_own_cursor(fetched, imap_server, mailbox_user):
    with imap_server.client(mailbox_user) as client:
        client.create_folder("Sales")
    fetched.folders.create(name="Sales")
    deliver(imap_server, mailbox_user, 2)
    deliver(imap_server, mailbox_user, 1, folder="Sales")
    assert fetching.poll(fetched.pk) == 3, problem_of(fetched)
    assert fetching.poll(fetched.pk) == 0
    assert dict(MailFolder.objects.values_list("name", "last_uid")) == {"INBOX": 2, "Sales": 1}
    assert RawEmail.objects.filter(folder="Sales", transport="imap").count() == 1


def test_a_folder_that_is_gone_is_said_and_keeps_no_other_waiting(fetched, imap_server, mailbox_user):
    MailFolder.objects.update(name="Gone")
    fetched.folders.create(name="INBOX")
    deliver(imap_server, mailbox_user, 1)
    fetching.poll(fetched.pk)
    assert RawEmail.objects.count() == 1
    assert problem_of(fetched).startswith("Trouble: Gone:")


@pytest.mark.parametrize(
    ("after", "move_to", "inbox", "archive"),
    [
        ("leave", "", {1: set(), 2: set()}, 0),
        ("seen", "", {1: {b"\\Seen"}, 2: {b"\\Seen"}}, 0),
        ("delete", "", {}, 0),
        ("move", "Done", {}, 2),
    ],
)
def test_what_happens_on_the_server(fetched, imap_server, mailbox_user, after, move_to, inbox, archive):
    Mailbox.objects.update(after_fetch=after, move_to=move_to)
    deliver(imap_server, mailbox_user, 2)
    assert fetching.poll(fetched.pk) == 2, problem_of(fetched)
    assert on_server(imap_server, mailbox_user) == inbox
    assert len(on_server(imap_server, mailbox_user, "Done")) == archive
    assert not RawEmail.objects.filter(server_due=True).exists()
    assert fetching.poll(fetched.pk) == 0


@pytest.mark.parametrize("after", ["seen", "delete", "move"])
def test_nothing_happens_on_the_server_before_the_bytes_are_committed(
    fetched, imap_server, mailbox_user, monkeypatch, after
):
    """The fetcher dies after the commit: the mail is ours and still there. The next poll makes it good."""
    Mailbox.objects.update(after_fetch=after, move_to="Done")
    deliver(imap_server, mailbox_user, 2)
    real, calls = clearing.clear, []

    def dies(folder, server):
        calls.append(RawEmail.objects.count())
        if calls[-1]:
            raise OSError("killed")
        real(folder, server)

    with monkeypatch.context() as patch:
        patch.setattr(clearing, "clear", dies)
        fetching.poll(fetched.pk)
    assert calls == [0, 2]
    assert on_server(imap_server, mailbox_user) == {1: set(), 2: set()}
    assert RawEmail.objects.filter(server_due=True).count() == 2
    assert fetching.poll(fetched.pk) == 0
    assert problem_of(fetched) == ""
    assert on_server(imap_server, mailbox_user) == (
        {1: {b"\\Seen"}, 2: {b"\\Seen"}} if after == "seen" else {}
    )
    assert RawEmail.objects.count() == 2


def test_deleting_takes_nothing_that_others_marked(fetched, imap_server, mailbox_user, monkeypatch):
    """Without UIDPLUS an EXPUNGE takes everything marked, also what we never saw."""
    Mailbox.objects.update(after_fetch="delete")
    deliver(imap_server, mailbox_user, 1)
    has = imap.IMAPClient.has_capability
    monkeypatch.setattr(
        imap.IMAPClient, "has_capability", lambda self, what: what != "UIDPLUS" and has(self, what)
    )
    real = clearing._delete

    def after_another(server, uids, to):
        deliver(imap_server, mailbox_user, 1)
        with imap_server.client(mailbox_user) as client:
            client.select_folder("INBOX")
            client.add_flags([2], [b"\\Deleted"])
        server.noop()
        real(server, uids, to)

    with monkeypatch.context() as patch:
        patch.setitem(clearing._ACTS, "delete", after_another)
        fetching.poll(fetched.pk)
    assert 2 in on_server(imap_server, mailbox_user)
    assert fetching.poll(fetched.pk) == 1
    assert RawEmail.objects.count() == 2


def test_a_large_renumbered_folder_brings_nothing_twice(fetched, imap_server, mailbox_user, monkeypatch):
    """UIDVALIDITY changes, one poll does not get through the folder: what comes later is known as well."""
    monkeypatch.setattr(imap, "MOST_PER_POLL", 2)
    monkeypatch.setattr(imap, "BATCH", 1)
    MailFolder.objects.update(name="Desk")
    mails = [a_mail(text=f"{n}\n").as_bytes() for n in range(5)]
    with imap_server.client(mailbox_user) as client:
        client.create_folder("Desk")
    for raw in mails:
        imap_server.deliver(mailbox_user, raw, folder="Desk")
    assert [fetching.poll(fetched.pk) for _ in range(4)] == [2, 2, 1, 0]
    with imap_server.client(mailbox_user) as client:
        client.delete_folder("Desk")
        client.create_folder("Desk")
    for raw in [*mails, a_mail(text="new\n").as_bytes()]:
        imap_server.deliver(mailbox_user, raw, folder="Desk")
    assert [fetching.poll(fetched.pk) for _ in range(4)] == [0, 0, 1, 0]
    assert RawEmail.objects.count() == 6
    assert set(RawEmail.objects.values_list("uid_validity", flat=True)) == {
        MailFolder.objects.get().uid_validity
    }


def test_two_equal_copies_stay_two_when_numbered_anew(fetched, imap_server, mailbox_user):
    raw = a_mail().as_bytes()
    imap_server.deliver(mailbox_user, raw)
    imap_server.deliver(mailbox_user, raw)
    assert fetching.poll(fetched.pk) == 2
    MailFolder.objects.update(uid_validity=1)
    RawEmail.objects.update(uid_validity=1)
    assert fetching.poll(fetched.pk) == 0
    assert RawEmail.objects.count() == 2
    imap_server.deliver(mailbox_user, raw)
    assert fetching.poll(fetched.pk) == 1


def test_another_server_begins_anew_and_brings_nothing_twice(fetched, imap_server, mailbox_user, billing):
    deliver(imap_server, mailbox_user, 2)
    fetching.poll(fetched.pk)
    about = {"by": None, "address": fetched.address, "team": billing, "security": "none"}
    save_mailbox(**about, host="localhost", port=imap_server.port, username=mailbox_user)
    assert MailFolder.objects.get().last_uid == 0
    assert fetching.poll(fetched.pk) == 0, problem_of(fetched)
    assert RawEmail.objects.count() == 2
    assert MailFolder.objects.get().last_uid == 2


def test_however_long_we_were_away_everything_comes(fetched, imap_server, mailbox_user):
    """No look-back window: what arrived weeks ago, read by somebody else, is fetched like the rest."""
    for days in (40, 9, 3):
        at = timezone.now() - datetime.timedelta(days=days)
        imap_server.deliver(mailbox_user, a_mail(text=f"{days}\n").as_bytes(), at=at)
    with imap_server.client(mailbox_user) as client:
        client.select_folder("INBOX")
        client.add_flags([1, 2], [b"\\Seen"])
    assert fetching.poll(fetched.pk) == 3
    oldest = RawEmail.objects.order_by("pk").first()
    assert (timezone.now() - oldest.received_at).days == 40


def test_while_mail_waits_on_the_server_the_mailbox_says_how_far_behind_we_are(
    fetched, imap_server, mailbox_user, monkeypatch
):
    monkeypatch.setattr(imap, "MOST_PER_POLL", 1)
    for minutes in (60, 30, 2):
        at = timezone.now() - datetime.timedelta(minutes=minutes)
        imap_server.deliver(mailbox_user, a_mail(text=f"{minutes}\n").as_bytes(), at=at)
    fetching.poll(fetched.pk)
    fetched.refresh_from_db()
    assert fetched.newest_at - fetched.fetched_at > datetime.timedelta(minutes=57)
    assert MailFolder.objects.get().waiting == 2
    fetching.poll(fetched.pk)
    fetching.poll(fetched.pk)
    fetched.refresh_from_db()
    assert fetched.newest_at == fetched.fetched_at
    assert MailFolder.objects.get().waiting == 0


def test_a_poll_that_takes_long_leaves_the_rest_to_the_next(fetched, imap_server, mailbox_user, monkeypatch):
    monkeypatch.setattr(imap, "LONGEST_POLL", -1.0)
    monkeypatch.setattr(imap, "BATCH", 2)
    deliver(imap_server, mailbox_user, 3)
    assert [fetching.poll(fetched.pk) for _ in range(3)] == [2, 1, 0]
    assert problem_of(fetched) == ""


def test_a_server_whose_starttls_was_stripped_gets_no_password(mailbox):
    """A silent way back to plain text would hand the password to whoever sits in between."""
    with scripted.scripted(scripted.imap({})) as server:
        aim(mailbox, server.port, security="starttls")
        assert fetching.poll(mailbox.pk) == 0
        assert problem_of(mailbox).startswith("NotPrivate:")
        assert not any(b"LOGIN" in line.upper() for line in server.heard)


def test_one_mail_that_the_server_cannot_read_stops_no_other_and_is_not_forgotten(mailbox):
    mails = {uid: a_mail(text=f"{uid}\n").as_bytes() for uid in (1, 2, 3)}
    with scripted.scripted(scripted.imap(mails, broken=frozenset({2}))) as server:
        aim(mailbox, server.port, after_fetch="seen")
        assert fetching.poll(mailbox.pk) == 3, problem_of(mailbox)
        assert fetching.poll(mailbox.pk) == 0
    row = RawEmail.objects.get(uid=2)
    assert (row.cause, bytes(row.content), row.server_due) == ("unreadable", b"", False)
    assert intake.handle(row.pk) == "quarantined"


def aim(box: Mailbox, port: int, **more) -> None:
    about = {"host": "127.0.0.1", "port": port, "security": "none", "username": "dana", **more}
    Mailbox.objects.filter(pk=box.pk).update(**about)
    box.folders.create(name="INBOX")


def test_a_huge_plain_mail_comes_with_the_beginning_of_its_text(
    fetched, imap_server, mailbox_user, monkeypatch
):
    monkeypatch.setattr(intake, "MAX_MAIL", 5000)
    monkeypatch.setattr(fetching.imap.parts, "MOST_TEXT", 300)
    imap_server.deliver(mailbox_user, a_mail(text="words\n" * 5000, subject="Huge").as_bytes())
    fetching.poll(fetched.pk)
    row = RawEmail.objects.get()
    read = parse(bytes(row.content))
    assert (read.subject, read.text[:6]) == ("Huge", "words\n")
    assert row.full_size > 5000 > row.size
