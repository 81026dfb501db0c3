"""Secrets that must be stored and read again, such as mailbox passwords: sealed with the desk's own key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unsealable(ValueError):
    """Sealed with a key that we no longer have."""


def _boxes() -> MultiFernet:
    """The current key first, then those of before, so that a rotated key still opens what it sealed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"helpdesk.sealed.1:" + key.encode()).digest()))
            for key in keys
        ]
    )


def seal(secret: str) -> str:
    return _boxes().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    if not sealed:
        return ""
    try:
        return _boxes().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable("the secret was sealed with another SECRET_KEY") from error


def reseal(sealed: str) -> str:
    """The same secret, sealed with the current key."""
    if not sealed:
        return ""
    try:
        return _boxes().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable("the secret was sealed with another SECRET_KEY") from error
