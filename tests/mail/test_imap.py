"""Fetching from a real server: everything once, nothing before it is stored, no going on without TLS."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from lib.sealed import Unsealable, seal, unseal
from mail import fetching, intake
from mail.fetching import imap, polling, storing
from mail.fetching.storing import Found
from mail.models import Mailbox, RawEmail
from mail.parser import parse
from mail.queries import mail_lag
from mail.tasks import poll_mailbox
from tests.mail.conftest import a_mail


def problem_of(box: Mailbox) -> str:
    box.refresh_from_db()
    return box.problem


def test_mail_is_stored_as_it_is_on_the_server_with_its_time(fetched, imap_server, mailbox_user):
    at = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    raw = a_mail(text="Tere\n").as_bytes().replace(b"\n", b"\r\n")
    imap_server.deliver(mailbox_user, raw, at=at)
    assert poll_mailbox(fetched.pk) == 1
    row = RawEmail.objects.get()
    assert bytes(row.content) == raw
    assert row.received_at == at
    assert (row.folder, row.uid, row.outcome) == ("INBOX", 1, "pending")
    with imap_server.client(mailbox_user) as client:
        client.select_folder("INBOX")
        assert client.search("UNSEEN") == [1]


def test_the_cursor_and_the_mail_are_one(fetched, imap_server, mailbox_user, monkeypatch):
    """The worker dies in the middle of a batch: nothing of it is stored; the next poll fetches all of it."""
    for n in range(3):
        imap_server.deliver(mailbox_user, a_mail(text=str(n)).as_bytes())
    real = storing.receive

    def dies(content, **about):
        if about["uid"] == 3:
            raise RuntimeError("killed")
        return real(content, **about)

    with monkeypatch.context() as patch:
        patch.setattr(storing, "receive", dies)
        fetching.poll(fetched.pk)
    assert RawEmail.objects.count() == 0
    assert "killed" in problem_of(fetched)
    assert fetched.folders.get().last_uid == 0
    assert fetching.poll(fetched.pk) == 3
    assert problem_of(fetched) == ""
    assert fetched.problem_since is None
    assert fetched.folders.get().last_uid == 3


def test_more_than_a_batch(fetched, imap_server, mailbox_user, monkeypatch):
    monkeypatch.setattr(imap, "BATCH", 2)
    for n in range(5):
        imap_server.deliver(mailbox_user, a_mail(text=str(n)).as_bytes())
    assert fetching.poll(fetched.pk) == 5
    assert list(RawEmail.objects.order_by("pk").values_list("uid", flat=True)) == [1, 2, 3, 4, 5]


def test_a_renumbered_folder_brings_nothing_twice_and_loses_nothing(fetched, imap_server, mailbox_user):
    kept = a_mail(text="kept").as_bytes()
    fetched.folders.update(name="Desk")
    with imap_server.client(mailbox_user) as client:
        client.create_folder("Desk")
    imap_server.deliver(mailbox_user, kept, folder="Desk")
    fetching.poll(fetched.pk)
    with imap_server.client(mailbox_user) as client:
        client.delete_folder("Desk")
        client.create_folder("Desk")
        validity = client.select_folder("Desk")[b"UIDVALIDITY"]
    assert validity != RawEmail.objects.get().uid_validity
    imap_server.deliver(mailbox_user, a_mail(text="new").as_bytes(), folder="Desk")
    imap_server.deliver(mailbox_user, kept, folder="Desk")
    assert fetching.poll(fetched.pk) == 1
    assert RawEmail.objects.count() == 2
    folder = fetched.folders.get()
    assert (folder.uid_validity, folder.last_uid) == (validity, 2)


def test_an_empty_mailbox_is_no_problem(fetched):
    assert fetching.poll(fetched.pk) == 0
    assert problem_of(fetched) == ""
    assert fetched.polled_at


def test_of_what_is_too_large_the_headers_and_the_text_come(fetched, imap_server, mailbox_user, monkeypatch):
    monkeypatch.setattr(intake, "MAX_MAIL", 5000)
    mail = a_mail(text="See the picture.\n", subject="Huge")
    mail.add_alternative("<p>See the picture.</p>", subtype="html")
    mail.add_attachment(b"x" * 20_000, maintype="image", subtype="png", filename="huge.png")
    imap_server.deliver(mailbox_user, mail.as_bytes())
    assert fetching.poll(fetched.pk) == 1
    row = RawEmail.objects.get()
    assert (row.cause, row.server_due) == ("oversize", False)
    assert row.full_size > 20_000 > 2000 > row.size
    read = parse(bytes(row.content))
    assert (read.subject, read.text.strip(), read.attachments) == ("Huge", "See the picture.", ())


def test_a_certificate_nobody_trusts_is_refused(fetched, imap_server):
    fetched.port, fetched.security = imap_server.tls_port, "tls"
    fetched.save()
    assert fetching.poll(fetched.pk) == 0
    assert "CERTIFICATE_VERIFY_FAILED" in problem_of(fetched)
    fetched.port, fetched.security = imap_server.port, "starttls"
    fetched.save()
    fetching.poll(fetched.pk)
    assert "CERTIFICATE_VERIFY_FAILED" in problem_of(fetched)


def test_with_a_trusted_certificate_both_ways_of_tls_work(fetched, imap_server, mailbox_user, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.home / "cert.pem"))
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    fetched.host, fetched.port, fetched.security = "localhost", imap_server.tls_port, "tls"
    fetched.save()
    assert fetching.poll(fetched.pk) == 1, problem_of(fetched)
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    fetched.refresh_from_db()
    fetched.port, fetched.security = imap_server.port, "starttls"
    fetched.save()
    assert fetching.poll(fetched.pk) == 1, problem_of(fetched)


def test_a_wrong_password_is_told_and_the_desk_is_not_well(fetched):
    fetched.secret = seal("wrong")
    fetched.save()
    assert fetching.poll(fetched.pk) == 0
    assert "LoginError" in problem_of(fetched)
    assert cache.get(fetching.REST_KEY.format(fetched.pk))
    assert fetched.problem_since
    Mailbox.objects.update(problem_since=timezone.now() - datetime.timedelta(minutes=5))
    assert not mail_lag()["ok"]


def test_a_server_that_is_away_is_a_problem_not_an_error(fetched, imap_server):
    fetched.port = 1
    fetched.save()
    assert fetching.poll(fetched.pk) == 0
    assert "ConnectionRefused" in problem_of(fetched)


def test_two_workers_never_poll_the_same_mailbox(fetched, imap_server, mailbox_user):
    """The lock belongs to the session, so the other worker is a connection of its own."""
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [polling.POLL_LOCK, fetched.pk])
            assert fetching.poll(fetched.pk) == 0
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [polling.POLL_LOCK, fetched.pk])
    finally:
        other.close()
    assert fetching.poll(fetched.pk) == 1


def test_an_inactive_mailbox_is_left_alone(fetched, imap_server, mailbox_user):
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    Mailbox.objects.update(active=False)
    assert fetching.poll(fetched.pk) == 0


def test_passwords_are_sealed_and_survive_a_new_key(settings):
    sealed = seal("open sesame")
    assert "open" not in sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that is long enough"
    assert unseal(sealed) == "open sesame"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unsealable):
        unseal(sealed)


def test_a_batch_holds_no_more_than_one_mail_may_have(monkeypatch):
    monkeypatch.setattr(intake, "MAX_MAIL", 100)
    monkeypatch.setattr(imap, "BATCH", 3)
    sizes = {uid: {b"RFC822.SIZE": size} for uid, size in enumerate([60, 60, 40, 500, 1, 1, 1, 1])}
    assert list(imap._batches([*sizes, 8], sizes)) == [[0], [1, 2, 3], [4, 5, 6], [7, 8]]


def test_a_mail_of_no_bytes_is_stored_too():
    class Empty:
        def fetch(self, uids, what):
            return {uid: {b"BODY[]": b""} for uid in uids}

    assert list(imap._read(Empty(), [1], {1: {b"RFC822.SIZE": 0}})) == [Found(b"", uid=1)]
