"""Reply tokens: a ticket and a party, sealed so that neither can be forged or read by the customer. Pure.

A token is 32 letters of lower-case base32 (mail servers may lower-case a local part): an 80-bit
HMAC-SHA256 tag, then ticket id and party id (40 bits each) masked by a keystream derived from the tag.
The same ticket, party and purpose give the same token, so an address book does not fill with variants.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass

TOKEN_LENGTH = 32
TAG_BYTES = 10
ID_BYTES = 5
MAX_ID = 2 ** (8 * ID_BYTES) - 1
MAX_TRIES = 20  # token-shaped words looked at in one text

REPLY = "reply"
BOUNCE = "bounce"
AGENT = "agent"  # party is a colleague; never a customer's

_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])")
_SUBJECT_TAG = re.compile(r"\[#([0-9A-Za-z]{4,16})\]")


@dataclass(frozen=True, slots=True)
class Token:
    ticket_id: int
    party: int  # contact id the letter went to; 0 when it was for nobody in particular


def make(secret: bytes, ticket_id: int, *, party: int = 0, purpose: str = REPLY) -> str:
    """A token for this ticket and party. Raises ValueError for ids outside 0 … 2⁴⁰−1 or an empty secret."""
    if not 0 <= ticket_id <= MAX_ID or not 0 <= party <= MAX_ID:
        raise ValueError("ticket_id and party must fit in 40 bits")
    payload = ticket_id.to_bytes(ID_BYTES, "big") + party.to_bytes(ID_BYTES, "big")
    tag = _tag(secret, purpose, payload)
    return base64.b32encode(tag + _mask(secret, purpose, tag, payload)).decode("ascii").lower()


def read(secrets: Sequence[bytes], text: str, *, purpose: str = REPLY) -> Token | None:
    """The token that `text` is, signed with any of our secrets (newest first; older ones for rotation)."""
    text = text.strip().lower()
    if len(text) != TOKEN_LENGTH:
        return None
    try:
        sealed = base64.b32decode(text.upper().encode("ascii"))
    except (binascii.Error, ValueError):
        return None
    tag, masked = sealed[:TAG_BYTES], sealed[TAG_BYTES:]
    for secret in secrets:
        payload = _mask(secret, purpose, tag, masked)
        if hmac.compare_digest(tag, _tag(secret, purpose, payload)):
            return Token(int.from_bytes(payload[:ID_BYTES], "big"), int.from_bytes(payload[ID_BYTES:], "big"))
    return None


def find(secrets: Sequence[bytes], text: str, *, purpose: str = REPLY) -> Token | None:
    """The first true token anywhere in a short text."""
    for tried, match in enumerate(_TOKEN.finditer(text.lower())):
        if tried >= MAX_TRIES:
            break
        if token := read(secrets, match[0], purpose=purpose):
            return token
    return None


def looks_like_token(text: str) -> bool:
    return bool(_TOKEN.search(text.lower()))


def find_in_address(secrets: Sequence[bytes], address: str, *, purpose: str = REPLY) -> Token | None:
    """The token in `support+<token>@host`; only the part after the plus counts."""
    local = address.rpartition("@")[0]
    return find(secrets, local.partition("+")[2], purpose=purpose)


def find_in_message_id(secrets: Sequence[bytes], message_id: str, *, purpose: str = REPLY) -> Token | None:
    """The token in `<unique.token@host>`."""
    left = message_id.strip().lstrip("<").rpartition("@")[0]
    return find(secrets, left.rpartition(".")[2], purpose=purpose)


def plus_address(address: str, token: str) -> str:
    """`support@host` and a token → `support+<token>@host`. ValueError when the local part gets too long."""
    local, at, host = address.strip().rpartition("@")
    if not at or not local or not host:
        raise ValueError("not an address")
    tagged = f"{local.partition('+')[0]}+{token}"
    if len(tagged) > 64:  # RFC 5321, 4.5.3.1.1
        raise ValueError("the mailbox name is too long to carry a token")
    return f"{tagged}@{host}"


def make_message_id(token: str, host: str) -> str:
    """A fresh Message-ID `<unique.token@host>` (RFC 5322, 3.6.4)."""
    return f"<{random.token_hex(12)}.{token}@{host.strip().lower()}>"


def subject_tag(reference: str) -> str:
    return f"[#{reference.upper()}]"


def tag_subject(subject: str, reference: str) -> str:
    """The subject with our tag at its end, once."""
    if reference.upper() in find_in_subject(subject):
        return subject
    return f"{subject} {subject_tag(reference)}".strip()


def find_in_subject(subject: str) -> tuple[str, ...]:
    """Public references written as [#K7M4QX2P], upper-case, in order, without repeats."""
    return tuple(dict.fromkeys(found.upper() for found in _SUBJECT_TAG.findall(subject[:1000])))


def _key(secret: bytes, purpose: str, use: bytes) -> bytes:
    if not secret:
        raise ValueError("a token needs a secret")
    return hmac.digest(secret, b"helpdesk.token.1:" + use + b":" + purpose.encode(), "sha256")


def _tag(secret: bytes, purpose: str, payload: bytes) -> bytes:
    return hmac.digest(_key(secret, purpose, b"tag"), payload, "sha256")[:TAG_BYTES]


def _mask(secret: bytes, purpose: str, tag: bytes, payload: bytes) -> bytes:
    stream = hmac.digest(_key(secret, purpose, b"mask"), tag, "sha256")
    return bytes(a ^ b for a, b in zip(payload, stream, strict=False))
