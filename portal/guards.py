"""Against machines that fill in forms: a page says when it was shown, and hides a field from people."""

import secrets
import time
from dataclasses import dataclass

from django.core import signing

SALT = "portal.page"
QUICKEST = 2.0  # seconds; nobody reads and fills in a form faster
LONGEST = 86400.0


@dataclass(frozen=True)
class Page:
    """A form that was shown: its own random mark, and how many seconds ago."""

    nonce: str
    age: float

    @property
    def too_quick(self) -> bool:
        return self.age < QUICKEST

    @property
    def too_old(self) -> bool:
        return self.age > LONGEST


def new_page() -> str:
    return signing.dumps([secrets.token_urlsafe(12), round(time.time(), 3)], salt=SALT)


def read_page(token: str) -> Page | None:
    """None for a token that is not ours."""
    try:
        nonce, shown_at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Page(nonce, time.time() - shown_at)
