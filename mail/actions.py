"""Mailboxes set up, and the quarantine decided."""

from django.db import transaction
from django.utils import timezone

from mail.choices import Outcome
from mail.conversation import append_by_hand
from mail.deciding import decide, read, settle
from mail.mailboxes import mailbox_named, save_grant, save_mailbox
from mail.models import RawEmail, SenderRule
from staff.models import User
from tickets.actors import require
from tickets.models import Ticket

__all__ = [
    "AlreadyDecided",
    "append",
    "mailbox_named",
    "recover",
    "reject",
    "rule_sender",
    "save_grant",
    "save_mailbox",
]


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


@transaction.atomic
def rule_sender(address: str, *, say: str, by: User) -> SenderRule:
    """From now on let in, or hear no more of, what this address sends."""
    require(by, "quarantine.decide")
    rule, _made = SenderRule.objects.update_or_create(
        address=address, defaults={"say": say, "decided_by": by, "decided_at": timezone.now()}
    )
    return rule


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
