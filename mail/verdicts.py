"""What kind of letter this is, and may a machine answer it. Every reason is written down. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mail.parsed import ParsedMail


class Kind(StrEnum):
    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    LIST = "list"
    BULK = "bulk"
    BOUNCE = "bounce"
    REPORT = "report"  # read receipts, abuse reports
    LOOP = "loop"  # our own letter came back


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answerable` is about automatic letters only; a person may always answer."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    answerable: bool = True
    bounce: Bounce | None = None


def verdict(mail: ParsedMail, *, instance: str = "") -> Verdict:
    """`instance`: the id this desk writes into X-Helpdesk-Instance; finding it means a loop."""
    raise NotImplementedError
