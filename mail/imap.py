"""Fetching mail: by UID, whole, stored together with the cursor, before anything is marked on the server."""

import datetime
import hashlib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from lib.sealed import unseal
from lib.text import one_line
from mail.choices import Security
from mail.intake import receive
from mail.models import Mailbox, RawEmail

log = logging.getLogger(__name__)

BATCH = 25
MOST_PER_POLL = 500
# Larger mail is not fetched: its headers are stored and it waits in the quarantine.
MAX_MAIL = 50 * 1024 * 1024
TIMEOUT = SocketTimeout(connect=10, read=60)
POLL_LOCK = 7_413
# After trouble a mailbox rests, so that a server that hangs does not hold a worker; longer after a refused
# password, which may lock the account.
REST_KEY = "mail-rest-{}"
RESTS = {LoginError: 60}
REST = 15


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
        try:
            with connect(box) as server:
                stored = fetch(box, server)
        except Exception as error:
            _note_problem(box, error)
            return 0
        Mailbox.objects.filter(pk=box.pk).update(polled_at=timezone.now(), problem="", problem_since=None)
        return stored


@contextmanager
def _alone(mailbox_id: int) -> Iterator[bool]:
    """A lock that ends with the database session, so a killed worker leaves none behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [POLL_LOCK, mailbox_id])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [POLL_LOCK, mailbox_id])


def _note_problem(box: Mailbox, error: Exception) -> None:
    problem = one_line(f"{type(error).__name__}: {error}", 500)
    log.warning("mailbox %s: %s", box.pk, problem)
    Mailbox.objects.filter(pk=box.pk).update(problem=problem)
    Mailbox.objects.filter(pk=box.pk, problem_since=None).update(problem_since=timezone.now())
    cache.set(REST_KEY.format(box.pk), 1, RESTS.get(type(error), REST))


@contextmanager
def connect(box: Mailbox) -> Iterator[IMAPClient]:
    """Signed in, over TLS with the certificate checked, unless the mailbox says none (same machine)."""
    context = ssl.create_default_context()
    server = IMAPClient(
        box.host,
        port=box.port,
        ssl=box.security == Security.TLS,
        ssl_context=context if box.security == Security.TLS else None,
        timeout=TIMEOUT,
        use_uid=True,
    )
    try:
        if box.security == Security.STARTTLS:
            server.starttls(context)  # raises when the server does not offer it: there is no going on without
        server.login(box.username, unseal(box.secret))
        yield server
        server.logout()
    finally:
        _hang_up(server)


def _hang_up(server: IMAPClient) -> None:
    try:
        server.shutdown()
    except OSError:  # after a proper goodbye there is nothing left to close
        log.debug("already closed")


def fetch(box: Mailbox, server: IMAPClient) -> int:
    """Store new mail batch by batch; each batch and the cursor behind it are one transaction.

    When UIDVALIDITY changes, everything is looked at again: what is stored already is known by its hash.
    """
    server.normalise_times = False  # times come with their zone
    validity = int(server.select_folder(box.folder, readonly=True)[b"UIDVALIDITY"])
    again = box.uid_validity is not None and box.uid_validity != validity
    if box.uid_validity != validity:
        box.uid_validity, box.last_uid = validity, 0
    # `n:*` always names the last mail, even if it is older than n.
    new = sorted(uid for uid in server.search(["UID", f"{box.last_uid + 1}:*"]) if uid > box.last_uid)
    stored = 0
    wanted = new[:MOST_PER_POLL]
    sizes = server.fetch(wanted, ["RFC822.SIZE", "INTERNALDATE"]) if wanted else {}
    for batch in _batches(wanted, sizes):
        stored += _store(box, _read(server, batch, sizes), batch[-1], again=again)
    if not new:
        Mailbox.objects.filter(pk=box.pk).update(uid_validity=box.uid_validity, last_uid=box.last_uid)
    return stored


def _batches(uids: list[int], sizes: dict) -> Iterator[list[int]]:
    """At most BATCH mails, and no more bytes at once than one mail may have: the worker holds them all."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, {}).get(b"RFC822.SIZE", 0)
        size = size if size <= MAX_MAIL else 0
        if batch and (len(batch) >= BATCH or total + size > MAX_MAIL):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch


def _read(
    server: IMAPClient, uids: list[int], sizes: dict
) -> list[tuple[int, bytes, datetime.datetime | None, str]]:
    """UID, bytes, time of arrival and cause (`oversize`: only its headers were read), in order of arrival."""
    small = [uid for uid in uids if uid in sizes and sizes[uid][b"RFC822.SIZE"] <= MAX_MAIL]
    large = [uid for uid in uids if uid in sizes and uid not in small]
    whole = server.fetch(small, ["BODY.PEEK[]"]) if small else {}
    heads = server.fetch(large, ["BODY.PEEK[HEADER]"]) if large else {}
    read = []
    for uid in uids:
        if (content := whole.get(uid, {}).get(b"BODY[]")) is not None:
            read.append((uid, content, _aware(sizes[uid].get(b"INTERNALDATE")), ""))
        elif (head := heads.get(uid, {}).get(b"BODY[HEADER]")) is not None:
            read.append((uid, head, _aware(sizes[uid].get(b"INTERNALDATE")), "oversize"))
    return read


def _aware(at: datetime.datetime | None) -> datetime.datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _store(box: Mailbox, mails: list, last: int, *, again: bool) -> int:
    stored = 0
    with transaction.atomic():
        for uid, content, at, cause in mails:
            if _known(box, uid, content, again=again):
                continue
            receive(
                content,
                mailbox=box,
                folder=box.folder,
                uid_validity=box.uid_validity,
                uid=uid,
                received_at=at,
                cause=cause,
            )
            stored += 1
        box.last_uid = last
        Mailbox.objects.filter(pk=box.pk).update(uid_validity=box.uid_validity, last_uid=last)
    return stored


def _known(box: Mailbox, uid: int, content: bytes, *, again: bool) -> bool:
    """Stored before under this UID; or, in a renumbered folder, the very same bytes."""
    mine = RawEmail.objects.filter(mailbox=box)
    known = Q(folder=box.folder, uid_validity=box.uid_validity, uid=uid)
    if again:
        known |= Q(sha256=hashlib.sha256(content).hexdigest())
    return mine.filter(known).exists()
