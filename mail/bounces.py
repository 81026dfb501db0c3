"""Letters that say another letter did not arrive: for whom, for good or for now, and which letter. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import compat32

from flufl.bounce import all_failures

from mail.addressing import normalise, read_addresses
from mail.headers import message_ids
from mail.parsed import ParsedMail

MAX_RAW = 500_000  # bytes of a letter searched for the wording of mail servers
MAX_RECIPIENTS = 100

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_RETURNED_ID = re.compile(r"^[> \t]{0,10}Message-ID:\s{0,20}(<[^<>\s]{3,500}>)", re.IGNORECASE | re.MULTILINE)
_ARRIVED = {"delivered", "relayed", "expanded"}


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    address: str  # '' when the report does not say
    status: str  # RFC 3463, such as 5.1.1; '' when unknown
    permanent: bool  # False: the other server is still trying (4.x.x, delayed)
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[FailedRecipient, ...] = ()
    original_message_id: str | None = None  # `<left@right>`
    envelope_id: str | None = None  # Original-Envelope-Id

    @property
    def permanent(self) -> bool:
        return any(recipient.permanent for recipient in self.recipients)


def from_report(mail: ParsedMail) -> Bounce | None:
    """What a delivery status part says (RFC 3464); None when there is none or all went well."""
    report = mail.report
    if report is None or report.type != "delivery-status":
        return None
    failed = tuple(_failed(report.blocks))[:MAX_RECIPIENTS]
    if not failed and any(block.get("action", "").lower() in _ARRIVED for block in report.blocks):
        return None
    envelope = next(filter(None, (block.get("original-envelope-id") for block in report.blocks)), None)
    return Bounce(failed, returned_id(mail), envelope)


def _failed(blocks: Iterable[Mapping[str, str]]) -> Iterator[FailedRecipient]:
    for block in blocks:
        recipient = block.get("original-recipient") or block.get("final-recipient")
        action = block.get("action", "").partition("(")[0].strip().lower()
        status = _STATUS.search(block.get("status", ""))
        if not (recipient or status) or action in _ARRIVED:
            continue
        code = status[1] if status else ""
        yield FailedRecipient(
            address=_recipient(recipient or ""),
            status=code,
            permanent=action == "failed" or (action != "delayed" and code[:1] == "5"),
            diagnostic=block.get("diagnostic-code", "")[:500],
        )


def _recipient(value: str) -> str:
    """`rfc822; someone@host` → `someone@host`."""
    found = read_addresses(value.partition(";")[2] or value)
    return normalise(found[0].address) if found else ""


def from_wording(mail: ParsedMail, raw: bytes) -> Bounce | None:
    """What servers without status parts write, each in its own words. Ask only about suspicious letters."""
    named = mail.headers.get("x-failed-recipients", ())
    permanent = {address.key for value in named for address in read_addresses(value)}
    temporary: set[str] = set()
    if raw and len(raw) <= MAX_RAW:
        try:
            passing, lasting = all_failures(BytesParser(policy=compat32).parsebytes(raw))
        except Exception:  # flufl.bounce raises on some letters; the headers have told enough for those
            passing, lasting = frozenset(), frozenset()
        temporary = {normalise(_text(address)) for address in passing}
        permanent |= {normalise(_text(address)) for address in lasting}
    known = [(address, True) for address in sorted(permanent - {""})]
    known += [(address, False) for address in sorted(temporary - permanent - {""})]
    if not known:
        return None
    status = _STATUS.search(mail.text[:20_000])
    code = status[1] if status else ""
    return Bounce(
        tuple(
            FailedRecipient(address, code if code.startswith("5" if for_good else "4") else "", for_good)
            for address, for_good in known[:MAX_RECIPIENTS]
        ),
        returned_id(mail),
    )


def _text(address: object) -> str:
    return address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)


def returned_id(mail: ParsedMail) -> str | None:
    """The Message-ID of the letter that came back: in returned headers, the attached letter or the text."""
    if mail.report:
        for value in mail.report.original.get("message-id", ()):
            return next(iter(message_ids([value])), None)
    for part in mail.attachments:
        if part.content_type in {"message/rfc822", "text/rfc822-headers"}:
            found = _RETURNED_ID.search(part.content[:50_000].decode("latin-1"))
            if found:
                return found[1]
    found = _RETURNED_ID.search(mail.text[:200_000])
    if found:
        return found[1]
    return mail.in_reply_to[0] if mail.in_reply_to else None
