"""Mail over POP3: once, whole, and deleted on the server only when it is ours."""

import pytest

from lib.sealed import seal
from mail import fetching, intake
from mail.fetching import pop3
from mail.models import Mailbox, RawEmail
from tests.mail.conftest import a_mail
from tests.servers import scripted
from tests.servers.dovecot import PASSWORD


@pytest.fixture
def popped(mailbox, pop3_server, mailbox_user) -> Mailbox:
    """The mailbox on a real server, over POP3."""
    return _aim(mailbox, pop3_server.pop3_port, user=mailbox_user)


def _aim(box: Mailbox, port: int, *, user: str = "dana", **more) -> Mailbox:
    about = {"protocol": "pop3", "host": "127.0.0.1", "port": port, "security": "none", "username": user}
    Mailbox.objects.filter(pk=box.pk).update(**about, secret=seal(PASSWORD), **more)
    box.refresh_from_db()
    return box


def crlf(mail) -> bytes:
    return mail.as_bytes().replace(b"\n", b"\r\n")


def problem_of(box: Mailbox) -> str:
    box.refresh_from_db()
    return box.problem


def test_mail_is_stored_as_it_is_on_the_server_and_once(popped, pop3_server, mailbox_user):
    raw = crlf(a_mail(text="Tere\n.a dot\n")) + b"\xff\xfe 8-bit\r\n" + b"x" * 5000 + b"\r\n"
    pop3_server.deliver(mailbox_user, raw)
    assert fetching.poll(popped.pk) == 1, problem_of(popped)
    row = RawEmail.objects.get()
    assert bytes(row.content) == raw
    assert (row.transport, row.outcome) == ("pop3", "pending")
    assert row.uidl
    assert fetching.poll(popped.pk) == 0
    pop3_server.deliver(mailbox_user, crlf(a_mail(text="another\n")))
    assert fetching.poll(popped.pk) == 1


def test_it_is_deleted_on_the_server_once_it_is_ours(popped, pop3_server, mailbox_user):
    Mailbox.objects.update(after_fetch="delete")
    for n in range(3):
        pop3_server.deliver(mailbox_user, crlf(a_mail(text=f"{n}\n")))
    assert fetching.poll(popped.pk) == 3, problem_of(popped)
    with pop3_server.client(mailbox_user) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0
    fetching.poll(popped.pk)
    assert not RawEmail.objects.exclude(uidl="").exists()
    assert not RawEmail.objects.filter(server_due=True).exists()


def test_a_poll_that_died_before_it_deleted_is_made_good(popped, pop3_server, mailbox_user, monkeypatch):
    """Deletions count at the goodbye: without it the mail is still there, and must not come twice."""
    Mailbox.objects.update(after_fetch="delete")
    pop3_server.deliver(mailbox_user, crlf(a_mail()))
    with monkeypatch.context() as patch:
        patch.setattr(pop3._Plain, "quit", lambda self: (_ for _ in ()).throw(OSError("killed")))
        fetching.poll(popped.pk)
    assert "killed" in problem_of(popped)
    assert RawEmail.objects.get().server_due
    assert fetching.poll(popped.pk) == 0
    assert RawEmail.objects.count() == 1
    with pop3_server.client(mailbox_user) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


def test_starttls_and_tls(popped, pop3_server, mailbox_user, monkeypatch):
    pop3_server.deliver(mailbox_user, crlf(a_mail(text="1\n")))
    popped.host, popped.port, popped.security = "localhost", pop3_server.pop3s_port, "tls"
    popped.save()
    assert fetching.poll(popped.pk) == 0
    assert "CERTIFICATE_VERIFY_FAILED" in problem_of(popped)
    monkeypatch.setenv("SSL_CERT_FILE", str(pop3_server.home / "cert.pem"))
    assert fetching.poll(popped.pk) == 1, problem_of(popped)
    Mailbox.objects.update(port=pop3_server.pop3_port, security="starttls")
    pop3_server.deliver(mailbox_user, crlf(a_mail(text="2\n")))
    assert fetching.poll(popped.pk) == 1, problem_of(popped)


def test_a_wrong_password_is_told_apart(popped):
    Mailbox.objects.update(secret=seal("wrong"))
    assert fetching.poll(popped.pk) == 0
    assert problem_of(popped).startswith("Refused:")


def test_a_server_whose_starttls_was_stripped_gets_no_password(mailbox):
    """A silent way back to plain text would hand the password to whoever sits in between."""
    with scripted.scripted(scripted.pop3({}, capabilities=(b"UIDL", b"USER"))) as server:
        box = _aim(mailbox, server.port)
        Mailbox.objects.update(security="starttls")
        assert fetching.poll(box.pk) == 0
        assert problem_of(box).startswith("NotPrivate:")
        assert not any(PASSWORD.encode() in line or line.startswith(b"USER") for line in server.heard)


def test_one_mail_that_the_server_cannot_read_stops_no_other(mailbox):
    mails = {n: crlf(a_mail(text=f"{n}\n")) for n in (1, 2, 3)}
    with scripted.scripted(scripted.pop3(mails, broken=frozenset({2}))) as server:
        box = _aim(mailbox, server.port, after_fetch="delete")
        assert fetching.poll(box.pk) == 3, problem_of(box)
        assert list(mails) == [2]
    rows = dict(RawEmail.objects.values_list("uidl", "cause"))
    assert rows == {"name-1": "", "name-2": "unreadable", "name-3": ""}


def test_an_8_bit_mail_and_endless_lines_stop_nothing(mailbox):
    """Bytes are bytes: no charset, and no line length, is a reason to leave a mail or those behind it."""
    bad = b"From: dana@okafor.example\r\nSubject: \xe4\xf6\r\n\r\n\x00\xff" + b"y" * 100_000 + b"\r\n"
    mails = {1: bad, 2: crlf(a_mail())}
    with scripted.scripted(scripted.pop3(mails)) as server:
        assert fetching.poll(_aim(mailbox, server.port).pk) == 2, problem_of(mailbox)
    assert bytes(RawEmail.objects.get(uidl="name-1").content) == bad


def test_a_server_that_gives_a_name_out_again_loses_nothing(mailbox):
    mails = {1: crlf(a_mail(text="first\n"))}
    with scripted.scripted(scripted.pop3(mails)) as server:
        box = _aim(mailbox, server.port, after_fetch="delete")
        assert fetching.poll(box.pk) == 1
        assert fetching.poll(box.pk) == 0
        mails[1] = crlf(a_mail(text="second, under the same name\n"))
        assert fetching.poll(box.pk) == 1
    assert RawEmail.objects.count() == 2


def test_two_mails_of_one_name_are_two(mailbox):
    mails = {1: crlf(a_mail(text="1\n")), 2: crlf(a_mail(text="2\n"))}
    with scripted.scripted(scripted.pop3(mails, names={1: b"same", 2: b"same"})) as server:
        box = _aim(mailbox, server.port)
        assert fetching.poll(box.pk) == 2, problem_of(box)
        assert fetching.poll(box.pk) == 0


def test_names_that_all_changed_bring_nothing_twice(mailbox):
    mails = {1: crlf(a_mail(text="1\n")), 2: crlf(a_mail(text="2\n"))}
    names = {1: b"a", 2: b"b"}
    with scripted.scripted(scripted.pop3(mails, names=names)) as server:
        box = _aim(mailbox, server.port)
        assert fetching.poll(box.pk) == 2
        names.update({1: b"c", 2: b"d"})
        assert fetching.poll(box.pk) == 0
    assert set(RawEmail.objects.values_list("uidl", flat=True)) == {"c", "d"}


def test_a_server_without_names_is_a_problem_that_is_said(mailbox):
    with scripted.scripted(scripted.pop3({1: crlf(a_mail())}, names={})) as server:
        box = _aim(mailbox, server.port)
        assert fetching.poll(box.pk) == 0
        assert "use IMAP" in problem_of(box)


def test_of_what_is_too_large_the_beginning_comes_and_the_rest_stays(mailbox, monkeypatch):
    monkeypatch.setattr(intake, "MAX_MAIL", 3000)
    mails = {1: crlf(a_mail(subject="Huge", text="x\n" * 5000))}
    with scripted.scripted(scripted.pop3(mails)) as server:
        box = _aim(mailbox, server.port, after_fetch="delete")
        assert fetching.poll(box.pk) == 1, problem_of(box)
    row = RawEmail.objects.get()
    assert (row.cause, row.server_due) == ("oversize", False)
    assert row.full_size > 3000 > row.size
    assert mails
