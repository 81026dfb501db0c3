"""May a machine write back? Every reason not to (RFC 3834, and what desks learned from loops)."""

import re

from mail import guards
from mail.addressing import is_valid_address, own
from mail.models import RawEmail
from mail.parsed import ParsedMail
from mail.tokens import find_in_subject
from mail.verdicts import Verdict

MAX_QUOTED = 20_000

_NOBODY = re.compile(
    r"(?:.*[-_.+])?(?:no|not|do-?not|do_not|dont|non?)[-_.]?(?:reply|replies|respond|response|antworten)"
    r"|(?:mailer?-?daemon|mail-?daemon|mdaemon|postmaster|mail-?delivery|nobody|unattended|bounces?|listserv"
    r"|majordomo|auto-?(?:reply|responder|mailer))\b|bounces?[-+=]"
    r"|.*-(?:bounces?|request|owner|errors|admin\+|confirm)$|owner-.*"
)
_PREFIX = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|antw|wg|odp|pd|vs|vl|sv|vb|ed|res|enc|rif|ref|tr|rv|ats|fs|на|пересл|отв|ha)"
    r"\s?(?:\[\d+\]|\(\d+\))?\s?:)+",
    re.IGNORECASE,
)
# What only our letters carry: the tag of a ticket, an address with a token.
_OURS = re.compile(r"\[#[0-9A-Za-z]{4,16}\]|[+.-][a-z2-7]{32}@")


def writable(address: str) -> bool:
    """Is there somebody behind it: an address that can be written to, and no machine's."""
    return is_valid_address(address) and not _NOBODY.match(address.partition("@")[0].lower())


def without_prefix(subject: str) -> str:
    """The subject without Re:, Fwd: and their like in other languages."""
    return _PREFIX.sub("", subject).strip()


def consider(
    mail: ParsedMail, said: Verdict, row: RawEmail, ours: frozenset[str], *, sender: str, newcomer: bool
) -> str:
    """`yes` if a confirmation may go to `sender`, which is counted from now on; else why it may not.

    Asked before the mail's own ticket exists. `newcomer`: we have not met this sender before.
    """
    if why := objection(mail, said, ours, sender=sender):
        return why
    return guards.spend(mail, sender=sender, mailbox_id=row.mailbox_id, at=row.received_at, newcomer=newcomer)


def objection(mail: ParsedMail, said: Verdict, ours: frozenset[str], *, sender: str) -> str:
    """What the mail itself says against a confirmation, or ''."""
    if not said.answerable:
        return "not_answerable"
    if not writable(sender) or own(sender, ours):
        return "unwritable"
    if mail.in_reply_to or mail.references or _PREFIX.match(mail.subject) or find_in_subject(mail.subject):
        return "is_a_reply"
    return "quotes_us" if _OURS.search(mail.text[:MAX_QUOTED]) else ""
