"""POP3 (RFC 1939): by UIDL, one mail at a time, deleted there only once it is ours."""

import base64
import hashlib
import logging
import poplib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction
from django.utils import timezone

from lib.text import one_line
from mail import intake
from mail.choices import AfterFetch, Transport
from mail.fetching import signing_in
from mail.fetching.progress import note
from mail.fetching.storing import Found, is_due
from mail.intake import receive
from mail.models import Mailbox, RawEmail

log = logging.getLogger(__name__)

TIMEOUT = 60.0
MOST_PER_POLL = 500
LONGEST_POLL = 120.0  # seconds; the rest is left to the next poll
MOST_UIDL = 255
LONGEST_LINE = 16 * 1024 * 1024
TOP_LINES = 300
# The server is busy with this mailbox (RFC 2449, RFC 3206): the password is not to blame.
NOT_REFUSED = (b"[IN-USE]", b"[SYS/", b"[LOGIN-DELAY]")


class Refused(Exception):
    """The server does not let us in."""


class NoNames(Exception):
    """A server without UIDL: what was fetched before cannot be told from what is new."""


class _AnyLine:
    """The library gives up at lines of 2 kB; real mail has longer ones, and one such would stop the queue."""

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise poplib.error_proto("line too long")
        if not line:
            raise poplib.error_proto("-ERR EOF")
        return (line[:-2] if line.endswith(b"\r\n") else line.rstrip(b"\n")), len(line)


class _Plain(_AnyLine, poplib.POP3):
    pass


class _Private(_AnyLine, poplib.POP3_SSL):
    pass


def collect(box: Mailbox) -> int:
    """Fetch what is new; how many were stored. A mail that the server cannot give out stops no other."""
    with connect(box) as server:
        names = _names(server)
        sizes = _numbers(server.list()[1])
        known = _known(box, set(names.values()))
        _clear(box, server, names)
        new = [number for number, name in names.items() if name not in known]
        stored = done = 0
        until = time.monotonic() + LONGEST_POLL
        for number in new[:MOST_PER_POLL]:
            if done and time.monotonic() > until:
                break
            note(box.pk, "fetching", done=done, total=len(new))
            mail = _read(server, number, names[number], sizes.get(number, 0))
            stored += _store(box, mail)
            if is_due(box, mail):
                server.dele(number)
            done += 1
    if len(new) > done:  # POP3 tells no times: late is what still waits after a whole poll
        box.newest_at, box.fetched_at = timezone.now(), box.fetched_at or timezone.now()
    else:
        box.newest_at = box.fetched_at = None
    return stored


@contextmanager
def connect(box: Mailbox) -> Iterator[poplib.POP3]:
    """Signed in, over TLS unless the mailbox says none. Deletions count once the goodbye was answered."""
    server = greet(box)
    try:
        sign_in(box, server)
        yield server
        server.quit()
    finally:
        with suppress(OSError):
            server.close()


def greet(box: Mailbox) -> poplib.POP3:
    context = signing_in.tls()
    if signing_in.wants_tls(box):
        return _Private(box.host, box.port, context=context, timeout=TIMEOUT)
    server = _Plain(box.host, box.port, timeout=TIMEOUT)
    if signing_in.wants_starttls(box):
        try:
            server.stls(context)
        except poplib.error_proto as error:
            server.close()
            raise signing_in.NotPrivate("the server does not offer STLS") from error
        except BaseException:
            server.close()
            raise
    return server


def sign_in(box: Mailbox, server: poplib.POP3) -> None:
    try:
        if not signing_in.by_token(box):
            server.user(box.username)
            server.pass_(signing_in.password(box))
            return
        if not _show_token(server, box.username, signing_in.token(box)):
            fresh = signing_in.token(box, fresh=True)
            if not _show_token(server, box.username, fresh):
                raise Refused("the server refuses the token")
    except poplib.error_proto as error:
        if any(word in _words(error) for word in NOT_REFUSED):
            raise
        raise Refused(one_line(_words(error).decode("utf-8", "replace"), 200)) from error


def _show_token(server: poplib.POP3, user: str, token: str) -> bool:
    """SASL XOAUTH2 in two steps, which all known servers take. After a no comes why, and an empty answer."""
    said = base64.b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode()).decode()
    server._shortcmd("AUTH XOAUTH2")
    try:
        if server._shortcmd(said).startswith(b"+OK"):
            return True
        server._shortcmd("")
    except poplib.error_proto as error:
        log.info("token refused: %s", error)
    return False


def _words(error: poplib.error_proto) -> bytes:
    said = error.args[0] if error.args else b""
    return said if isinstance(said, bytes) else str(said).encode()


def _names(server: poplib.POP3) -> dict[int, str]:
    """UIDL by number. A server that gives two mails the same name gets a second one from us."""
    try:
        lines = server.uidl()[1]
    except poplib.error_proto as error:
        raise NoNames("the server has no UIDL; use IMAP for this mailbox") from error
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for line in lines:
        number, _space, name = line.partition(b" ")
        said = name.strip().decode("utf-8", "backslashreplace").replace("\x00", "")
        if not number.isdigit() or not said:
            continue
        seen[said] = seen.get(said, 0) + 1
        said = said if seen[said] == 1 else f"{said}#{seen[said]}"
        if len(said) > MOST_UIDL:
            said = hashlib.sha256(said.encode()).hexdigest()
        names[int(number)] = said
    return names


def _numbers(lines: list[bytes]) -> dict[int, int]:
    """Sizes by number."""
    pairs = (line.split()[:2] for line in lines)
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(p.isdigit() for p in pair)}


def _known(box: Mailbox, there: set[str]) -> set[str]:
    """Names of what we have. What is not there any more loses its name: some servers give it out again."""
    named = RawEmail.objects.filter(mailbox=box).exclude(uidl="")
    known = set(named.values_list("uidl", flat=True))
    if gone := known - there:
        named.filter(uidl__in=gone).update(uidl="", server_due=False)
    return known & there


def _clear(box: Mailbox, server: poplib.POP3, names: dict[int, str]) -> None:
    """Delete what a poll that died did not get to delete."""
    due = RawEmail.objects.filter(mailbox=box, server_due=True)
    if box.after_fetch != AfterFetch.DELETE:
        due.update(server_due=False)
        return
    waiting = set(due.values_list("uidl", flat=True))
    for number, name in names.items():
        if name in waiting:
            server.dele(number)


def _read(server: poplib.POP3, number: int, name: str, size: int) -> Found:
    try:
        if size > intake.MAX_MAIL:
            top = _joined(server.top(number, TOP_LINES)[1])[: intake.MAX_MAIL]
            return Found(top, uidl=name, cause="oversize", full_size=size)
        return Found(_joined(server.retr(number)[1]), uidl=name)
    except poplib.error_proto as error:
        if not _words(error).startswith(b"-ERR") or b"EOF" in _words(error):
            raise
        log.error("mail %s cannot be read from the server: %s", name, error)
        return Found(b"", uidl=name, cause="unreadable", full_size=size)


def _joined(lines: list[bytes]) -> bytes:
    return b"\r\n".join([*lines, b""]) if lines else b""


def _store(box: Mailbox, mail: Found) -> bool:
    """Its bytes, in a transaction of its own. The same bytes under another name are the same mail."""
    with transaction.atomic():
        same = RawEmail.objects.filter(
            mailbox=box, uidl="", transport=Transport.POP3, sha256=hashlib.sha256(mail.content).hexdigest()
        )
        known = same.order_by("pk").values_list("pk", flat=True).first() if mail.content else None
        if known is not None:
            RawEmail.objects.filter(pk=known).update(uidl=mail.uidl, server_due=is_due(box, mail))
            return False
        receive(
            mail.content,
            mailbox=box,
            transport=Transport.POP3,
            uidl=mail.uidl,
            cause=mail.cause,
            full_size=mail.full_size,
            server_due=is_due(box, mail),
        )
    return True
