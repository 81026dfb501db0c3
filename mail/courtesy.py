"""May a machine write back? Every reason not to (RFC 3834, and what desks learned from loops)."""

import datetime
import re

from mail.addressing import is_valid_address, own
from mail.models import RawEmail
from mail.parsed import ParsedMail
from mail.tokens import find_in_subject
from mail.verdicts import Verdict
from tickets.models import Message, Ticket

SAME_SUBJECT_WAITS = datetime.timedelta(minutes=180)
DAY = datetime.timedelta(hours=24)
MOST_A_DAY = 10
ALIKE_CHARS = 200

_NOBODY = re.compile(
    r"(?:no|do-?not|donot)[-_.]?reply|mailer-?daemon|postmaster|nobody|bounces?\b|.*-(?:bounces?|request|owner)$"
)
_PREFIX = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|odp|vs|sv|ed|пересл|отв|rv)\s?(?:\[\d+\])?\s?:)+", re.IGNORECASE
)
_CHANGING = re.compile(r"\[#[0-9A-Za-z]{4,16}\]|\d+|\s+")


def writable(address: str) -> bool:
    """Is there somebody behind it: an address that can be written to, and no machine's."""
    return is_valid_address(address) and not _NOBODY.match(address.partition("@")[0].lower())


def alike(text: str) -> str:
    """What stays the same when a machine says it again: without prefixes, tags, numbers and spaces."""
    return _CHANGING.sub("", _PREFIX.sub("", text[:2000])).lower()


def without_prefix(subject: str) -> str:
    """The subject without Re:, Fwd: and their like in other languages."""
    return _PREFIX.sub("", subject).strip()


def objection(mail: ParsedMail, said: Verdict, row: RawEmail, ours: frozenset[str]) -> str:
    """Why no confirmation goes out, or ''. Asked before the mail's own ticket exists."""
    if not said.answerable:
        return "not_answerable"
    sender = mail.from_.key if mail.from_ else ""
    if not writable(sender) or own(sender, ours):
        return "unwritable"
    if find_in_subject(mail.subject) or mail.in_reply_to or mail.references:
        return "is_a_reply"
    asked = Ticket.objects.filter(
        requester__addresses__address=sender, opened_at__gt=row.received_at - DAY
    ).order_by()
    if asked.count() >= MOST_A_DAY:
        return "too_many_a_day"
    return "same_again" if _said_before(mail, sender, row.received_at - SAME_SUBJECT_WAITS) else ""


def _said_before(mail: ParsedMail, sender: str, since: datetime.datetime) -> bool:
    """The same subject by the same sender; or by another of their house, if it also says the same words."""
    subject, text = alike(mail.subject), alike(mail.text)[:ALIKE_CHARS]
    domain = "@" + sender.rpartition("@")[2]
    recent = Ticket.objects.filter(opened_at__gt=since, requester__email__endswith=domain).order_by()
    for number, their_subject, address in recent.values_list("pk", "subject", "requester__email")[:500]:
        if alike(their_subject) != subject:
            continue
        if address == sender:
            return True
        first = Message.objects.filter(ticket=number).order_by("pk").values_list("text", flat=True).first()
        if alike(first or "")[:ALIKE_CHARS] == text:
            return True
    return False
