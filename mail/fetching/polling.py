"""One look into a mailbox, by one worker at a time; what goes wrong is written on the mailbox, not raised."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from celery import current_app
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from imapclient.exceptions import LoginError

from lib.text import one_line
from mail.choices import Protocol
from mail.fetching import imap, pop3
from mail.fetching.progress import note
from mail.models import Mailbox
from mail.oauth import GrantProblem

log = logging.getLogger(__name__)

POLL_LOCK = 7_413
# After trouble a mailbox rests, so that a server that hangs does not hold a worker; longer after a refused
# password, which may lock the account.
REST_KEY = "mail-rest-{}"
REST = 15
LONG_REST = 60
REFUSED = (LoginError, pop3.Refused, GrantProblem)
WAYS = {Protocol.IMAP: imap.collect, Protocol.POP3: pop3.collect}


def poll(mailbox_id: int) -> int:
    """Fetch what is new; how many mails were stored. Only one worker polls a mailbox at a time.

    Trouble is written on the mailbox, not raised: the next tick tries again.
    """
    with _alone(mailbox_id) as alone:
        if not alone:
            return 0
        box = Mailbox.objects.filter(pk=mailbox_id, active=True).exclude(host="").first()
        if box is None:
            return 0
        began = timezone.now()
        note(box.pk, "connecting")
        try:
            stored = WAYS[Protocol(box.protocol)](box)
        except (OperationalError, InterfaceError):
            raise  # ours, not the server's; nothing can be written down now
        except Exception as error:
            _note_problem(box, error)
            return 0
        Mailbox.objects.filter(pk=box.pk).update(
            polled_at=timezone.now(),
            newest_at=box.newest_at or began,
            fetched_at=box.fetched_at or began,
            problem="",
            problem_since=None,
        )
        note(box.pk, "done", done=stored, total=stored)
        return stored


def fetch_now(box: Mailbox) -> bool:
    """Ask a worker for it at once, whatever went wrong before; False when no worker can be asked just now."""
    try:
        cache.delete(REST_KEY.format(box.pk))
        note(box.pk, "queued")
        current_app.send_task("mail.tasks.poll_mailbox", args=[box.pk], expires=60)
    except Exception as error:  # any trouble of broker or cache: the next tick polls anyway
        log.warning("mailbox %s waits for the beat: %s", box.pk, error)
        return False
    return True


@contextmanager
def _alone(mailbox_id: int) -> Iterator[bool]:
    """A lock that ends with the database session, so a killed worker leaves none behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [POLL_LOCK, mailbox_id])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [POLL_LOCK, mailbox_id])


def _note_problem(box: Mailbox, error: Exception) -> None:
    problem = one_line(f"{type(error).__name__}: {error}", 500)
    log.warning("mailbox %s: %s", box.pk, problem)
    Mailbox.objects.filter(pk=box.pk).update(problem=problem)
    Mailbox.objects.filter(pk=box.pk, problem_since=None).update(problem_since=timezone.now())
    note(box.pk, "failed", problem=problem)
    try:
        cache.set(REST_KEY.format(box.pk), 1, LONG_REST if isinstance(error, REFUSED) else REST)
    except Exception as trouble:
        log.warning("mailbox %s gets no rest: %s", box.pk, trouble)
