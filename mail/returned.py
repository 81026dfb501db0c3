"""Which letter came back: the ids that a bounce or receipt names. Pure."""

from __future__ import annotations

import re

from mail.headers import message_ids
from mail.parsed import ParsedMail

MAX_IDS = 10

_RETURNED_ID = re.compile(
    r"^[> \t|]{0,10}(?:original-)?message-id:[ \t]{0,20}\n?[> \t|]{0,20}(<[^<>\s]{3,500}>)",
    re.IGNORECASE | re.MULTILINE,
)
_RETURNED_TYPES = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}


def returned_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Message-IDs in returned headers, then in attached letters, in the text, and what the letter answers."""
    found: list[str] = []
    if mail.report:
        found += message_ids(mail.report.original.get("message-id", ()))
        for block in mail.report.blocks:
            found += message_ids([block.get("original-message-id", "")])
    for part in mail.attachments:
        if part.content_type in _RETURNED_TYPES:
            found += _RETURNED_ID.findall(part.content[:50_000].decode("latin-1").replace("\r\n", "\n"))[:1]
    found += _RETURNED_ID.findall(mail.text[:200_000])[:MAX_IDS]
    found += [*mail.in_reply_to, *reversed(mail.references)]
    return tuple(dict.fromkeys(found))[:MAX_IDS]


def returned_id(mail: ParsedMail) -> str | None:
    return next(iter(returned_ids(mail)), None)
