"""A message for one browser: its words sealed so that only that browser reads them (RFC 8291), and signed so
that its push service knows who sends (VAPID, RFC 8292). Pure: bytes in, bytes and headers out.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, VapidException  # type: ignore[import-untyped]

POINT, SECRET = 65, 16  # bytes of what a browser gives us
MOST = 3000  # bytes of a message; push services take 4,096 of the sealed one
SIGNED_FOR = 12 * 60 * 60  # seconds; a day is the most that is allowed
_RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class BadKey(ValueError):
    """It is no key of ours, or none that a browser gives."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a browser takes messages, and its keys, as it wrote them."""

    endpoint: str
    p256dh: str
    auth: str


def new_key() -> str:
    """A private key, as text."""
    return _text(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def public_of(key: str) -> str:
    """What the browser is asked to accept."""
    return _text(_private(key).public_key().public_bytes(*_RAW))


def check(address: Address) -> None:
    """BadKey for what no browser gives."""
    point, secret = _bytes(address.p256dh), _bytes(address.auth)
    if len(point) != POINT or len(secret) != SECRET:
        raise BadKey("length")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadKey("no point of the curve") from error


def sealed(content: bytes, address: Address) -> bytes:
    if len(content) > MOST:
        raise ValueError(f"{len(content)} bytes")
    return bytes(
        http_ece.encrypt(
            content,
            salt=os.urandom(16),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(address.p256dh),
            auth_secret=_bytes(address.auth),
            version="aes128gcm",
        )
    )


def signature(endpoint: str, key: str, *, about: str, now: int) -> dict[str, str]:
    """The header that says who we are, for this push service alone. `about`: a mailto: or https: of ours."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": about, "exp": now + SIGNED_FOR}
    try:
        return dict(Vapid02(_private(key)).sign(claims))
    except VapidException as error:
        raise BadKey(str(error)) from error


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    raw = _bytes(key)
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError as error:
        raise BadKey("not a private key") from error


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("not base64") from error
