"""IMAP (RFC 9051): by UID, folder by folder, each batch stored together with the cursor behind it."""

import datetime
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from lib.text import one_line
from mail import intake
from mail.choices import AfterFetch
from mail.fetching import clearing, parts, signing_in
from mail.fetching.progress import note
from mail.fetching.storing import Found, store_batch
from mail.models import Mailbox, MailFolder

log = logging.getLogger(__name__)

BATCH = 25
MOST_PER_POLL = 500  # of a folder
# Seconds after which a poll leaves the rest to the next one: long before its worker is told to stop.
LONGEST_POLL = 120.0
TIMEOUT = SocketTimeout(connect=10, read=60)


class Trouble(Exception):
    """Some folders went wrong; the others were fetched all the same."""


def collect(box: Mailbox) -> int:
    """Fetch what is new in every folder; how many mails were stored. What went wrong is raised at the end."""
    stored, troubles = 0, []
    behind: list[tuple[datetime.datetime, datetime.datetime]] = []
    with connect(box) as server:
        for folder in box.folders.all():
            folder.mailbox = box
            try:
                came, newest, reached = fetch(folder, server)
            except IMAPClient.AbortError:
                raise
            except IMAPClientError as error:
                troubles.append(f"{folder.name}: {error}")
                continue
            stored += came
            if folder.waiting and newest and reached:
                behind.append((newest, reached))
    if behind:
        box.newest_at = max(newest for newest, _reached in behind)
        box.fetched_at = min(reached for _newest, reached in behind)
    else:
        box.newest_at = box.fetched_at = None  # all is ours: the caller writes down since when
    if troubles:
        raise Trouble("; ".join(troubles))
    return stored


@contextmanager
def connect(box: Mailbox) -> Iterator[IMAPClient]:
    """Signed in, over TLS with the certificate checked, unless the mailbox says none (same machine)."""
    server = greet(box)
    try:
        sign_in(box, server)
        yield server
        server.logout()
    finally:
        hang_up(server)


def greet(box: Mailbox) -> IMAPClient:
    """A line to the server, private as the mailbox wants it; nobody has signed in yet."""
    context = signing_in.tls()
    direct = signing_in.wants_tls(box)
    server = IMAPClient(
        box.host,
        port=box.port,
        ssl=direct,
        ssl_context=context if direct else None,
        timeout=TIMEOUT,
        use_uid=True,
    )
    server.normalise_times = False  # times come with their zone
    try:
        if signing_in.wants_starttls(box):
            if not server.has_capability("STARTTLS"):
                raise signing_in.NotPrivate("the server does not offer STARTTLS")
            server.starttls(context)
    except BaseException:
        hang_up(server)
        raise
    return server


def sign_in(box: Mailbox, server: IMAPClient) -> None:
    """By password or by token. A token that is refused is renewed once: the provider may have revoked it."""
    if not signing_in.by_token(box):
        server.login(box.username, signing_in.password(box))
        return
    try:
        _show_token(box, server, signing_in.token(box))
    except LoginError:
        _show_token(box, server, signing_in.token(box, fresh=True))


def _show_token(box: Mailbox, server: IMAPClient, token: str) -> None:
    bearer = server.has_capability("AUTH=OAUTHBEARER") and not server.has_capability("AUTH=XOAUTH2")
    (server.oauthbearer_login if bearer else server.oauth2_login)(box.username, token)


def hang_up(server: IMAPClient) -> None:
    try:
        server.shutdown()
    except OSError:  # after a proper goodbye there is nothing left to close
        log.debug("already closed")


def fetch(
    folder: MailFolder, server: IMAPClient
) -> tuple[int, datetime.datetime | None, datetime.datetime | None]:
    """How many were stored, when the newest on the server arrived, and when the last that we have did.

    When UIDVALIDITY changes, everything is looked at again: what is stored already is known by its hash.
    """
    box = folder.mailbox
    selected = server.select_folder(folder.name, readonly=box.after_fetch == AfterFetch.LEAVE)
    validity = int(selected[b"UIDVALIDITY"])
    if folder.uid_validity != validity:
        folder.uid_validity, folder.last_uid = validity, 0
        folder.recheck_until = int(selected.get(b"UIDNEXT", 2**32)) - 1
    clearing.clear(folder, server)
    # `n:*` always names the last mail, even if it is older than n.
    found = server.search(["UID", f"{folder.last_uid + 1}:*"])
    new = sorted(uid for uid in found if uid > folder.last_uid)
    wanted = new[:MOST_PER_POLL]
    sizes = server.fetch(wanted, ["RFC822.SIZE", "INTERNALDATE"]) if wanted else {}
    stored = done = 0
    until = time.monotonic() + LONGEST_POLL
    for batch in _batches(wanted, sizes):
        if done and time.monotonic() > until:
            break
        note(box.pk, "fetching", folder=folder.name, done=done, total=len(new))
        stored += store_batch(folder, list(_read(server, batch, sizes)), batch[-1])
        done += len(batch)
        clearing.clear(folder, server)
    folder.waiting = len(new) - done
    folder.save(update_fields=["uid_validity", "last_uid", "recheck_until", "waiting"])
    return stored, *_between(server, new, done, sizes)


def _between(
    server: IMAPClient, new: list[int], done: int, sizes: dict
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Arrival of the newest on the server and of the last that is ours, while mail still waits there."""
    if done == len(new):
        return None, None
    newest = server.fetch(new[-1:], ["INTERNALDATE"]).get(new[-1], {})
    return _arrived(newest), _arrived(sizes.get(new[done - 1], {}))


def _batches(uids: list[int], sizes: dict) -> Iterator[list[int]]:
    """At most BATCH mails, and no more bytes at once than one mail may have: the worker holds them all."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, {}).get(b"RFC822.SIZE", 0)
        size = size if size <= intake.MAX_MAIL else 0
        if batch and (len(batch) >= BATCH or total + size > intake.MAX_MAIL):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch


def _read(server: IMAPClient, uids: list[int], sizes: dict) -> Iterator[Found]:
    """The mails of a batch, in order of arrival. What is gone since we asked for sizes is left out."""
    small = [uid for uid in uids if uid in sizes and sizes[uid][b"RFC822.SIZE"] <= intake.MAX_MAIL]
    whole = _whole(server, small)
    for uid in uids:
        if uid not in sizes:
            continue
        at, size = _arrived(sizes[uid]), sizes[uid][b"RFC822.SIZE"]
        if uid not in small:
            yield Found(parts.head_and_text(server, uid), uid=uid, at=at, cause="oversize", full_size=size)
        elif isinstance(content := whole.get(uid), bytes):
            yield Found(content, uid=uid, at=at)
        elif content is not None:
            log.error("mail %s cannot be read from the server: %s", uid, content)
            yield Found(b"", uid=uid, at=at, cause="unreadable", full_size=size)


def _whole(server: IMAPClient, uids: list[int]) -> dict[int, bytes | str]:
    """Bytes by UID; words instead where the server refuses to give out that one mail.

    One mail that the server cannot read must not hold up all that come after it.
    """
    if not uids:
        return {}
    try:
        answers = server.fetch(uids, ["BODY.PEEK[]"])
    except IMAPClient.AbortError:
        raise
    except IMAPClientError as error:
        if len(uids) == 1:
            return {uids[0]: one_line(str(error), 200)}
        return {uid: said for each in uids for uid, said in _whole(server, [each]).items()}
    # NIL is a mail of no bytes.
    return {uid: data[b"BODY[]"] or b"" for uid, data in answers.items() if b"BODY[]" in data}


def _arrived(answer: dict) -> datetime.datetime | None:
    at = answer.get(b"INTERNALDATE")
    return at if at is None or at.tzinfo else at.replace(tzinfo=datetime.UTC)
