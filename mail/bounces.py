"""Letters that say another one did not arrive: for whom, for good or for now, and which (RFC 3464). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mail.addressing import normalise, read_addresses
from mail.parsed import ParsedMail
from mail.returned import returned_id

MAX_RECIPIENTS = 100

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
UNKNOWN_ADDRESS = re.compile(
    r"user (?:is )?unknown|unknown (?:user|recipient|address|mailbox)|no such (?:user|recipient|mailbox"
    r"|address|person)"
    r"|(?:user|recipient|mailbox|address|account) (?:\S+ )?(?:does not exist|doesn.t exist|not found"
    r"|unknown|no longer)"
    r"|invalid (?:recipient|mailbox|address)|not a valid (?:recipient|mailbox|user)|mailbox (?:unavailable"
    r"|not found)"
    r"|does not have an? .{0,30}(?:account|mailbox)|no mailbox here by that name|recipient not found"
    r"|unrouteable address|host (?:or domain name )?not found|domain not found|no such domain|bad address",
    re.IGNORECASE,
)
_ARRIVED = {"delivered", "relayed", "expanded"}
_OF_ONE = ("original-recipient", "final-recipient", "action", "status")
# What these codes mean is that nobody is there: RFC 3463, 3.2. 5.1.7 and 5.1.8 speak of the sender.
_NOBODY_THERE = re.compile(r"5\.1\.(?:0|1|2|3|4|6|9|10)$")
_VAGUE = re.compile(r"[45]\.0\.0$|$")


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    address: str  # '' when the report does not say
    status: str  # RFC 3463, such as 5.1.1; '' when unknown
    permanent: bool  # False: the other server is still trying (4.x.x, delayed)
    diagnostic: str = ""
    also: str = ""  # the final address when it differs from the one that was written to

    @property
    def nobody_there(self) -> bool:
        """Is the address itself wrong, for good? Not when a mailbox is full or a filter said no."""
        if not self.permanent:
            return False
        if _VAGUE.match(self.status):
            return bool(UNKNOWN_ADDRESS.search(self.diagnostic))
        return bool(_NOBODY_THERE.match(self.status))


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[FailedRecipient, ...] = ()
    original_message_id: str | None = None  # `<left@right>`
    envelope_id: str | None = None  # Original-Envelope-Id

    @property
    def permanent(self) -> bool:
        return any(recipient.permanent for recipient in self.recipients)


def from_report(mail: ParsedMail) -> Bounce | None:
    """What a delivery status part says; None when there is none, or all went well."""
    report = mail.report
    if report is None or report.type != "delivery-status":
        return None
    failed = tuple(dict.fromkeys(failures(report.blocks)))[:MAX_RECIPIENTS]
    if not failed and any(_action(block) in _ARRIVED for block in report.blocks):
        return None
    envelope = next(filter(None, (block.get("original-envelope-id") for block in report.blocks)), None)
    return Bounce(failed, returned_id(mail), envelope.strip()[:320] if envelope else None)


def failures(blocks: Iterable[Mapping[str, str]]) -> Iterator[FailedRecipient]:
    """One for each recipient. Some servers part the fields of one recipient by blank lines."""
    for fields in _recipients(blocks):
        if (failed := _failed(fields)) is not None:
            yield failed


def _recipients(blocks: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    held: dict[str, str] = {}
    for block in blocks:
        if any(name in block and name in held for name in _OF_ONE):
            yield held
            held = {}
        if any(name in block for name in _OF_ONE) or held:
            held.update(block)
    if held:
        yield held


def _action(fields: Mapping[str, str]) -> str:
    return fields.get("action", "").partition("(")[0].strip().lower()


def _failed(fields: Mapping[str, str]) -> FailedRecipient | None:
    final = read_recipient(fields.get("final-recipient", ""))
    address = read_recipient(fields.get("original-recipient", "")) or final
    action, said = _action(fields), STATUS.search(fields.get("status", ""))
    if not (address or said or action) or action in _ARRIVED:
        return None
    diagnostic = " ".join(fields.get("diagnostic-code", "").split())[:500]
    status = exact(said[1] if said else "", diagnostic)
    failed = FailedRecipient(
        address, status, status.startswith("5"), diagnostic, final if final != address else ""
    )
    if action.startswith("fail"):  # also a server that gave up after days of 4.x.x
        return replace(failed, permanent=True)
    return replace(failed, permanent=False) if action == "delayed" else failed


def exact(status: str, diagnostic: str) -> str:
    """The status, or the more exact one that the other server gave when this one only says `failed`."""
    if _VAGUE.match(status):
        for better in STATUS.findall(diagnostic):
            if not better.endswith(".0.0") and (not status or better[0] == status[0]):
                return str(better)
    return status


def read_recipient(value: str) -> str:
    """`rfc822; someone@host` → `someone@host`."""
    while (cut := value.partition(";"))[1] and cut[0].strip().lower() in {
        "rfc822",
        "utf-8",
        "smtp",
        "x-local",
        "local",
    }:
        value = cut[2]
    found = read_addresses(value.partition(";")[2] if ";" in value else value)
    return normalise(found[0].address) if found else ""
