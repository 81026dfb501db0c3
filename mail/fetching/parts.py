"""Of a mail that is too large: its headers and what it says, without what makes it large."""

import email
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

MOST_HEADERS = 1024 * 1024
MOST_TEXT = 256 * 1024


def head_and_text(server: IMAPClient, uid: int) -> bytes:
    """A mail of its own, made of the headers and the first text part. Nothing on the server is marked."""
    head = _part(server, uid, "HEADER", MOST_HEADERS)
    boundary = email.message_from_bytes(head).get_boundary()
    if not boundary:
        return head + _part(server, uid, "TEXT", MOST_TEXT)
    number = _first_text(server, uid)
    if not number:
        return head
    own = _part(server, uid, f"{number}.MIME", MOST_HEADERS)
    text = _part(server, uid, number, MOST_TEXT)
    edge = boundary.encode("ascii", "replace")
    return head + b"--" + edge + b"\r\n" + own + text + b"\r\n--" + edge + b"--\r\n"


def _part(server: IMAPClient, uid: int, section: str, most: int) -> bytes:
    answer = server.fetch([uid], [f"BODY.PEEK[{section}]<0.{most}>"]).get(uid, {})
    return answer.get(f"BODY[{section}]<0>".encode()) or b""


def _first_text(server: IMAPClient, uid: int) -> str:
    """The number of the first text part (RFC 9051, 6.4.5), or ''."""
    try:
        structure = server.fetch([uid], ["BODYSTRUCTURE"]).get(uid, {}).get(b"BODYSTRUCTURE")
    except IMAPClientError:  # servers differ in how they describe what is broken
        return ""
    return _walk(structure, "") if structure else ""


def _walk(part: Any, number: str, depth: int = 0) -> str:
    if depth > 20:
        return ""
    if part.is_multipart:
        for index, child in enumerate(part[0], start=1):
            if found := _walk(child, f"{number}.{index}".lstrip("."), depth + 1):
                return found
        return ""
    return (number or "1") if part[0].lower() == b"text" else ""
