"""Secret addresses: a random nonce that a row keeps, with our signature, so that a copy of the database opens
nothing and no number of ours can be read from it."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

BYTES = 16


def new_nonce() -> str:
    return secrets.token_hex(BYTES)


def token_of(nonce: str, purpose: str) -> str:
    """52 lower-case characters: the nonce (128 bits) and its signature (128 bits)."""
    raw = bytes.fromhex(nonce) + _signature(nonce, purpose, settings.SECRET_KEY)
    return base64.b32encode(raw).decode().rstrip("=").lower()


def nonce_of(token: str, purpose: str) -> str | None:
    """None for a token that is not ours, or is for something else."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    nonce, signature = raw[:BYTES].hex(), raw[BYTES:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = any(hmac.compare_digest(signature, _signature(nonce, purpose, key)) for key in keys)
    return nonce if len(raw) == 2 * BYTES and ours else None


def _signature(nonce: str, purpose: str, key: str) -> bytes:
    return hmac.new(key.encode(), f"{purpose}:{nonce}".encode(), hashlib.sha256).digest()[:BYTES]
