"""The line "On Monday Desk wrote:", in one line or wrapped over several. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mail.quoting.lines import MAX_LINE, quoted
from mail.quoting.words import OPENERS, WROTE, WROTE_JOINED, any_of, fold

MAX_LINES = 4


def _any_of(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WORD = re.compile(r"\w+")
_OPENING = re.compile(f"[-_ \\t]{{0,40}}(?:{_any_of(OPENERS)})(?!\\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,100}")
_ENDS_WITH_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s@]{1,60}[>)\]\s]{0,4}[:：]\s{0,4}$")
_DATE_AND_ADDRESS = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4} [^<>:]{0,80}<[^\s<>@]{1,64}@[^\s<>@]{1,100}>"
)
_INSIDE = re.compile(
    r"(?<=[^\s>])[ \t]*-{0,4}[ \t]{1,4}(?=(?:On|Le|Am|El|Il|Op|Den|Em|Dnia|W dniu) .{1,40}\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|\d{1,2}\s?[AaPp]\.?[Mm]\b|[时時点時]\d{1,2}|오[전후]"
)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}(?!\d)")
_DATED = re.compile(
    f"[-_ \\t]{{0,40}}(?:{_any_of(OPENERS)})(?!\\w).{{0,40}}\\d"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)"
    r"|\w{2,14}\.?,? \d{1,2}\.? |\d{1,2}\.? \w{3,12}\.? \d{4}",
    re.IGNORECASE,
)
_TRIMMED = "-_*= \t>"
_JOINED = any_of(WROTE_JOINED)


def attribution(looks: Sequence[str], at: int) -> int:
    """How many lines a "On … wrote:" beginning here has; 0 when none does."""
    first = looks[at].strip()
    if not _may_open(first):
        return 0
    joined = ""
    for length, line in enumerate(looks[at : at + MAX_LINES], start=1):
        if not line.strip() or (length > 1 and quoted(line)):
            return 0
        joined = f"{joined} {line.strip()}"[-2 * MAX_LINE :]
        ending = joined.rstrip(_TRIMMED)
        if (
            ending.endswith((":", "："))
            or _says_wrote(ending[-16:])
            or _DATE_AND_ADDRESS.fullmatch(joined.strip())
        ):
            return length if _is_one(joined) and not _begins_later(looks, at, length) else 0
        if length == 1 and first.endswith(("!", "?")):
            return 0
    return 0


def _may_open(first: str) -> bool:
    return bool(_OPENING.match(first) or _DIGIT.search(first) or "@" in first or _says_wrote(first))


def _is_one(joined: str) -> bool:
    if not _DIGIT.search(joined) and "@" not in joined:
        return False
    if _says_wrote(joined):
        return True
    return _dated(joined) and bool(_DATED.match(joined.strip()) or _ENDS_WITH_ADDRESS.search(joined[-120:]))


def _dated(joined: str) -> bool:
    """A date with an address or a time of day."""
    addressed = "@" in joined and _ADDRESS.search(joined)
    return bool(_DATE.search(joined) and (addressed or _CLOCK.search(joined)))


def _says_wrote(text: str) -> bool:
    said = fold(text)
    return not WROTE.isdisjoint(_WORD.findall(said)) or bool(_JOINED.search(said))


def _begins_later(looks: Sequence[str], at: int, length: int) -> bool:
    """Is the first line an own one, and the attribution only in the lines below it?"""
    if length == 1 or _DATED.match(looks[at].strip()):
        return False
    return any(_DATED.match(line.strip()) for line in looks[at + 1 : at + length])


def certain(lines: Sequence[str]) -> bool:
    """Is it one even without quote marks below? Without a verb, as in Russian, it ends with an address."""
    joined = " ".join(lines)
    if not _dated(joined):
        return False
    if _says_wrote(joined):
        return True
    return bool(_CLOCK.search(joined) and _ENDS_WITH_ADDRESS.search(joined[-120:]))


def runs_on(look: str) -> bool:
    """Does the old letter follow on the same line, as Yahoo's telephones write it?"""
    end = look.find(": ")
    while 0 < end <= MAX_LINE:
        said = look[: end + 1].strip()
        if _says_wrote(said[-16:]):
            return bool(_DATED.match(said)) and certain([said])
        end = look.find(": ", end + 1)
    return False


def shared(look: str) -> int:
    """Where an attribution begins behind own words on the same line; 0 when none does."""
    if not look.endswith(":") or _DATED.match(look.strip()):
        return 0
    for begin in _INSIDE.finditer(look):
        if certain([look[begin.end() :]]) or attribution([look[begin.end() :]], 0):
            return begin.start()
    return 0
