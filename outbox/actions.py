"""Queue a letter, deliver it, decide what nobody can know, and never write to some addresses again."""

import datetime
import logging
import secrets
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lib.blacking import REMOVED, Marks
from lib.text import clean, one_line
from outbox import guards, settling
from outbox.choices import LOST, SETTLED, TAKEN, DeliveryState, LetterState, Why
from outbox.delivering import announce, deliver, hint, release_dead, resting
from outbox.models import Delivery, Letter, Suppression
from outbox.writing import bare

__all__ = [
    "announce",
    "anonymise",
    "deliver",
    "deliver_due",
    "forget",
    "forget_address",
    "hint",
    "note_bounce",
    "queue",
    "resting",
    "retry_letter",
    "rewrite",
    "say_it_arrived",
    "suppress",
    "suppressed",
    "unsuppress",
]
log = logging.getLogger(__name__)

AT_ONCE = 200
# A slow mail server may not hold every worker: one sweep at a time, and a short one. The next takes over.
SWEEP_SECONDS = 20
SWEEP_LOCK = 7_414
# Where letters went whose reader is not known any more: a name that leads nowhere (RFC 2606).
NOBODY = "nobody@erased.invalid"
# Ids that another's server gave: they say of whom that server is.
_NAMED_BY_OTHERS = frozenset({"References", "In-Reply-To"})
# The mailbox is not there (RFC 3463): no use for a machine to write again. Others are full, or strict today.
GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})


@transaction.atomic
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
    thread: str = "",
    envelope: Callable[[int], str] | None = None,
) -> Letter:
    """The letter as a row; once the transaction commits a worker delivers it. The same key queues once.

    `automatic` letters say so in their headers (RFC 3834), so that no machine answers them, and are counted
    per `thread`. `envelope` makes of the letter's number the address that bounces go to; without it they go
    to the sender.
    """
    letter, made = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "thread": thread[:40],
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
        if envelope:
            letter.envelope_sender = envelope(letter.pk)
            letter.save(update_fields=["envelope_sender"])
        transaction.on_commit(lambda: hint(letter.pk), robust=True)
    return letter


def _message_id(sender: str) -> str:
    return f"<{secrets.token_hex(16)}@{bare(sender).rpartition('@')[2] or 'localhost'}>"


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
    release_dead(now)
    due = Letter.objects.filter(state=LetterState.QUEUED, next_attempt_at__lte=now).order_by(
        "next_attempt_at"
    )
    until, sent = time.monotonic() + SWEEP_SECONDS, 0
    for letter_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if resting() or time.monotonic() > until:
            break
        sent += _guarded(deliver, letter_id)
    untold = Letter.objects.filter(announced_at=None, state__in=sorted(SETTLED)).order_by("pk")
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


@transaction.atomic
def retry_letter(letter_id: int) -> bool:
    """Send it again to those who did not get it, or may not have; False if there are none.

    For an undecided letter this is a person's decision: it may arrive twice, under the same Message-ID.
    """
    letter = Letter.objects.select_for_update().filter(pk=letter_id, state__in=sorted(SETTLED)).first()
    if letter is None:
        return False
    settling.deliveries_of(letter)
    again = letter.deliveries.filter(state__in=[*LOST, DeliveryState.UNDECIDED])
    if not again.update(state=DeliveryState.QUEUED, code="", diagnostic="", changed_at=timezone.now()):
        return False
    letter.attempts, letter.lease, letter.next_attempt_at = 0, "", timezone.now()
    letter.save(update_fields=["attempts", "lease", "next_attempt_at"])
    settling.sum_up(letter, timezone.now())
    transaction.on_commit(lambda: hint(letter_id), robust=True)
    return True


@transaction.atomic
def say_it_arrived(letter_id: int) -> bool:
    """Somebody knows that an undecided letter arrived; False if nothing was undecided."""
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None or letter.state == LetterState.SENDING:
        return False
    now = timezone.now()
    known = letter.deliveries.filter(state=DeliveryState.UNDECIDED)
    if not known.update(state=DeliveryState.SENT, diagnostic="", changed_at=now, sent_at=now):
        return False
    letter.lease = ""
    settling.sum_up(letter, now)
    announce(letter_id)
    return True


@transaction.atomic
def note_bounce(
    letter: Letter,
    *,
    address: str,
    status: str = "",
    diagnostic: str = "",
    permanent: bool,
    at: datetime.datetime,
) -> Delivery | None:
    """Another server says that this letter did not arrive (`permanent`), or not yet. Told twice it is once.

    `address` may be '' or one the letter was forwarded to: with a single recipient it is theirs all the same.
    None if nobody can say whose delivery failed. What became of the letter is announced at once.
    """
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    rows = settling.deliveries_of(held)
    named = [row for row in rows if row.address.lower() == bare(address)] or rows
    if len(named) != 1:
        return None
    row = named[0]
    if row.state not in TAKEN | {DeliveryState.UNDECIDED} or (
        row.state == DeliveryState.DELAYED and not permanent
    ):
        return row
    settling.mark(
        row, DeliveryState.BOUNCED if permanent else DeliveryState.DELAYED, at, code=status, said=diagnostic
    )
    if permanent and status in GONE:
        suppress(row.address, f"{status} {diagnostic}", why=Why.BOUNCED)
    if held.state != LetterState.SENDING:
        settling.sum_up(held, timezone.now())
        announce(held.pk, early=True)
    return row


def suppress(address: str, reason: str, *, why: str = Why.ASKED) -> Suppression:
    """Write to this address no more. After mere bounces a person's answer is still tried."""
    row, _ = Suppression.objects.get_or_create(
        address=bare(address) or address.strip().lower(),
        defaults={"reason": one_line(reason, 200), "why": why},
    )
    return row


def unsuppress(address: str) -> bool:
    """It may be written to again; False if it always was."""
    return bool(Suppression.objects.filter(address__iexact=bare(address)).delete()[0])


def suppressed(addresses: Sequence[str]) -> set[str]:
    """Those of the addresses that we no longer write to, bare."""
    return {row.address for row in guards.suppressions([bare(address) for address in addresses])}


def rewrite(letter: Letter) -> None:
    """Keep it without words and files that were taken out; what has left has left."""
    letter.save(update_fields=["text", "html", "subject", "files"])


def forget(letters: Sequence[Letter]) -> int:
    """Letters that must not be kept, with whom they went to. One that waited leaves no more; one that a
    worker holds right now may still arrive.
    """
    gone, _rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters]).delete()
    return gone


def anonymise(letter: Letter, marks: Marks, *, subject: str | None = None) -> None:
    """Keep that it was sent, and what became of it, without whom it was for and what of theirs it says."""
    letter.to, letter.cc = ([_nobody(marks, one) for one in side] for side in (letter.to, letter.cc))
    letter.reply_to = marks.text(letter.reply_to)
    letter.text, letter.html = marks.text(letter.text), marks.html(letter.html)
    letter.subject = marks.text(letter.subject) if subject is None else subject
    kept = {name: value for name, value in letter.headers.items() if name not in _NAMED_BY_OTHERS}
    letter.headers, letter.files = marks.plain(kept), marks.plain(letter.files)
    letter.problem, letter.key = marks.text(letter.problem), _key(letter, marks)
    letter.save(
        update_fields=[
            "to",
            "cc",
            "reply_to",
            "text",
            "html",
            "subject",
            "headers",
            "files",
            "problem",
            "key",
        ]
    )
    for row in letter.deliveries.all():
        if marks.within(row.address) or marks.within(row.diagnostic):
            row.diagnostic = marks.text(row.diagnostic)
            row.address = f"{row.pk}.{NOBODY}" if marks.within(row.address) else row.address
            row.save(update_fields=["address", "diagnostic"])


def _nobody(marks: Marks, address: str) -> str:
    return f"{REMOVED} <{NOBODY}>" if marks.within(address) else address


def _key(letter: Letter, marks: Marks) -> str:
    return f"removed-{letter.pk}" if marks.within(letter.key) else letter.key


def forget_address(address: str) -> None:
    """Nothing is known of it any more, not even that it must not be written to."""
    Suppression.objects.filter(address__iexact=address).delete()
