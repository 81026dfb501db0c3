"""A letter row made into the message that goes over the wire."""

from __future__ import annotations

import email
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.message import Message
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage

from files.queries import open_blob
from lib.text import one_line
from outbox import mime
from outbox.models import Letter

INSTANCE_HEADER = "X-Helpdesk-Instance"
# RFC 3834, and the wish that Exchange understands: say nothing back to a machine.
AUTOMATIC_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to go. `raw` has CRLF line ends; `utf8` says that its headers need RFC 6531."""

    sender: str
    raw: bytes
    envelope_id: str
    utf8: bool

    def for_django(self, recipients: Sequence[str]) -> EmailMessage:
        """For backends that keep letters in a folder or in memory."""
        return _Ready(self, recipients)


class _Ready(EmailMessage):
    def __init__(self, parcel: Parcel, recipients: Sequence[str]) -> None:
        self.parcel = parcel
        written = self.message()
        super().__init__(written["Subject"], "", parcel.sender, list(recipients))

    def message(self) -> Message:
        return email.message_from_bytes(self.parcel.raw)


def full_address(name: str, address: str) -> str:
    """`"Name" <address>`, safe in a header whatever the name holds."""
    name = one_line(name, max(0, min(150, 300 - len(address)))).replace("\\", "").replace('"', "'")
    return f'"{name}" <{address}>' if name else address


def bare(address: str) -> str:
    """The address alone, lower case, its domain as IDNA: what two spellings share; '' if there is none."""
    try:
        return mime.wire(address).lower()
    except ValueError:
        return ""


def recipients_of(letter: Letter) -> list[str]:
    """Everybody it is for, once, as servers speak addresses. ValueError on a bad one."""
    found: dict[str, str] = {}
    for person in (*letter.to, *letter.cc):
        address = mime.wire(person)
        found.setdefault(address.lower(), address)
    return list(found.values())


def write(letter: Letter, *, leaving_out: Collection[str] = ()) -> Parcel:
    """The message; `leaving_out` are bare addresses that it does not name. The same row gives the same bytes.

    FileNotFoundError if a file is gone, ValueError on what no header can hold.
    """
    to = [person for person in letter.to if bare(person) not in leaving_out]
    cc = [person for person in letter.cc if bare(person) not in leaving_out]
    lines = [
        mime.folded("Date", format_datetime(letter.queued_at)),
        mime.folded("From", mime.addresses([letter.sender])),
        *([mime.folded("To", mime.addresses(to))] if to else []),
        *([mime.folded("Cc", mime.addresses(cc))] if cc else []),
        *([mime.folded("Reply-To", mime.addresses([letter.reply_to]))] if letter.reply_to else []),
        mime.folded("Subject", mime.words(one_line(letter.subject))),
        mime.folded("Message-ID", letter.message_id),
    ]
    further = {**(AUTOMATIC_HEADERS if letter.automatic else {}), **letter.headers}
    for name, value in {**further, INSTANCE_HEADER: settings.INSTANCE_ID}.items():
        lines.append(mime.folded(name, mime.words(one_line(str(value), 8000))))
    lines.append("MIME-Version: 1.0")
    content = _content(letter)
    whole = mime.Part((*lines, *content.headers), content.body)
    return Parcel(
        sender=mime.wire(letter.envelope_sender or letter.sender),
        raw=bytes(whole),
        envelope_id=letter.message_id.strip("<>"),
        utf8=not all(line.isascii() for line in lines),
    )


def _content(letter: Letter) -> mime.Part:
    """Files beside the words; the words as text and as HTML; the HTML with the pictures it shows."""
    shown, beside = [], []
    for file in letter.files:
        with open_blob(file["sha256"]) as opened:
            content = opened.read()
        cid = file.get("content_id", "")
        inside = bool(letter.html) and mime.is_content_id(cid) and f"cid:{cid}" in letter.html
        part = mime.file(file["name"], file["content_type"], content, content_id=cid if inside else "")
        (shown if inside else beside).append(part)
    words = [mime.text("plain", letter.text)]
    if letter.html:
        html = mime.text("html", letter.html)
        words.append(mime.multipart("related", [html, *shown], _boundary(letter, "r"), 'type="text/html"'))
    spoken = mime.multipart("alternative", words, _boundary(letter, "a"))
    return mime.multipart("mixed", [spoken, *beside], _boundary(letter, "m"))


def _boundary(letter: Letter, kind: str) -> str:
    """`=_` can stand neither in base64 nor in quoted-printable (RFC 2045, 6.7)."""
    return f"=_{kind}{hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]}"
