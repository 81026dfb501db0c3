"""What a letter is once it has been read: the shapes the parser hands to everybody else. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from mail.addressing import Address

NOBODY = Address("", "")
NO_HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf that is kept as a file. `name` is a bare, safe file name (never a path, never empty)."""

    name: str
    content_type: str
    content: bytes
    content_id: str | None = None  # without angle brackets, as `cid:` URLs write it
    inline: bool = False  # shown inside the HTML body rather than listed below it

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Report:
    """The machine-readable half of a multipart/report (RFC 3462, 3464, 8098, 5965).

    `blocks` are the header groups of the status part, lower-case name → value: for a delivery status
    the first is about the message and each further one about a recipient.
    `original` holds the headers of the returned message, lower-case name → values.
    """

    type: str  # delivery-status | disposition-notification | feedback-report | …
    blocks: tuple[Mapping[str, str], ...] = ()
    original: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_HEADERS)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One letter. All text is free of NUL and lone surrogates; all header values are single lines."""

    message_id: str | None = None  # `<left@right>` with its brackets, whitespace removed
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # as written: oldest first
    author: Address = NOBODY  # what From says, if only a name
    from_: Address | None = None  # the author's address; else Sender, else Return-Path
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()  # Delivered-To and the like: whom the server handed it to
    subject: str = ""
    date: datetime | None = None  # aware, UTC; None when missing or absurd
    # Lower-case name → values, each one line, encoded words read.
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_HEADERS)
    text: str = ""
    html: str = ""
    attachments: tuple[Part, ...] = ()
    report: Report | None = None
    # smime_signed, smime_encrypted, smime_compressed, smime_unreadable, pgp_signed, pgp_encrypted: sorted.
    # Signatures are recognised, not verified.
    secured: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()  # words, sorted: what was broken, cut or guessed

    @property
    def is_report(self) -> bool:
        return self.report is not None

    def header(self, name: str) -> str | None:
        """The first value of a header, or None when it is absent (an empty header gives '')."""
        values = self.headers.get(name.lower())
        return values[0] if values else None
