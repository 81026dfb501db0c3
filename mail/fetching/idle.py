"""IDLE (RFC 2177): the server tells us that mail has come, and a poll is asked for at once.

Only a hint: whatever happens here, the beat polls every mailbox all the same. One thread for each mailbox.
"""

import logging
import threading
import time

from celery import current_app
from django.db import close_old_connections, connection
from imapclient import IMAPClient

from lib.text import one_line
from mail.choices import Protocol
from mail.fetching import imap
from mail.models import Mailbox

log = logging.getLogger(__name__)

RENEW = 9 * 60.0  # seconds; servers hang up after half an hour, routers earlier
LOOK = 15.0  # how long one waits for a word before asking whether to go on
NO_IDLE = 10 * 60.0
FIRST_REST, LONGEST_REST = 5.0, 300.0


class Watch(threading.Thread):
    """Holds a line to one mailbox until it is told to end or the mailbox's settings change."""

    def __init__(self, box: Mailbox) -> None:
        super().__init__(name=f"idle-{box.pk}", daemon=True)
        self.box = box
        self.ends = threading.Event()
        self.told = 0

    def run(self) -> None:
        rest = FIRST_REST
        while not self.ends.is_set():
            began = time.monotonic()
            try:
                self._listen()
            except Exception as error:
                log.info(
                    "mailbox %s: no IDLE: %s", self.box.pk, one_line(f"{type(error).__name__}: {error}", 300)
                )
            finally:
                connection.close()
            rest = FIRST_REST if time.monotonic() - began > LONGEST_REST else min(rest * 2, LONGEST_REST)
            self.ends.wait(rest)

    def _listen(self) -> None:
        folder = self.box.folders.values_list("name", flat=True).first()
        with imap.connect(self.box) as server:
            connection.close()  # nothing is asked for minutes to come
            if folder is None or not server.has_capability("IDLE"):
                self.ends.wait(NO_IDLE)
                return
            server.select_folder(folder, readonly=True)
            self._tell()  # what came while nobody listened
            while not self.ends.is_set():
                self._one_round(server)

    def _one_round(self, server: IMAPClient) -> None:
        server.idle()
        try:
            until = time.monotonic() + RENEW
            while time.monotonic() < until and not self.ends.is_set():
                said = server.idle_check(timeout=LOOK)
                if any(len(each) > 1 and each[1] in {b"EXISTS", b"RECENT"} for each in said):
                    self._tell()
        finally:
            _lines, said = server.idle_done()
        if any(len(each) > 1 and each[1] == b"EXISTS" for each in said):
            self._tell()

    def _tell(self) -> None:
        if self.ends.is_set():  # let go meanwhile: the mailbox is another's, or nobody's
            return
        self.told += 1
        try:
            current_app.send_task("mail.tasks.poll_mailbox", args=[self.box.pk], expires=30)
        except Exception as error:  # the beat polls anyway
            log.info("mailbox %s: no poll asked for: %s", self.box.pk, error)


class Switchboard:
    """The watches that there should be, by what the mailboxes say now."""

    def __init__(self) -> None:
        self.watches: dict[int, tuple[tuple, Watch]] = {}
        self.leaving: list[Watch] = []  # let go, and not home yet

    def look(self) -> None:
        """Start what is missing, end what is not wanted any more or is wanted otherwise."""
        close_old_connections()
        boxes = Mailbox.objects.filter(active=True, protocol=Protocol.IMAP).exclude(host="")
        wanted = {box.pk: (_settings(box), box) for box in boxes.prefetch_related("folders")}
        self.leaving = [watch for watch in self.leaving if watch.is_alive()]
        for number, (settings, watch) in list(self.watches.items()):
            if number not in wanted or wanted[number][0] != settings or not watch.is_alive():
                self._let_go(number)
        for number, (settings, box) in wanted.items():
            if number not in self.watches:
                watch = Watch(box)
                self.watches[number] = (settings, watch)
                watch.start()

    def close(self, patience: float = 5.0) -> None:
        """End all of them and wait for them, also for those that were let go before."""
        for number in list(self.watches):
            self._let_go(number)
        until = time.monotonic() + patience
        for watch in self.leaving:
            watch.join(max(0.0, until - time.monotonic()))

    def _let_go(self, number: int) -> None:
        _settings_then, watch = self.watches.pop(number)
        watch.ends.set()
        self.leaving.append(watch)


def _settings(box: Mailbox) -> tuple:
    folders = tuple(folder.name for folder in box.folders.all())
    return (box.host, box.port, box.security, box.username, box.secret, box.sign_in, folders)
