"""Mailboxes set up, and the quarantine decided."""

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mail.choices import Outcome
from mail.conversation import append_by_hand
from mail.deciding import decide, read, settle
from mail.mailboxes import mailbox_named, save_grant, save_mailbox
from mail.manners import set_manners
from mail.models import RawEmail
from mail.senders import forget_sender, rule_sender
from staff.models import User
from tickets.actors import require
from tickets.models import Ticket

__all__ = [
    "AlreadyDecided",
    "append",
    "decide_many",
    "forget_sender",
    "let_go",
    "mailbox_named",
    "recover",
    "reject",
    "rule_sender",
    "save_grant",
    "save_mailbox",
    "set_manners",
]

log = logging.getLogger(__name__)


class AlreadyDecided(Exception):
    """Somebody else was quicker; `by` says who, if known."""

    def __init__(self, by: User | None) -> None:
        super().__init__("this mail has been decided already")
        self.by = by


@transaction.atomic
def recover(mail: RawEmail, *, by: User) -> RawEmail:
    """Let it through as if nothing had held it: a ticket, or a message where it belongs."""
    row = _undecided(mail, by=by)
    row.decision, row.decided_by = "recovered", by
    decide(row, recovering=True)
    row.save(update_fields=["decision", "decided_by"])
    return row


@transaction.atomic
def append(mail: RawEmail, *, to: Ticket, by: User) -> RawEmail:
    """Put it on this ticket; a sender who is not part of that conversation is seen by colleagues only."""
    row = _undecided(mail, by=by)
    message = append_by_hand(read(row, recovering=True), to)
    row.decision, row.decided_by = "appended", by
    row.save(update_fields=["decision", "decided_by"])
    settle(row, Outcome.APPENDED, "by_hand", ticket=to, message=message)
    return row


@transaction.atomic
def reject(mail: RawEmail, *, by: User) -> RawEmail:
    """It is nothing for us. The bytes stay; it leaves the list."""
    row = _undecided(mail, by=by)
    row.decision, row.decided_by, row.handled_at = "rejected", by, timezone.now()
    row.save(update_fields=["decision", "decided_by", "handled_at"])
    return row


def decide_many(mails: Iterable[RawEmail], *, choice: str, by: User) -> tuple[int, int]:
    """Let in or reject many, each by itself: how many were decided, and how many were not.

    What somebody else decided meanwhile counts for neither; what cannot be let in stays where it is.
    """
    act = {"recover": recover, "reject": reject}[choice]
    done = failed = 0
    for mail in mails:
        try:
            act(mail, by=by)
            done += 1
        except AlreadyDecided:
            continue
        except PermissionDenied:
            raise
        except Exception:  # one broken mail holds up no other
            log.exception("held mail %s could not be decided", mail.pk)
            failed += 1
    return done, failed


def let_go(now: datetime.datetime, most: int = 5000) -> int:
    """Empty held mail that was rejected, or that nobody decided about, longer ago than is kept; how many.

    The rows stay, so the account of all mail stays whole. Safe to run twice and to be killed anywhere.
    """
    before = now - datetime.timedelta(days=settings.HELD_MAIL_DAYS)
    full = RawEmail.objects.filter(outcome=Outcome.QUARANTINED, emptied_at=None)
    old = full.filter(Q(decision="rejected", handled_at__lt=before) | Q(decision="", stored_at__lt=before))
    emptied = 0
    for number in old.order_by("pk").values_list("pk", flat=True)[:most]:
        row = full.filter(pk=number)
        emptied += row.filter(decision="rejected").update(content=b"", emptied_at=now) or row.filter(
            decision=""
        ).update(content=b"", emptied_at=now, decision="expired", decided_by=None)
    return emptied


def _undecided(mail: RawEmail, *, by: User) -> RawEmail:
    require(by, "quarantine.decide")
    row = (
        RawEmail.objects.select_for_update(of=("self",))
        .select_related("mailbox", "mailbox__team", "decided_by")
        .get(pk=mail.pk)
    )
    if row.outcome != Outcome.QUARANTINED or row.decision:
        raise AlreadyDecided(row.decided_by)
    return row
