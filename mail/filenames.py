"""Names of attached files: decoded, bare, safe to store and to show. Pure."""

from __future__ import annotations

import mimetypes
import re

from lib.text import one_line

MAX_NAME = 200
JOINERS = "\u200c\u200d"  # unseen, but part of how Persian words and some pictures are written

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_OWN_NAMES = {
    "message/rfc822": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "read-receipt.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "headers.txt",
    "text/calendar": "invitation.ics",
    "text/html": "message.html",
    "text/plain": "message.txt",
    "image/jpeg": "image.jpg",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc",
    "application/ms-tnef": "winmail.dat",
}


def safe_name(name: str, content_type: str) -> str:
    """No folders, nothing unseen, no leading dots, at most 200 characters, ending kept; never empty."""
    bare = one_line(name.replace("\x00", ""), 2000).replace("\\", "/").rpartition("/")[2]
    bare = "".join(c if c.isprintable() or c in JOINERS else "_" for c in _FORBIDDEN.sub("_", bare))
    bare = bare.strip(" .").lstrip(".")
    if not bare or not bare.strip("_. "):
        return default_name(content_type)
    if len(bare) > MAX_NAME:
        stem, dot, ending = bare.rpartition(".")
        short = dot and len(ending) <= 10
        bare = f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if short else bare[:MAX_NAME]
    return bare


def default_name(content_type: str) -> str:
    if content_type in _OWN_NAMES:
        return _OWN_NAMES[content_type]
    kind = content_type.partition("/")[0]
    stem = kind if kind in {"image", "audio", "video"} else "attachment"
    return stem + (mimetypes.guess_extension(content_type, strict=False) or "")
