"""Mailboxes set up, and the quarantine decided."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.sealed import seal
from mail.addressing import is_valid_address
from mail.choices import Outcome, Security
from mail.conversation import Incoming, append_by_hand
from mail.deciding import decide, settle
from mail.models import Mailbox, RawEmail, SenderRule
from mail.parser import parse
from mail.verdicts import verdict
from staff.models import Team, User
from tickets.actors import require
from tickets.models import Ticket

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class AlreadyDecided(Exception):
    """Somebody else was quicker; `by` says who, if known."""

    def __init__(self, by: User | None) -> None:
        super().__init__("this mail has been decided already")
        self.by = by


def mailbox_named(name: str) -> Mailbox | None:
    """The mailbox with this address or name."""
    return Mailbox.objects.filter(Q(address__iexact=name) | Q(name=name)).order_by("pk").first()


def add_mailbox(
    *,
    address: str,
    team: Team,
    name: str = "",
    host: str = "",
    port: int = 0,
    security: str = Security.TLS,
    username: str = "",
    password: str = "",
    folder: str = "INBOX",
    aliases: Sequence[str] = (),
) -> Mailbox:
    """A new mailbox, or the one with this address changed. ValidationError says what is wrong.

    Another server or folder begins from its start; an empty password keeps the one we have.
    """
    address = address.strip().lower()
    for each in (address, *aliases):
        if not is_valid_address(each):
            raise ValidationError(_("“%(address)s” is not an email address."), params={"address": each})
    if security == Security.NONE and host and host not in HERE:
        raise ValidationError(_("Without TLS only a server on the same machine may be used."))
    box = Mailbox.objects.filter(address=address).first() or Mailbox(address=address)
    if (box.host, box.folder, box.username) != (host, folder, username or address):
        box.uid_validity, box.last_uid = None, 0
    box.name, box.team, box.host, box.folder = name or box.name or team.name, team, host, folder
    box.port, box.security = port or PORTS[Security(security)], security
    box.username, box.aliases = username or address, list(aliases)
    if password:
        box.secret = seal(password)
    box.save()
    return box


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
    raw = bytes(row.content)
    parsed = parse(raw)
    message = append_by_hand(Incoming(row, parsed, verdict(parsed), recovering=True), to)
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
