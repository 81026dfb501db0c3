"""Mail comes in: its bytes are stored before anybody looks at them, then each gets exactly one outcome."""

import datetime
import hashlib
import logging

from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lib import through
from lib.hints import hint
from lib.prepared import Prepared
from lib.storing import insert
from mail.choices import Outcome
from mail.deciding import decide
from mail.models import Mailbox, RawEmail

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
ATTEMPT = "UPDATE mail_rawemail SET attempts = attempts + 1 WHERE id = %s AND outcome = %s AND attempts < %s"
# Larger mail is not taken whole: what is fetched is its headers and its text, what is handed in is refused.
MAX_MAIL = 50 * 1024 * 1024
# Not the mail's fault: a full disk, a database that restarts, tables of another version in the middle of an
# upgrade. It is tried again as often as it takes.
OURS = (OperationalError, InterfaceError, ProgrammingError, OSError)


def receive(
    raw: bytes,
    *,
    mailbox: Mailbox,
    transport: str = "",
    envelope_to: str = "",
    envelope_from: str = "",
    folder: str = "",
    uid_validity: int | None = None,
    uid: int | None = None,
    uidl: str = "",
    received_at: datetime.datetime | None = None,
    cause: str = "",
    full_size: int | None = None,
    server_due: bool = False,
    tell_worker: bool = True,
) -> RawEmail:
    """Store the bytes. Once that is committed a worker handles them; a sweep finds what no worker was told.

    Inside a caller's transaction it commits with the caller's: the IMAP cursor moves together with the rows.
    `cause` (oversize, unreadable) and `full_size` say that `raw` is only a part of what the server has.
    """
    now = timezone.now()
    with transaction.atomic():
        row = RawEmail(
            mailbox=mailbox,
            transport=transport,
            folder=folder,
            uid_validity=uid_validity,
            uid=uid,
            uidl=uidl,
            envelope_to=envelope_to.replace("\x00", "")[:320],
            envelope_from=envelope_from.replace("\x00", "")[:320],
            sha256=hashlib.sha256(raw).hexdigest(),
            size=len(raw),
            received_at=min(received_at or now, now),
            content=raw,
            cause=cause,
            full_size=full_size,
            server_due=server_due,
        )
        insert(row)
        if tell_worker:
            transaction.on_commit(lambda: hint("mail.tasks.handle", row.pk), robust=True)
    return row


def handle(raw_id: int) -> str | None:
    """Parse and decide one stored mail. Its outcome, or None: handled already, or in somebody's hands.

    An attempt is counted before it is made, so that a mail which kills its worker is not tried for ever.
    """
    if not _attempt(raw_id):
        return None
    try:
        with through.through("mail", raw_id), transaction.atomic():
            for row in _in_hand(number=raw_id):
                decide(row)
                return row.outcome
        _no_attempt(raw_id)  # somebody else has it in hand
        return None
    except OURS as error:
        log.warning("mail %s put off: %s", raw_id, error)
        _no_attempt(raw_id)
        return None
    except Exception:
        log.exception("mail %s could not be handled", raw_id)
        return _give_up(raw_id)


@Prepared
def _in_hand(*, number: int) -> QuerySet[RawEmail]:
    """The mail if it still waits, locked; nothing if somebody else has it."""
    return (
        RawEmail.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("mailbox", "mailbox__team")
        .filter(pk=number, outcome=Outcome.PENDING)
    )


def _attempt(raw_id: int) -> bool:
    """Count the attempt, committed; False when there is nothing to do or no attempt is left."""
    with connection.cursor() as cursor:
        cursor.execute(ATTEMPT, [raw_id, Outcome.PENDING.value, MAX_ATTEMPTS])
        if cursor.rowcount:
            return True
    _give_up(raw_id)
    return False


def _no_attempt(raw_id: int) -> None:
    RawEmail.objects.filter(pk=raw_id, outcome=Outcome.PENDING, attempts__gt=0).update(
        attempts=F("attempts") - 1
    )


def _give_up(raw_id: int) -> str | None:
    """After the last attempt it waits in the quarantine, for a person."""
    spent = RawEmail.objects.filter(pk=raw_id, outcome=Outcome.PENDING, attempts__gte=MAX_ATTEMPTS)
    if spent.update(outcome=Outcome.QUARANTINED, cause="error", handled_at=timezone.now()):
        log.error("mail %s is quarantined after %s attempts", raw_id, MAX_ATTEMPTS)
        return Outcome.QUARANTINED
    return None


def handle_pending(now: datetime.datetime, most: int = 500) -> int:
    """Handle what no worker was told about, oldest first; how many got an outcome."""
    waiting = RawEmail.objects.filter(
        outcome=Outcome.PENDING, stored_at__lt=now - datetime.timedelta(seconds=10)
    ).order_by("pk")
    return sum(handle(raw_id) is not None for raw_id in list(waiting.values_list("pk", flat=True)[:most]))
