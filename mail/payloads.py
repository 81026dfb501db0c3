"""What providers post to us: the mail itself in its own bytes wherever they give it. Pure.

Forms are read as bytes: a mail inside a form field is in no charset at all.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_FIELDS = 1000
_NAME = re.compile(rb'[;\s]name="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_FILE = re.compile(rb'[;\s]filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_TYPE = re.compile(rb"^content-type:[ \t]*([^\r\n;]+)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'boundary="?([^";,]{1,200})"?', re.IGNORECASE)


class Unreadable(ValueError):
    """It is not what its Content-Type says."""


@dataclass(frozen=True)
class Upload:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Form:
    fields: dict[str, list[bytes]] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def bytes_of(self, name: str) -> bytes:
        return self.fields.get(name, [b""])[-1]

    def text_of(self, name: str) -> str:
        return self.bytes_of(name).decode("utf-8", "replace")


def read_form(body: bytes, content_type: str) -> Form:
    """A posted form of either kind (RFC 7578, or urlencoded)."""
    if content_type.lower().startswith("application/x-www-form-urlencoded"):
        return _urlencoded(body)
    boundary = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or not boundary:
        raise Unreadable(f"no form: {content_type[:80]!r}")
    edge = b"\r\n--" + boundary.group(1).strip().encode("latin-1", "replace")
    form = Form()
    for part in (b"\r\n" + body).split(edge)[1 : MOST_FIELDS + 1]:
        if part.startswith(b"--"):
            return form
        head, gap, content = part.lstrip(b" \t").partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not gap or not name:
            continue
        key = name.group(1).decode("utf-8", "replace")
        if file := _FILE.search(head):
            kind = _TYPE.search(head)
            said = kind.group(1).decode("latin-1").strip() if kind else "application/octet-stream"
            form.files[key] = Upload(file.group(1).decode("utf-8", "replace"), said, content)
        form.fields.setdefault(key, []).append(content)
    raise Unreadable("the form does not end")


def _urlencoded(body: bytes) -> Form:
    form = Form()
    for pair in body.split(b"&", MOST_FIELDS)[:MOST_FIELDS]:
        name, _is, value = (urllib.parse.unquote_to_bytes(each.replace(b"+", b" ")) for each in _halves(pair))
        if name:
            form.fields.setdefault(name.decode("utf-8", "replace"), []).append(value)
    return form


def _halves(pair: bytes) -> tuple[bytes, bytes, bytes]:
    return pair.partition(b"=")


def read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error


def text_bytes(said: Any) -> bytes:
    """A mail that a provider put into a JSON string, back in bytes."""
    return said.encode("utf-8", "surrogateescape") if isinstance(said, str) else b""


def from_base64(said: Any) -> bytes:
    try:
        return base64.b64decode(said, validate=False) if isinstance(said, str) else b""
    except (binascii.Error, ValueError):
        return b""


def first(mapping: Mapping[str, Any], *path: str | int) -> Any:
    """What lies at the end of the path, or None where it breaks off."""
    here: Any = mapping
    for step in path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


@dataclass(frozen=True)
class Handed:
    """One mail of a post. `raw` is empty where the provider gives only what it made of it.

    `name` is the provider's own id of this delivery, if it has one.
    """

    recipients: tuple[str, ...]
    sender: str = ""
    raw: bytes = b""
    name: str = ""


def mailgun(body: bytes, content_type: str) -> list[Handed]:
    form = read_form(body, content_type)
    return [
        Handed(
            (form.text_of("recipient"),),
            form.text_of("sender"),
            form.bytes_of("body-mime"),
            form.text_of("token"),
        )
    ]


def sendgrid(body: bytes, content_type: str) -> list[Handed]:
    form = read_form(body, content_type)
    envelope = read_json(form.bytes_of("envelope") or b"{}")
    to = first(envelope, "to")
    return [
        Handed(
            tuple(str(each) for each in to) if isinstance(to, list) else (),
            str(first(envelope, "from") or ""),
            form.bytes_of("email"),
        )
    ]


def mandrill(body: bytes, content_type: str) -> list[Handed]:
    events = read_json(read_form(body, content_type).bytes_of("mandrill_events") or b"[]")
    messages = [first(event, "msg") for event in _listed(events) if first(event, "event") == "inbound"]
    return [
        Handed(
            (str(first(said, "email") or ""),),
            str(first(said, "sender") or ""),
            text_bytes(first(said, "raw_msg")),
        )
        for said in messages
        if isinstance(said, dict)
    ]


def postmark(body: bytes, _content_type: str) -> list[Handed]:
    said = read_json(body)
    sender = ""
    if str(first(said, "Headers", 0, "Name")).lower() == "return-path":
        sender = str(first(said, "Headers", 0, "Value") or "").strip("<>")
    return [
        Handed(
            (str(first(said, "OriginalRecipient") or ""),),
            sender,
            text_bytes(first(said, "RawEmail")),
            str(first(said, "MessageID") or ""),
        )
    ]


def sparkpost(body: bytes, _content_type: str) -> list[Handed]:
    events = read_json(body)
    relayed = [first(event, "msys", "relay_message") for event in _listed(events)]
    handed = []
    for said in relayed:
        if not isinstance(said, dict):
            continue
        mime = first(said, "content", "email_rfc822")
        encoded = first(said, "content", "email_rfc822_is_base64")
        handed.append(
            Handed(
                (str(first(said, "rcpt_to") or ""),),
                str(first(said, "msg_from") or ""),
                from_base64(mime) if encoded else text_bytes(mime),
            )
        )
    return handed


def mailersend(body: bytes, _content_type: str) -> list[Handed]:
    said = read_json(body)
    to = first(said, "data", "recipients", "rcptTo")
    return [
        Handed(
            tuple(str(first(each, "email") or "") for each in to) if isinstance(to, list) else (),
            str(first(said, "data", "sender", "email") or ""),
            text_bytes(first(said, "data", "raw")),
            str(first(said, "data", "id") or ""),
        )
    ]


def postal(body: bytes, _content_type: str) -> list[Handed]:
    said = read_json(body)
    message = first(said, "message")
    return [
        Handed(
            (str(first(said, "rcpt_to") or ""),),
            str(first(said, "mail_from") or ""),
            from_base64(message) if first(said, "base64") is True else text_bytes(message),
            str(first(said, "id") or ""),
        )
    ]


def mailjet(body: bytes, _content_type: str) -> list[Handed]:
    """Never the mail itself: it is put together again from what they say of it."""
    said = read_json(body)
    return [Handed((str(first(said, "Recipient") or ""),), str(first(said, "Sender") or ""))]
