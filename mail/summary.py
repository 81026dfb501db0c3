"""What a letter is, in the few plain fields that tools and comparisons use. Pure."""

from __future__ import annotations

import hashlib

from lib.text import clean
from mail.decoding import decode_bytes
from mail.parsed import ParsedMail, Part
from mail.parser import glance, parse
from mail.quoting import visible, visible_html, visible_mail
from mail.verdicts import public_kind, verdict

MAX_TEXT = 2_000_000


def summary(raw: bytes) -> dict[str, object]:
    """from_email, from_name, subject, reply_text, body_text, attachments, kind of a letter."""
    mail = parse(raw)
    return _told(mail, visible_mail(mail).new, public_kind(verdict(mail, raw=raw)))


def at_a_glance(raw: bytes) -> dict[str, object]:
    """The same from its head only, for a letter that went over its limits."""
    mail = glance(raw)
    return _told(mail, mail.text, public_kind(verdict(mail)))


def reply(raw: bytes) -> dict[str, object]:
    """What is new in a body of plain text."""
    return {"reply_text": visible(_text(raw)).new}


def reply_in_html(raw: bytes) -> dict[str, object]:
    """What is new in a body of HTML."""
    return {"reply_text": visible_html(_text(raw)).new}


def _told(mail: ParsedMail, reply_text: str, kind: str) -> dict[str, object]:
    return {
        "from_email": mail.author.address,
        "from_name": mail.author.name,
        "subject": mail.subject,
        "reply_text": reply_text,
        "body_text": mail.text,
        "attachments": [_file(part) for part in mail.attachments],
        "kind": kind,
    }


def unfolded(raw: bytes) -> dict[str, object]:
    """The whole body, for one that went over its limits."""
    return {"reply_text": _text(raw)}


def _text(raw: bytes) -> str:
    return clean(decode_bytes(raw[:MAX_TEXT])[0])


def _file(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "content_type": part.content_type,
        "size": part.size,
        "sha1": hashlib.sha1(part.content, usedforsecurity=False).hexdigest(),
        "cid": part.content_id or "",
    }
