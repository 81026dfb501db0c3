"""What kind of letter this is, and may a machine answer it. Every reason is written down. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mail import absence, spam
from mail.bounces import Bounce, FailedRecipient, from_report
from mail.machine_words import wording
from mail.parsed import ParsedMail
from mail.returned import returned_id
from mail.signs import ENOUGH, Kind, Sign, daemon, signs
from mail.vendor_bounces import from_wording, undelivered

__all__ = ["Bounce", "FailedRecipient", "Kind", "Sign", "Verdict", "public_kind", "verdict"]

STRENGTH = {kind: number for number, kind in enumerate(Kind)}  # the last one that any rule names wins
MUCH = 0.6
# Words that people hardly use: no proof, but enough to say so.
MACHINE_LIKE = frozenset({"subject:generated", "text:automatic"})

_COMPLAINT = re.compile(
    r"^(?:complaint about message from|e-?mail feedback report|(?:spam|abuse) (?:report|complaint)\b.*\d)",
    re.IGNORECASE,
)
_COMPLAINERS = re.compile(r"(?:scomp|staff|fbl|feedback[-_.]?(?:loop)?|abuse|complaints?|spamreport|jmrp)\b")
_FORWARDED = re.compile(
    r"^\W{0,2}(?:(?:re|aw|odp|sv|vs)\s?:\s?)?(?:fwd?|wg|tr|vl|enc|pd|doorst|edasi|vb|rv|пересл|fw"
    r"|i)\s?(?:\[\d+\])?:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answerable` is about automatic letters only; a person may always answer.

    `weight` is the sum of what speaks for a machine: from 1 on it is one. `away_until` comes with absences.
    `spam` holds what servers before us said; it is a hint, and decides nothing here.
    """

    kind: Kind
    reasons: tuple[str, ...] = ()
    answerable: bool = True
    bounce: Bounce | None = None
    weight: float = 0.0
    away_until: date | None = None
    spam: tuple[str, ...] = ()


def public_kind(said: Verdict) -> str:
    """normal | auto_reply | bounce | feedback | spam: the words of `mail_parse`.

    auto_reply is whatever no machine may answer: absences, receipts, notifications, bulk and lists.
    """
    if said.kind in {Kind.BOUNCE, Kind.FEEDBACK}:
        return said.kind.value
    if said.spam and said.kind in {Kind.HUMAN, Kind.NOTIFICATION, Kind.BULK, Kind.LIST}:
        return "spam"
    machine = said.kind is not Kind.HUMAN or not MACHINE_LIKE.isdisjoint(said.reasons)
    return "auto_reply" if machine else "normal"


def verdict(
    mail: ParsedMail, *, instance: str = "", raw: bytes = b"", now: datetime | None = None
) -> Verdict:
    """`instance`: the id this desk writes into X-Helpdesk-Instance; finding it means a loop.

    `raw`: the same letter as bytes; with it also those bounces are understood that carry no status part.
    `now` dates a letter that says nothing about when it was written.
    """
    found = list(_loop(mail, instance))
    found += signs(mail)
    found += wording(mail)
    bounce, about = _about_delivery(mail, raw)
    found += about
    kind = _kind(found)
    until = None
    if kind in {Kind.AUTO_REPLY, Kind.OUT_OF_OFFICE} and (sent := mail.date or now):
        until = absence.away_until(mail.subject, mail.text, sent.astimezone(UTC).date())
        away = any(sign.kind is Kind.OUT_OF_OFFICE for sign in found)
        until = until if away or absence.says_away(mail.text) else None
    if kind is Kind.AUTO_REPLY and (until or absence.says_away(mail.text)):
        kind = Kind.OUT_OF_OFFICE
    suspected = spam.hints(mail)
    return Verdict(
        kind,
        tuple(dict.fromkeys([sign.reason for sign in found] + list(suspected))),
        not found and not suspected,
        bounce,
        _weight(found),
        until,
        suspected,
    )


def _weight(found: list[Sign]) -> float:
    return round(sum({sign.reason: sign.weight for sign in found if sign.kind}.values()), 2)


def _kind(found: list[Sign]) -> Kind:
    """The strongest kind that a rule is sure of; else of those that are sure only together."""
    if _weight(found) < ENOUGH:
        return Kind.HUMAN
    sure = [sign for sign in found if sign.kind and sign.weight >= ENOUGH]
    kind = max((sign.kind for sign in sure or found if sign.kind), key=STRENGTH.__getitem__)
    absent = sum(sign.weight for sign in found if sign.kind is Kind.OUT_OF_OFFICE)
    if (kind is Kind.AUTO_REPLY and absent) or (kind in {Kind.NOTIFICATION, Kind.BULK} and absent >= MUCH):
        return Kind.OUT_OF_OFFICE
    return kind


def _loop(mail: ParsedMail, instance: str) -> Iterator[Sign]:
    for ours in mail.headers.get("x-helpdesk-instance", ()):
        yield (
            Sign("loop:instance", Kind.LOOP)
            if instance and ours.strip() == instance
            else Sign("loop:another-desk")
        )


def _about_delivery(mail: ParsedMail, raw: bytes) -> tuple[Bounce | None, list[Sign]]:
    """Bounces, receipts and complaints: in their own formats first, then in words."""
    report = mail.report if _is_report(mail) else None
    if report and report.type == "feedback-report":
        return None, [Sign("report:feedback-report", Kind.FEEDBACK)]
    bounce = from_report(mail) if report else None
    if report and bounce and bounce.recipients:
        return bounce, [Sign("bounce:delivery-status", Kind.BOUNCE)]
    if report and not bounce and report.type == "delivery-status":
        return None, [Sign("report:delivered", Kind.REPORT)]
    machine = _mail_server(mail)
    if (machine or _speaks_of_bounce(mail)) and (told := from_wording(mail, raw, by_server=machine)):
        return told, [Sign("bounce:wording", Kind.BOUNCE)]
    if bounce:
        return bounce, [Sign("bounce:delivery-status", Kind.BOUNCE)]
    if report:
        return None, [Sign(f"report:{report.type}", Kind.REPORT)]
    if undelivered(mail.subject) and machine:
        return Bounce(original_message_id=returned_id(mail)), [Sign("bounce:subject", Kind.BOUNCE)]
    if _complaint(mail):
        return None, [Sign("feedback:wording", Kind.FEEDBACK)]
    return None, []


def _is_report(mail: ParsedMail) -> bool:
    """Is the whole letter the report, and not a person's who passes one on?"""
    whole = (mail.header("content-type") or "").lower()
    return (
        "multipart/report" in whole
        or whole.startswith("message/")
        or _mail_server(mail)
        or not _FORWARDED.match(mail.subject)
    )


def _complaint(mail: ParsedMail) -> bool:
    sender = mail.from_.key.partition("@")[0] if mail.from_ else ""
    returned = any(part.content_type == "message/rfc822" for part in mail.attachments)
    return returned and bool(_COMPLAINT.match(mail.subject) and _COMPLAINERS.match(sender))


def _null_sender(mail: ParsedMail) -> bool:
    return (mail.header("return-path") or "").replace(" ", "") == "<>"


def _mail_server(mail: ParsedMail) -> bool:
    """Does it come from a mail server, and not from somebody?"""
    return (
        daemon(mail)
        or _null_sender(mail)
        or mail.header("x-failed-recipients") is not None
        or (mail.from_ is not None and "mail delivery" in mail.from_.name.lower())
    )


def _speaks_of_bounce(mail: ParsedMail) -> bool:
    """People too write of parcels and letters that did not arrive, and pass bounces on."""
    return (
        undelivered(mail.subject) and not _FORWARDED.match(mail.subject) and "\n>" not in mail.text[:20_000]
    )
