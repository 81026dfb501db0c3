"""A letter read where it can do no harm: in this process when it looks ordinary, else in a child. Pure."""

from __future__ import annotations

from lib.contained import Child, Stopped
from mail.handover import packed, unpacked
from mail.parsed import ParsedMail
from mail.parser import glance, parse

# What nearly all letters stay below. The parser has limits of its own; these are for what it may not foresee.
ORDINARY_BYTES = 5_000_000
ORDINARY_HEAD = 100_000  # bytes of headers
ORDINARY_PARTS = 500  # lines that may be boundaries
ORDINARY_NESTING = 40  # boundaries named
ORDINARY_LETTERS = 20  # letters inside
ORDINARY_TAGS = 30_000


def parse_safely(raw: bytes) -> ParsedMail:
    """The letter. One that goes over the limits of its child is told by its head, with a defect word."""
    return parse(raw) if ordinary(raw) else read_apart(raw)


def ordinary(raw: bytes) -> bool:
    """Nothing about it asks for care. A few passes that stop at the first byte they look for."""
    if len(raw) > ORDINARY_BYTES:
        return False
    ends = [at for mark in (b"\n\n", b"\r\n\r\n") if (at := raw.find(mark, 0, ORDINARY_HEAD)) >= 0]
    return (
        (bool(ends) or len(raw) < ORDINARY_HEAD)
        and raw.count(b"\n--") <= ORDINARY_PARTS
        and raw.count(b"oundary") <= ORDINARY_NESTING
        and raw.count(b"message/") <= ORDINARY_LETTERS
        and raw.count(b"<") <= ORDINARY_TAGS
    )


def read_apart(raw: bytes, *, child: Child | None = None) -> ParsedMail:
    try:
        if child is not None:
            said = child.ask(raw)
        else:
            with Child("mail.reading:handed_over") as mine:
                said = mine.ask(raw)
        return unpacked(said)
    except (Stopped, ValueError):
        return glance(raw)


def handed_over(raw: bytes) -> dict[str, object]:
    """What the child says."""
    return packed(parse(raw))
