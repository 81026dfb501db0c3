"""One letter at a time: taken into one's hands, handed over, and written down.

A worker may be killed anywhere. Before it talks to the server it commits that it holds the letter; before the
dot that ends the letter it commits that the deliveries are undecided; after the answer it writes what became
of them. No row is locked and no transaction open while the server is talked to.
"""

import contextlib
import datetime
import logging
import secrets
import time
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from lib.text import one_line
from outbox import guards, settling
from outbox.choices import SETTLED, DeliveryState, LetterState
from outbox.models import Delivery, Letter
from outbox.sending import NO_SMTPUTF8, Answer, AnswerLost, hand_over, is_away, is_hopeless
from outbox.writing import write

log = logging.getLogger(__name__)

# Longer than a server may take over its answer: whoever holds a letter for so long is dead. One that is not
# finds out before the end.
LEASE = datetime.timedelta(minutes=15)
# A mail server that is away costs one letter its patience, not every worker its time.
REST_KEY, REST = "outbox-rest:{host}:{port}", 30
# What became of a letter is worth waiting for a database that restarts.
WRITE_PAUSES = (0.2, 1, 3, 10)


class LeaseLost(Exception):
    """Somebody decided that this worker was dead. It has sent nothing, and must not."""


def hint(letter_id: int) -> None:
    """Ask a worker to deliver it now. With the broker away nothing is lost: a beat task finds the row."""
    try:
        current_app.send_task("outbox.tasks.deliver", args=[letter_id])
    except Exception as error:  # any broker trouble: the row is the truth
        log.warning("letter %s waits for the beat: %s", letter_id, error)


def deliver(letter_id: int) -> bool:
    """Try to send one letter that is due; False if it is not, or somebody is sending it right now."""
    taken = _take(letter_id, timezone.now())
    if taken is None:
        return False
    letter, due = taken
    if due:
        _try(letter, due)
    announce(letter_id, early=True)
    return True


def _take(letter_id: int, now: datetime.datetime) -> tuple[Letter, list[Delivery]] | None:
    """The letter and whom it is still due to, in our hands. Nobody, when that has settled it already."""
    with transaction.atomic(durable=True):
        letter = (
            Letter.objects.select_for_update(skip_locked=True)
            .filter(pk=letter_id, state=LetterState.QUEUED, next_attempt_at__lte=now)
            .first()
        )
        if letter is None:
            return None
        try:
            due = [d for d in settling.deliveries_of(letter) if d.state == DeliveryState.QUEUED]
        except ValueError as error:
            settling.give_up(letter, [], str(error), now)
            return letter, []
        if until := guards.held_until(letter, now):
            letter.next_attempt_at = until
            letter.save(update_fields=["next_attempt_at"])
            return None
        why = guards.objections(letter, [d.address.lower() for d in due], now)
        for delivery in due:
            if delivery.address.lower() in why:
                settling.mark(delivery, DeliveryState.SUPPRESSED, now, said=why[delivery.address.lower()])
        due = [d for d in due if d.state == DeliveryState.QUEUED]
        if not due:
            settling.sum_up(letter, now)
            return letter, []
        letter.state, letter.lease, letter.handed_at = LetterState.SENDING, secrets.token_hex(16), now
        letter.attempts += 1
        letter.save(update_fields=["state", "lease", "handed_at", "attempts"])
    return letter, due


def _try(letter: Letter, due: list[Delivery]) -> None:
    """Talk to the server and write down what came of it, whatever comes."""
    at_end = False

    def before_the_end(answers: dict[str, Answer]) -> None:
        nonlocal at_end
        with transaction.atomic(durable=True):
            held, now = _holding(letter), timezone.now()
            held.handed_at = now
            held.save(update_fields=["handed_at"])
            settling.about_to_end(due, answers, now)
        at_end = True

    try:
        parcel = write(letter, leaving_out=settling.unspeakable(letter))
        answers = hand_over(parcel, [d.address for d in due], before_the_end=before_the_end)
    except LeaseLost:
        log.error("letter %s was taken from a worker that was slow", letter.pk)
    except AnswerLost as lost:
        log.warning("letter %s is undecided: %s", letter.pk, lost)
        problem = str(lost)
        _written_down(letter, lambda held, now: settling.undecided(held, problem, now))
    except Exception as error:
        # Nothing was sent to anybody: the letter is still ours, it waits or it has failed.
        problem = one_line(f"{type(error).__name__}: {error}", 500)
        log.warning("letter %s not sent (try %s): %s", letter.pk, letter.attempts, problem)
        hopeless = is_hopeless(error)
        if is_away(error):
            _rest()
        _written_down(letter, lambda held, now: settling.not_sent(held, due, problem, now, hopeless=hopeless))
    except BaseException:
        # We are being stopped. Before the end nothing was sent, so the next worker may go on at once.
        if not at_end:
            _written_down(
                letter, lambda held, now: settling.not_sent(held, due, "stopped", now, at_once=True)
            )
        raise
    else:
        at_once = NO_SMTPUTF8 in answers.values()
        _written_down(letter, lambda held, now: settling.answered(held, answers, now, at_once=at_once))


def _holding(letter: Letter) -> Letter:
    """The row, locked, if it is still in our hands. LeaseLost if not."""
    held = Letter.objects.select_for_update().filter(pk=letter.pk, lease=letter.lease).first()
    if held is None or held.state != LetterState.SENDING:
        raise LeaseLost
    return held


def _written_down(letter: Letter, write_down: Callable[[Letter, datetime.datetime], None]) -> None:
    """In a transaction, tried again while the database is away: `write_down(letter, now)`.

    If it stays away the lease runs out, and what was written before the end decides.
    """
    for pause in (*WRITE_PAUSES, None):
        try:
            with transaction.atomic(durable=True):
                held = Letter.objects.select_for_update().filter(pk=letter.pk, lease=letter.lease).first()
                if held is None:
                    log.error("letter %s was decided by somebody else", letter.pk)
                    return
                write_down(held, timezone.now())
            return
        except DatabaseError:
            if pause is None or connection.in_atomic_block:
                raise
            log.exception("what became of letter %s could not be written yet", letter.pk)
            time.sleep(pause)
            close_old_connections()


def release_dead(now: datetime.datetime) -> int:
    """Letters in the hands of workers that are dead: sent again if nothing can have left, else undecided."""
    dead = Letter.objects.filter(state=LetterState.SENDING, handed_at__lt=now - LEASE).order_by("pk")
    released = 0
    for letter_id in list(dead.values_list("pk", flat=True)[:200]):
        with transaction.atomic(durable=True):
            letter = dead.select_for_update(skip_locked=True).filter(pk=letter_id).first()
            if letter:
                log.error("letter %s was in the hands of a worker that died", letter_id)
                settling.abandoned(letter, now)
                released += 1
        announce(letter_id, early=True)
    return released


def announce(letter_id: int, *, early: bool = False) -> bool:
    """Tell LETTER_LISTENERS what became of a letter. `early`: also of one that still waits for some."""
    with transaction.atomic():
        untold = Letter.objects.select_for_update(skip_locked=True).filter(pk=letter_id, announced_at=None)
        letter = untold.first()
        if letter is None or not (letter.state in SETTLED or (early and settling.troubled(letter))):
            return False
        for path in settings.LETTER_LISTENERS:
            import_string(path)(letter)
        if letter.state in SETTLED:
            letter.announced_at = timezone.now()
            letter.save(update_fields=["announced_at"])
    return True


def _rest_key() -> str:
    return REST_KEY.format(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)


def _rest() -> None:
    with contextlib.suppress(Exception):  # without a cache every letter finds out by itself
        cache.set(_rest_key(), 1, REST)


def resting() -> bool:
    """The mail server was away a moment ago: letters wait without using up a try."""
    with contextlib.suppress(Exception):
        return bool(cache.get(_rest_key()))
    return False
