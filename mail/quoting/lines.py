"""Single lines: quoted ones, rules, and the words that programs put between dashes. Pure.

Every pattern looks at a bounded piece of a line that was cut before, so the cost is linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mail.quoting.words import FORWARD_PREFIXES, FORWARDED, ORIGINAL, any_of, fold

# What stands there without dashes.
ORIGINAL_ALONE = ("original message processed by", "##- please type your reply above this line")
MAX_LINE = 300  # characters of a line that are looked at
MAX_WORDS_OF_A_MARK = 7
MAX_MARK = 80

_UNSEEN = [0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_NORMAL: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys([0xA0, 0x2007, 0x202F, 0x3000], " "),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2500, 0x2501], "-"),
}
_QUOTED = re.compile(r"[ \t]{0,3}(?:>(?!:[ \t]*$)|&gt;(?!:)|＞)")
_DASHES = re.compile(r"[ \t]{0,8}([-_*=~]{2,80})[ \t]{0,3}(?=[^\s\-_*=~])")
_MORE_DASHES = re.compile(r"[-_*=~]{2,}")
_RULE = re.compile(r"[ \t]{0,8}[-_=*—–─]{5,200}[ \t]*")
_PREFIX = re.compile(r"[ \t]{0,3}\[?([^\s:：\[\]]{1,12})(?:\[\d{1,3}\])?[ \t]?[:：\]]")
_STEMS = any_of(FORWARDED)


def quoted(line: str) -> bool:
    return bool(_QUOTED.match(line))


def unquoted(line: str) -> str:
    """The line without its first quote mark."""
    stripped = line.lstrip(" \t")
    for mark in (">", "&gt;", "＞"):
        if stripped.startswith(mark):
            return stripped[len(mark) :].removeprefix(" ")
    return line


def rule(line: str) -> bool:
    """A line drawn across the page."""
    return bool(_RULE.fullmatch(line))


def between_dashes(line: str) -> tuple[str, bool, str]:
    """Of "--- Original Message --- From: …": the words, in lower case; whether dashes follow; the rest."""
    begin = _DASHES.match(line)
    if begin is None:
        return "", False, ""
    words = line[begin.end() :]
    end = _MORE_DASHES.search(words, 0, 2 * MAX_MARK)
    said = words[: end.start()] if end else words
    if len(said) > MAX_MARK:
        return "", False, ""
    rest = words[end.end() :] if end else ""
    return fold(said.strip(" \t:.*")), end is not None, rest.strip()


def original(line: str) -> bool:
    """The line above what is answered."""
    if fold(line.lstrip()[:60]).startswith(ORIGINAL_ALONE):
        return True
    said, closed, _rest = between_dashes(line)
    return said in ORIGINAL or (closed and said.replace("\u2019", "'") in ORIGINAL)


def forward_words(line: str) -> bool:
    """Does a line between dashes say that what follows is passed on?"""
    said, closed, _rest = between_dashes(line)
    if not said or (not closed and not line.lstrip().startswith(("---", "___", "***", "==="))):
        return False
    return _says_forwarded(said) and len(said.split()) <= MAX_WORDS_OF_A_MARK


def forward_heading(line: str) -> bool:
    """The same without dashes, as Apple writes it; only a block of headers below makes it certain."""
    said = fold(line[:100].strip(" \t>*"))
    return 0 < len(said) <= 60 and len(said.split()) <= MAX_WORDS_OF_A_MARK and _says_forwarded(said)


def _says_forwarded(said: str) -> bool:
    return bool(_STEMS.search(said))


def forward_subject(subject: str) -> bool:
    """Fwd: and its kin, when it is the first mark of the subject."""
    prefix = _PREFIX.match(subject[:MAX_LINE])
    return bool(prefix and fold(prefix[1]).rstrip(".") in FORWARD_PREFIXES)


def looks_of(lines: Sequence[str]) -> list[str]:
    """What is looked at of each line: spaces and dashes of one sort, nothing that cannot be seen."""
    return [_look(line) for line in lines]


def _look(line: str) -> str:
    look = line[:MAX_LINE]
    if not look.isascii():
        look = look.translate(_NORMAL)
    stripped = look.rstrip()
    return "-- " if stripped == "--" and look.startswith("-- ") else stripped
