"""Which ticket does a letter belong to? The ordered guesses, best first. Pure.

A candidate is a claim, not a permission: whether this sender may join that ticket is for intake to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mail.parsed import ParsedMail


class Clue(StrEnum):
    TOKEN_ADDRESS = "token_address"  # signed token in a recipient address
    TOKEN_REFERENCE = "token_reference"  # signed token in In-Reply-To or References
    MESSAGE_ID = "message_id"  # a Message-ID we may have stored
    SUBJECT = "subject"  # [#K7M4QX2P] in the subject: anybody can type it


@dataclass(frozen=True, slots=True)
class Candidate:
    """`ticket_id` (and `party`) come with the two token clues; `value` is the Message-ID or the public reference."""

    clue: Clue
    value: str
    ticket_id: int | None = None
    party: int | None = None


def candidates(mail: ParsedMail, secrets: Sequence[bytes]) -> list[Candidate]:
    """Every claim in the order to try them, without repeats."""
    raise NotImplementedError
