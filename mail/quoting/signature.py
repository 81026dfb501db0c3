"""Where the signature of a piece of own text begins: delimiters, telephones, good-byes, small print. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mail.quoting.farewells import (
    BANNERS,
    CLOSINGS,
    DEVICES,
    SENT_FROM,
    SENT_FROM_ENDS,
    SMALL_PRINT,
    SMALL_PRINT_BEGINS,
)
from mail.quoting.lines import rule
from mail.quoting.words import fold

MAX_CARD = 12  # lines of name, company and telephone under a good-bye
MAX_FOOTER = 100  # characters of "Sent from my …"
MAX_CARD_LINE = 90
MAX_NAME = 40

_DELIMITER = re.compile(r"[ \t]{0,3}--( ?)")  # RFC 3676, 4.3
_DRAWN = re.compile(r"[ \t]{0,3}(?:_{2,4}|-{3,4}|={2,4}|\+{2,4}|\*{3,4})[ \t]{0,3}")
_SENTENCE_END = re.compile(r"[.!?…。]['\")]?$")
_LINK = re.compile(r"[ \t]?[<(\[]{1,2}(?:https?:|mailto:)?[^<>()\s\[\]]{0,250}[>)\]]{0,2}")
_CONTACT = re.compile(r"@|https?:|www\.|[+(]?\d[\d ().-]{5,20}\d")
_NO_NAME = re.compile(r"\d|[:?!;=<>]|[.。]$")
_POSTSCRIPT = re.compile(r"(?:p\.? ?s\.?|n\.? ?b\.?|з\.?ы\.?|пс|ps|pd|p\.?d)[ :.,-]", re.IGNORECASE)
_PUNCTUATION = " \t.,;:!?！，。-–—*_~/\\|…✨🎉👋🙂😊☺️"

_STARTS, _ENDS, _SMALL_PRINT = tuple(SENT_FROM), tuple(SENT_FROM_ENDS), tuple(SMALL_PRINT_BEGINS)
_BANNERS = tuple(BANNERS)


def begins(lines: Sequence[str], own_before: bool) -> int | None:
    """The number of the line at which a signature begins, nothing own standing below it in this piece.

    `own_before`: own words stood above the piece, so that it may be signature altogether.
    """
    for number, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        if own_before and _one_begins(lines, number, bare):
            return number
        own_before = True
    return None


def _one_begins(lines: Sequence[str], at: int, bare: str) -> bool:
    delimiter = _DELIMITER.fullmatch(lines[at])
    if delimiter:
        return bool(delimiter[1]) or not _asks(lines[at + 1 :])
    if sent_from(bare) or small_print(bare):
        return True
    if closing(bare):
        return _is_card(lines, at + 1)
    if not _drawn(lines[at]):
        return False
    alone = at > 0 and not lines[at - 1].strip()
    return _is_card(lines, at + 1, contact_wanted=True) or (alone and _is_name(lines[at + 1 :]))


def _drawn(line: str) -> bool:
    """A short line of the sort that people draw above their names, or a long one that list programs draw."""
    return bool(_DRAWN.fullmatch(line)) or (rule(line) and not line.strip().strip("_-"))


def banner(bare: str) -> bool:
    """What the receiving server wrote above the letter."""
    return fold(bare.lstrip("[*_ "))[:60].startswith(_BANNERS)


def sent_from(bare: str) -> bool:
    """Sent from my iPhone, Get Outlook for Android, Saadetud minu Samsungi nutitelefonist."""
    said = _LINK.sub("", bare) if "<" in bare or "(" in bare or "[" in bare else bare
    said = fold(said.strip(_PUNCTUATION))
    if not 6 <= len(said) <= MAX_FOOTER or "?" in said:
        return False
    begins_so, ends_so = said.startswith(_STARTS), said.endswith(_ENDS)
    if not begins_so and not ends_so:
        return False
    if "my desk" in said or ", is " in said:
        return False
    count = len(said.split())
    device = any(name in said for name in DEVICES)
    if begins_so and count <= (12 if device else 8) and (device or "," not in said):
        return True
    return ends_so and device and count <= 8


def closing(bare: str) -> bool:
    """Best regards; also with a name on the same line."""
    said = bare.strip(_PUNCTUATION)
    if not said or len(said) > MAX_CARD_LINE:  # no closing is that long
        return False
    said = fold(said)
    if said in CLOSINGS:
        return True
    if len(bare) > MAX_CARD_LINE:
        return False
    if all(piece.strip(_PUNCTUATION) in CLOSINGS for piece in re.split(r"[/|]", said)):
        return True
    words = bare.strip("*_ ").split()
    for size in range(max(1, len(words) - 4), min(7, len(words))):  # at most four words of a name
        if not all(word[0].isupper() or not word[0].isalnum() for word in words[size:]):
            continue
        if fold(" ".join(words[:size]).strip(_PUNCTUATION)) in CLOSINGS:
            return not _SENTENCE_END.search(bare)
    return False


def small_print(bare: str) -> bool:
    said = fold(bare.strip(_PUNCTUATION))
    if said in SMALL_PRINT_BEGINS:
        return True
    if len(said) >= 20 and said.startswith(_SMALL_PRINT):
        return any(word in said for word in SMALL_PRINT)
    return len(said) >= 120 and sum(1 for word in SMALL_PRINT if word in said) >= 3


def _asks(lines: Sequence[str]) -> bool:
    """Is something wanted below two dashes that somebody may have drawn between paragraphs?"""
    return any(line.endswith("?") and len(line.split()) > 3 for line in lines)


def _is_card(lines: Sequence[str], at: int, *, contact_wanted: bool = False) -> bool:
    """Names, companies and telephones, and nothing that is said to somebody."""
    seen, contact = 0, False
    for line in lines[at:]:
        bare = line.strip()
        if not bare or rule(line) or _DRAWN.fullmatch(line):
            continue
        if sent_from(bare) or small_print(bare) or _DELIMITER.fullmatch(line):
            return True
        seen += 1
        if seen > MAX_CARD or _is_said(bare):
            return False
        contact = contact or bool(_CONTACT.search(bare))
    return contact or not contact_wanted


def _is_name(lines: Sequence[str]) -> bool:
    """A name and what they do, at most with the company; nothing else."""
    seen = [line.strip() for line in lines if line.strip()]
    return 0 < len(seen) <= 3 and all(
        len(one) <= MAX_NAME and not _NO_NAME.search(one) and len(one.split()) <= 4 for one in seen
    )


def _is_said(bare: str) -> bool:
    if _POSTSCRIPT.match(bare) or bare.endswith("?"):
        return True
    if _CONTACT.search(bare):
        return False
    return len(bare) > MAX_CARD_LINE or (len(bare.split()) >= 6 and bool(_SENTENCE_END.search(bare)))
