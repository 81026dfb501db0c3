"""Who a letter is from and for: reading, comparing and choosing addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """`address` is as written (trimmed); compare with `key`. A display name never stands for an address."""

    name: str
    address: str

    @property
    def key(self) -> str:
        return normalise(self.address)

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def normalise(address: str) -> str:
    """The form two spellings of one address share: lower case, IDNA domain; '' when it is no address."""
    raise NotImplementedError


def is_valid_address(address: str) -> bool:
    """Can a letter be sent there? Strict: one @, no spaces, a dotted domain, RFC 5321 lengths."""
    raise NotImplementedError


def read_addresses(value: str) -> tuple[Address, ...]:
    """An address list header, already decoded to one line. Malformed members are skipped or salvaged."""
    raise NotImplementedError


def without_plus(address: str) -> str:
    """`support+anything@host` → `support@host`, normalised."""
    raise NotImplementedError


def own(address: str, own_addresses: Iterable[str]) -> bool:
    """Is this one of our mailboxes, or a plus-variant of one?"""
    raise NotImplementedError


def reply_recipients(
    to: Iterable[Address], cc: Iterable[Address], *, own_addresses: Iterable[str], author: str = ""
) -> tuple[Address, ...]:
    """Whom a reply-all adds beside the author: external To and Cc, once each, none of ours."""
    raise NotImplementedError
