"""Holds a line to every IMAP mailbox, so that new mail is fetched at once."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from mail.fetching.idle import Switchboard

log = logging.getLogger(__name__)

LOOK_EVERY = 30.0  # seconds


class Command(BaseCommand):
    help = (
        "Listen to the mail servers that offer IDLE, until stopped. Without it mail is polled all the same."
    )

    def handle(self, *args: object, **options) -> None:
        ends = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ends.set())
        board = Switchboard()
        while not ends.is_set():
            try:
                board.look()
            except DatabaseError as error:
                log.warning("mailboxes unknown for now: %s", error)
            finally:
                connection.close()
            ends.wait(LOOK_EVERY)
        board.close()
