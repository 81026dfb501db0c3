"""When are two mails the same mail? Pure."""

from __future__ import annotations

import hashlib
import re

from mail.parsed import ParsedMail

MAX_KEY = 320

_HEAD_ENDS = re.compile(rb"\r?\n\r?\n|\r\r")


def fingerprint(raw: bytes, mail: ParsedMail) -> str:
    """sha256 of sender, date and body: what a second delivery of the same mail leaves unchanged."""
    digest = hashlib.sha256()
    for name in ("from", "date"):
        digest.update((mail.header(name) or "").encode("utf-8", "replace") + b"\n")
    ends = _HEAD_ENDS.search(raw)
    body = raw[ends.end() :] if ends else raw
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def mail_key(raw: bytes, mail: ParsedMail) -> str:
    """The Message-ID, or one made of the mail: without ids two are one only if they tell the same time."""
    if mail.message_id:
        if len(mail.message_id) <= MAX_KEY:
            return mail.message_id
        return f"<{hashlib.sha256(mail.message_id.encode()).hexdigest()}@long.invalid>"
    told = fingerprint(raw, mail) if mail.date else hashlib.sha256(raw).hexdigest()
    return f"<{told}@mailbox.invalid>"
