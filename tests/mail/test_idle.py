"""IDLE wakes the poll, and nothing but the poll; without it everything goes on."""

import threading
import time

import pytest
from celery import current_app

from mail.fetching import idle, imap
from mail.fetching.idle import Switchboard
from mail.models import Mailbox
from tests.mail.conftest import a_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(monkeypatch):
    """Quick, and remembers which polls were asked for."""
    monkeypatch.setattr(idle, "LOOK", 0.1)
    monkeypatch.setattr(idle, "FIRST_REST", 0.05)
    monkeypatch.setattr(idle, "NO_IDLE", 0.1)
    board = Switchboard()
    board.asked = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: board.asked.append((name, *args)), raising=False
    )
    yield board
    board.close(patience=60)
    assert not any(watch.is_alive() for watch in board.leaving)  # none speaks in the next test


def until(true) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_new_mail_asks_for_a_poll_at_once(board, fetched, imap_server, mailbox_user):
    board.look()
    until(lambda: board.asked)  # once at the start, for what came before
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    until(lambda: len(board.asked) >= 2)
    assert set(board.asked) == {("mail.tasks.poll_mailbox", fetched.pk)}


def test_a_line_that_breaks_is_held_again(board, fetched, imap_server, mailbox_user, monkeypatch):
    real, broken = imap.IMAPClient.idle_check, []

    def breaks(self, timeout=None):
        if not broken:
            broken.append(1)
            raise OSError("connection reset")
        return real(self, timeout)

    monkeypatch.setattr(imap.IMAPClient, "idle_check", breaks)
    board.look()
    until(lambda: len(board.asked) >= 2)
    imap_server.deliver(mailbox_user, a_mail().as_bytes())
    until(lambda: len(board.asked) >= 3)


def test_what_is_switched_off_or_changed_is_let_go(board, fetched):
    board.look()
    (first,) = [watch for _settings, watch in board.watches.values()]
    board.look()
    assert [watch for _settings, watch in board.watches.values()] == [first]
    Mailbox.objects.update(host="localhost")
    board.look()
    (second,) = [watch for _settings, watch in board.watches.values()]
    assert second is not first
    assert first.ends.is_set()
    Mailbox.objects.update(active=False)
    board.look()
    assert board.watches == {}
    assert second.ends.is_set()


def test_who_was_let_go_asks_for_nothing_more(board, fetched, monkeypatch):
    """Its line may have been half open: what it hears after that is no news."""
    at_the_folder, go_on = threading.Event(), threading.Event()
    real = imap.IMAPClient.select_folder

    def slow(self, *args, **options):
        at_the_folder.set()
        assert go_on.wait(60)
        return real(self, *args, **options)

    monkeypatch.setattr(imap.IMAPClient, "select_folder", slow)
    board.look()
    assert at_the_folder.wait(60)
    Mailbox.objects.update(active=False)
    board.look()
    assert board.watches == {}
    go_on.set()
    board.close(patience=60)
    assert board.asked == []


def test_a_server_without_idle_is_left_to_the_poll(board, fetched, monkeypatch):
    looks = []
    monkeypatch.setattr(imap.IMAPClient, "has_capability", lambda self, what: bool(looks.append(what)))
    board.look()
    until(lambda: len(looks) >= 2)  # and it comes back to it
    assert set(looks) == {"IDLE"}
    assert board.asked == []
