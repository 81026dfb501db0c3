"""LMTP and the pipe: yes only when it is stored, and a temporary no whenever it is our fault."""

import asyncio
import contextlib
import os
import smtplib
import subprocess
import sys
import threading
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from mail import delivering, intake, lmtp
from mail.models import RawEmail
from tests.mail.conftest import a_mail

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hall(db, monkeypatch):
    """A running LMTP server; its threads see what the test sees, which is uncommitted."""
    monkeypatch.setattr(lmtp, "_fresh", lambda work, *args: work(*args))
    with _served() as port:
        yield port


@contextlib.contextmanager
def _served():
    loop = asyncio.new_event_loop()
    postman = lmtp.Postman()

    async def in_place(work, *args):
        return await asyncio.wrap_future(_ask(work, *args))

    asked: list = []
    ready = threading.Event()

    def _ask(work, *args):
        future: Future = Future()
        asked.append((future, work, args))
        ready.set()
        return future

    postman._in_thread = in_place
    started = threading.Event()
    state: dict = {}

    def run() -> None:
        asyncio.set_event_loop(loop)
        state["server"] = loop.run_until_complete(
            loop.create_server(partial(lmtp.server, postman), host="127.0.0.1", port=0)
        )
        started.set()
        loop.run_forever()
        state["server"].close()
        loop.run_until_complete(state["server"].wait_closed())
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait(60)
    try:
        yield _Hall(state["server"].sockets[0].getsockname()[1], asked, ready)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        postman.close()


class _Hall:
    """The database is asked in the test's own thread, where its transaction is."""

    def __init__(self, port, asked, ready) -> None:
        self.port, self.asked, self.ready = port, asked, ready

    def send(self, raw: bytes, *recipients: str, sender: str = "dana@okafor.example"):
        """Refused recipients and the answers to the data, by recipient."""
        result: dict = {}
        talk = threading.Thread(target=self._talk, args=(raw, recipients, sender, result))
        talk.start()
        while talk.is_alive():
            if self.ready.wait(0.01):
                self.ready.clear()
                while self.asked:
                    future, work, args = self.asked.pop(0)
                    try:
                        future.set_result(work(*args))
                    except Exception as error:
                        future.set_exception(error)
        talk.join()
        return result

    def _talk(self, raw, recipients, sender, result) -> None:
        with smtplib.LMTP("127.0.0.1", self.port) as client:
            client.ehlo("mx.okafor.example")
            client.mail(sender)
            taken = []
            for each in recipients:
                code, said = client.rcpt(each)
                if code == 250:
                    taken.append(each)
                else:
                    result[each] = (code, said.decode())
            if not taken:
                return
            client.putcmd("data")
            code, said = client.getreply()
            client.send(smtplib._quote_periods(raw.replace(b"\n", b"\r\n")) + b".\r\n")
            for each in taken:
                code, said = client.getreply()
                result[each] = (code, said.decode())
                if code == 552:  # one answer to all of it
                    break


def test_each_recipient_gets_an_answer_and_the_mail_its_bytes(hall, mailbox, other_mailbox):
    raw = a_mail(text="Tere\n.dot\n").as_bytes()
    said = hall.send(raw, "billing+x@desk.example", "nobody@desk.example", "Network@desk.example")
    assert said["nobody@desk.example"][0] == 550
    assert said["billing+x@desk.example"][0] == said["Network@desk.example"][0] == 250
    rows = {row.mailbox.name: row for row in RawEmail.objects.select_related("mailbox")}
    assert set(rows) == {"Billing", "Network"}
    row = rows["Billing"]
    assert bytes(row.content) == raw.replace(b"\n", b"\r\n")
    assert (row.transport, row.envelope_to, row.envelope_from) == (
        "lmtp",
        "billing+x@desk.example",
        "dana@okafor.example",
    )


def test_an_alias_is_a_mailbox_too(hall, mailbox):
    mailbox.aliases = ["pay@desk.example"]
    mailbox.save()
    assert hall.send(a_mail().as_bytes(), "pay@desk.example")["pay@desk.example"][0] == 250


def test_with_the_database_away_the_server_keeps_the_mail(hall, mailbox, monkeypatch):
    def away(*_args, **_about):
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as patch:
        patch.setattr(lmtp, "receive", away)
        said = hall.send(a_mail().as_bytes(), "billing@desk.example")
        assert said["billing@desk.example"][0] == 451
    with monkeypatch.context() as patch:
        patch.setattr(lmtp, "mailbox_for", away)
        said = hall.send(a_mail().as_bytes(), "billing@desk.example")
        assert said["billing@desk.example"][0] == 451
    assert not RawEmail.objects.exists()


def test_one_recipient_may_be_stored_and_the_other_not(hall, mailbox, other_mailbox, monkeypatch):
    real = lmtp.receive

    def once(content, **about):
        if about["mailbox"] == other_mailbox:
            raise OperationalError("gone")
        return real(content, **about)

    monkeypatch.setattr(lmtp, "receive", once)
    said = hall.send(a_mail().as_bytes(), "billing@desk.example", "network@desk.example")
    assert [said[each][0] for each in ("billing@desk.example", "network@desk.example")] == [250, 451]
    assert RawEmail.objects.count() == 1


def test_what_is_too_large_is_refused_for_good(mailbox, db, monkeypatch):
    monkeypatch.setattr(intake, "MAX_MAIL", 2000)
    with _served() as hall:
        said = hall.send(a_mail(text="x\n" * 5000).as_bytes(), "billing@desk.example")
    assert said["billing@desk.example"][0] == 552
    assert not RawEmail.objects.exists()


def test_lmtp_beyond_this_machine_wants_a_certificate():
    with pytest.raises(CommandError, match="TLS"):
        call_command("mail_lmtp", host="0.0.0.0")


def pipe(raw: bytes, *words: str, **env: str) -> subprocess.CompletedProcess:
    """The command as a mail server runs it."""
    return subprocess.run(
        [sys.executable, "manage.py", "mail_receive", *words],
        cwd=ROOT,
        env={**os.environ, **env},
        input=raw,
        capture_output=True,
        timeout=180,
        check=False,
    )


NOWHERE = {
    "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
    "HELPDESK_ENV": "local",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nowhere",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}


def test_a_pipe_with_the_database_away_asks_to_try_again():
    done = pipe(a_mail().as_bytes(), "--mailbox", "Billing", **NOWHERE)
    assert done.returncode == os.EX_TEMPFAIL, done.stderr
    assert b"Not stored" in done.stderr


def test_a_pipe_that_cannot_even_start_asks_to_try_again():
    done = pipe(a_mail().as_bytes(), "--mailbox", "Billing", **{**NOWHERE, "HELPDESK_ENV": "nonsense"})
    assert done.returncode == os.EX_TEMPFAIL, done.stderr


def test_a_pipe_called_wrongly_says_so():
    assert pipe(a_mail().as_bytes(), "--nonsense", **NOWHERE).returncode == os.EX_USAGE
    assert pipe(a_mail().as_bytes(), **NOWHERE).returncode == os.EX_USAGE
    assert pipe(b"", "--mailbox", "Billing", **NOWHERE).returncode == os.EX_NOINPUT


def test_the_envelope_says_whose_mail_it_is(mailbox):
    for address in ("billing@desk.example", "Billing+abc@Desk.Example"):
        assert delivering.mailbox_for(address) == mailbox
    for address in ("", "nobody@desk.example", "billing@lund.example", "billing", "@", "\x00@desk.example"):
        assert delivering.mailbox_for(address) is None
    mailbox.active = False
    mailbox.save()
    assert delivering.mailbox_for("billing@desk.example") is None
