"""The address that a letter's bounces come back to: it names the letter, sealed (VERP). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mail.tokens import BOUNCE, find_in_address, make, plus_address


def bounce_address(secret: bytes, letter_id: int, mailbox: str) -> str:
    """`billing@host` → `billing+bounce-<token>@host`. ValueError if the name is too long to carry it."""
    return plus_address(mailbox, f"bounce-{make(secret, letter_id, purpose=BOUNCE)}")


def letter_of(secrets: Sequence[bytes], address: str) -> int | None:
    """The number of the letter that a bounce came back for, if the address is one that we made."""
    token = find_in_address(secrets, address, purpose=BOUNCE)
    return token.ticket_id if token else None
