"""The code by which an anonymous author finds their suggestion again. No Django.

It is drawn, not worked out from anything: whoever has the database and the secret key of the desk learns
nothing about whose it is. With 100 bits nobody guesses one, and its hash needs no salt.
"""

import base64
import hashlib
import secrets

LETTERS, GROUP = 20, 5
_ALIKE = str.maketrans("01", "OI")


def draw() -> str:
    """Such as K7Q2M-XDPA3-RT6YZ-4BNCW."""
    letters = base64.b32encode(secrets.token_bytes(13)).decode()[:LETTERS]
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def hash_of(code: str) -> str:
    """However it is typed: small, with spaces, a zero for an O. "" for what is no code."""
    letters = "".join(one for one in code.upper().translate(_ALIKE) if one.isascii() and one.isalnum())
    if len(letters) != LETTERS:
        return ""
    return hashlib.sha256(letters.encode()).hexdigest()
