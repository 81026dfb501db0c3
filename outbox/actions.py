"""Queue a letter, deliver it, give it up, and never write to some addresses again."""

import datetime
import logging
import secrets
import smtplib
import socket
import time
from collections.abc import Callable, Sequence

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.mail import BadHeaderError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from lib.text import clean, one_line
from outbox.choices import LetterState
from outbox.models import Letter, Suppression
from outbox.sending import send
from outbox.writing import bare, write

log = logging.getLogger(__name__)

# After each failed try the next one waits longer; after the last the letter has failed.
WAITS = [datetime.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
AT_ONCE = 200
# A slow mail server may not hold every worker: one sweep at a time, and a short one. The next takes over.
SWEEP_SECONDS = 20
SWEEP_LOCK = 7_414
# A mail server that is away costs one letter its patience, not every worker its time.
REST_KEY, REST = "outbox-rest", 30


def queue(
    *,
    key: str,
    kind: str,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    sender: str = "",
    cc: Sequence[str] = (),
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    files: Sequence[dict[str, str]] = (),
    message_id: str = "",
    automatic: bool = True,
) -> Letter:
    """The letter as a row; once the transaction commits a worker delivers it. The same key queues once.

    `automatic` letters say so in their headers (RFC 3834), so that no machine answers them.
    """
    letter, made = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "sender": one_line(sender or settings.DEFAULT_FROM_EMAIL, 320),
            "to": [one_line(address, 400) for address in to],
            "cc": [one_line(address, 400) for address in cc],
            "reply_to": one_line(reply_to, 400),
            "subject": one_line(subject),
            "text": clean(text),
            "html": clean(html),
            "headers": headers or {},
            "files": list(files),
            "message_id": message_id or _message_id(sender or settings.DEFAULT_FROM_EMAIL),
            "automatic": automatic,
        },
    )
    if made:
        transaction.on_commit(lambda: hint(letter.pk), robust=True)
    return letter


def _message_id(sender: str) -> str:
    return f"<{secrets.token_hex(16)}@{bare(sender).rpartition('@')[2] or 'localhost'}>"


def hint(letter_id: int) -> None:
    """Ask a worker to deliver it now. With the broker away nothing is lost: a beat task finds the row."""
    try:
        current_app.send_task("outbox.tasks.deliver", args=[letter_id])
    except Exception as error:  # any broker trouble: the row is the truth
        log.warning("letter %s waits for the beat: %s", letter_id, error)


def deliver(letter_id: int) -> bool:
    """Try to send one letter that is due; False if it is not, or somebody is sending it right now.

    The row stays locked while it is sent: a worker that dies in the middle leaves it queued, to be sent again
    with the same Message-ID.
    """
    now = timezone.now()
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(skip_locked=True)
            .filter(pk=letter_id, state=LetterState.QUEUED, next_attempt_at__lte=now)
            .first()
        )
        if letter is None:
            return False
        away = _try(letter, now)
        letter.save(
            update_fields=["state", "attempts", "next_attempt_at", "sent_at", "problem", "announced_at"]
        )
    if away:
        cache.set(REST_KEY, 1, REST)
    announce(letter_id)
    return True


def resting() -> bool:
    """The mail server was away a moment ago: letters wait without using up a try."""
    return bool(cache.get(REST_KEY))


def _try(letter: Letter, now: datetime.datetime) -> bool:
    """Send it and write down what came of it; True if the mail server is away."""
    unwanted = suppressed([*letter.to, *letter.cc])
    to = [address for address in letter.to if bare(address) not in unwanted]
    cc = [address for address in letter.cc if bare(address) not in unwanted]
    if not to and not cc:
        letter.state = LetterState.SUPPRESSED
        letter.problem = f"{', '.join(sorted(unwanted))}: no letters are sent to this address"
        return False
    letter.attempts += 1
    letter.announced_at = None
    try:
        refused = send(write(letter, to=to, cc=cc))
    except Exception as error:
        # Whatever went wrong, the letter is still ours: it waits, or it has failed and somebody is told.
        letter.problem = one_line(f"{type(error).__name__}: {error}", 1000)
        if is_permanent(error) or letter.attempts > len(WAITS):
            letter.state = LetterState.FAILED
        else:
            letter.next_attempt_at = now + WAITS[letter.attempts - 1]
        log.warning("letter %s not sent (try %s): %s", letter.pk, letter.attempts, letter.problem)
        return is_away(error)
    letter.state, letter.sent_at = LetterState.SENT, timezone.now()
    letter.problem = one_line("; ".join(f"{who} refused: {why}" for who, why in refused.items()), 1000)
    return False


def is_away(error: Exception) -> bool:
    """The server is not there or does not know us; no other letter would fare better just now."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(
            error,
            smtplib.SMTPConnectError
            | smtplib.SMTPHeloError
            | smtplib.SMTPAuthenticationError
            | smtplib.SMTPServerDisconnected,
        )
    return isinstance(error, ConnectionError | TimeoutError | socket.gaierror)


def is_permanent(error: Exception) -> bool:
    """5xx about this letter (RFC 5321, 4.2.1), or one that cannot be written. Our login is not its fault."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, BadHeaderError | ValueError | UnicodeError)


def deliver_due(now: datetime.datetime) -> int:
    """Deliver what is due and tell what was not told; the sweep behind the hints. Only one runs at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SWEEP_LOCK])
        (alone,) = cursor.fetchone()
    if not alone:
        return 0
    try:
        return _sweep(now)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SWEEP_LOCK])


def _sweep(now: datetime.datetime) -> int:
    due = Letter.objects.filter(state=LetterState.QUEUED, next_attempt_at__lte=now).order_by(
        "next_attempt_at"
    )
    until, sent = time.monotonic() + SWEEP_SECONDS, 0
    for letter_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if resting() or time.monotonic() > until:
            break
        sent += _guarded(deliver, letter_id)
    untold = Letter.objects.filter(announced_at=None).exclude(state=LetterState.QUEUED).order_by("pk")
    for letter_id in list(untold.values_list("pk", flat=True)[:AT_ONCE]):
        _guarded(announce, letter_id)
    return sent


def _guarded(act: Callable[[int], bool], letter_id: int) -> bool:
    """A letter whose listener fails holds up none behind it; the next sweep tries it again."""
    try:
        return act(letter_id)
    except Exception:
        log.exception("letter %s could not be told of", letter_id)
        return False


def announce(letter_id: int) -> bool:
    """Tell LETTER_LISTENERS once what became of a letter that is done."""
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(skip_locked=True)
            .filter(pk=letter_id, announced_at=None)
            .exclude(state=LetterState.QUEUED)
            .first()
        )
        if letter is None:
            return False
        for path in settings.LETTER_LISTENERS:
            import_string(path)(letter)
        letter.announced_at = timezone.now()
        letter.save(update_fields=["announced_at"])
    return True


@transaction.atomic
def retry_letter(letter_id: int) -> bool:
    """Send a letter that failed once more, from the beginning; False if it did not fail."""
    tried = Letter.objects.filter(
        pk=letter_id, state__in=[LetterState.FAILED, LetterState.SUPPRESSED]
    ).update(
        state=LetterState.QUEUED, attempts=0, next_attempt_at=timezone.now(), problem="", announced_at=None
    )
    if tried:
        transaction.on_commit(lambda: hint(letter_id), robust=True)
    return bool(tried)


def suppress(address: str, reason: str) -> Suppression:
    """Write to this address no more."""
    row, _ = Suppression.objects.get_or_create(
        address=bare(address) or address.strip().lower(), defaults={"reason": one_line(reason, 200)}
    )
    return row


def suppressed(addresses: Sequence[str]) -> set[str]:
    """Those of the addresses that we no longer write to, bare."""
    wanted = {bare(address) for address in addresses}
    return set(Suppression.objects.filter(address__in=wanted).values_list("address", flat=True))
