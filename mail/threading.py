"""Which ticket does a letter belong to? The ordered guesses, best first. Pure.

A candidate is a claim, not a permission: whether this sender may join that ticket is for intake to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mail import tokens
from mail.parsed import ParsedMail

MAX_ADDRESSES = 200
MAX_REFERENCES = 100


class Clue(StrEnum):
    TOKEN_ADDRESS = "token_address"  # noqa: S105 signed token in a recipient address
    TOKEN_REFERENCE = "token_reference"  # noqa: S105 signed token in In-Reply-To or References
    MESSAGE_ID = "message_id"  # a Message-ID we may have stored
    SUBJECT = "subject"  # [#K7M4QX2P] in the subject: anybody can type it
    AWAITED = "awaited"  # an id that a mail of the ticket mentioned before this one came


@dataclass(frozen=True, slots=True)
class Candidate:
    """`ticket_id` and `party` come with the two token clues.

    `value` is what the clue was found in: the address, the Message-ID or the public reference.
    """

    clue: Clue
    value: str
    ticket_id: int | None = None
    party: int | None = None


def candidates(mail: ParsedMail, secrets: Sequence[bytes]) -> list[Candidate]:
    """Every claim in the order to try them, without repeats."""
    found: dict[tuple[Clue, int | None, str], Candidate] = {}
    for candidate in _claims(mail, secrets):
        same = candidate.clue, candidate.ticket_id, "" if candidate.ticket_id else candidate.value
        found.setdefault(same, candidate)
    return list(found.values())


def forged(mail: ParsedMail, secrets: Sequence[bytes]) -> list[str]:
    """Recipients that look as if they carried a token of ours, but do not."""
    shaped = (
        address
        for address in _recipients(mail)
        if tokens.looks_like_token(address.partition("@")[0].partition("+")[2])
    )
    ours = (tokens.REPLY, tokens.BOUNCE, tokens.AGENT)
    return [
        address
        for address in shaped
        if not any(tokens.find_in_address(secrets, address, purpose=purpose) for purpose in ours)
    ][:5]


def referenced(mail: ParsedMail) -> list[str]:
    """The Message-IDs this letter answers: In-Reply-To, then References from the newest to the oldest."""
    return list(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))[:MAX_REFERENCES]


def _claims(mail: ParsedMail, secrets: Sequence[bytes]) -> Iterator[Candidate]:
    for address in _recipients(mail):
        if token := tokens.find_in_address(secrets, address):
            yield Candidate(Clue.TOKEN_ADDRESS, address, token.ticket_id, token.party)
    ids = referenced(mail)
    for message_id in ids:
        if token := tokens.find_in_message_id(secrets, message_id):
            yield Candidate(Clue.TOKEN_REFERENCE, message_id, token.ticket_id, token.party)
    for message_id in ids:
        yield Candidate(Clue.MESSAGE_ID, message_id)
    for reference in tokens.find_in_subject(mail.subject):
        yield Candidate(Clue.SUBJECT, reference)


def _recipients(mail: ParsedMail) -> Iterable[str]:
    """Whom the server handed it to first: that is harder to forge than To and Cc."""
    written = (address.address for address in (*mail.to, *mail.cc))
    return list(dict.fromkeys([*mail.delivered_to, *written]))[:MAX_ADDRESSES]
