"""Seals over what happened: whoever changes a row of the log without the desk's key cannot seal it again.

Pure: values and keys in, 16 bytes out (HMAC-SHA256, cut to 128 bits). docs/decisions/0009-history.md says
against whom this holds.
"""

import datetime
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LENGTH = 16
NOTHING = bytes(LENGTH)  # what the first link holds on to


@dataclass(frozen=True, slots=True)
class Content:
    """What is said in a row of the log, but for its id, which the row gets from the database."""

    ticket: int
    kind: str
    at: datetime.datetime
    recorded_at: datetime.datetime
    actor: int | None
    contact: int | None
    message: int | None
    via: str
    through: str
    data: dict[str, Any]


def derived(secret: str) -> bytes:
    """The key of the seals, from a secret that has other uses too."""
    return hashlib.sha256(b"helpdesk.history.1:" + secret.encode()).digest()


def over_content(content: Content, key: bytes) -> bytes:
    """The seal of the row by itself: that it says what the desk wrote."""
    said = [
        content.ticket, content.kind, _moment(content.at), _moment(content.recorded_at), content.actor,
        content.contact, content.message, content.via, content.through, _plain(content.data),
    ]  # fmt: skip
    return _seal(key, b"event", json.dumps(said, sort_keys=True, ensure_ascii=False).encode())


def over_link(
    before: bytes, number: int, event: int, ticket: int, content: bytes, key: bytes, *, amends: bool
) -> bytes:
    """The seal of a place in the chain: that this row stands here, and after what."""
    place = f"{number} {event} {ticket} {int(amends)} ".encode()
    return _seal(key, b"link", before + place + content)


def over_beginning(up_to: int, key: bytes) -> bytes:
    """The seal of the last row that may be without a seal of its own."""
    return _seal(key, b"beginning", str(up_to).encode())


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)


def is_content(seal: bytes, content: Content, keys: Sequence[bytes]) -> bool:
    """Whether one of the keys, today's or an older one, made this seal of this content."""
    return any(same(seal, over_content(content, key)) for key in keys)


def _seal(key: bytes, what: bytes, words: bytes) -> bytes:
    return hmac.digest(key, what + b"\0" + words, "sha256")[:LENGTH]


def _moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    """As the database gives it back: keys are words, tuples lists, and 1.0 may come back as 1."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
