"""What breaks off, and what the writer left in for themselves or a colleague. Pure.

What it looks like is in `data/unfinished.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading, fold
from qa.tones.languages import DATA

_WORD = re.compile(r"[^\W\d_]+")
_PARTED = re.compile(r"[,:;–—]| - ")
_TRAILS = re.compile(r"(?:\.{3,}|…|[,–—-])\Z")
# A word in small letters: names, codes and figures end what is no sentence.
_SMALL = re.compile(r"(?<![^\W_])[^\W\d_]+\Z")
_ENDED = re.compile(r"[.!?…][\"”»)]?[ \t]*\Z")
FEWEST, LONGEST_OPENING, FEWEST_BARE = 3, 12, 5


@dataclass(frozen=True, slots=True)
class Left:
    hanging: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()


@cache
def _told() -> dict[str, Any]:
    with open(DATA / "unfinished.toml", "rb") as file:
        return tomllib.load(file)


@cache
def _left(lang: str) -> Left:
    told = _told().get(lang, {"hanging": "", "opening": ""})
    return Left(*(frozenset(fold(told[name]).split()) for name in ("hanging", "opening")))


@cache
def _notes() -> list[tuple[re.Pattern[str], float]]:
    told = _told()
    orders = "|".join(told["words"]["CHECK"])
    return [
        (re.compile(one["pattern"].replace("CHECK", orders), re.MULTILINE), one["confidence"])
        for one in told["note"]
    ]


def unfinished(reading: Reading, lang: str) -> list[Finding]:
    return [*_left_in(reading), *_broken_off(reading, lang)]


def _left_in(reading: Reading) -> Iterator[Finding]:
    for pattern, confidence in _notes():
        for found in pattern.finditer(reading.folded):
            yield Finding(CARELESS, *reading.bare(*found.span()), "note-left", confidence)


def _broken_off(reading: Reading, lang: str) -> Iterator[Finding]:
    """A paragraph can that nothing closes; what only lacks its mark is told of the last."""
    left = _left(lang)
    for start, end in reading.sentences:
        said = reading.shown[start:end].rstrip()
        start += said.rfind("\n") + 1
        said = reading.shown[start : start + len(said)].rstrip() if "\n" in said else said
        place = reading.bare(start, end)
        if sure := _sure(reading, (place[0], place[0] + len(said.strip())), left):
            yield Finding(CARELESS, *place, "unfinished", sure)


def _sure(reading: Reading, place: tuple[int, int], left: Left) -> float:
    said = reading.shown[slice(*place)]
    words = _WORD.findall(fold(said))
    if len(words) < FEWEST or not (_SMALL.search(said) or _TRAILS.search(said)):
        return 0.0
    if words[-1] in left.hanging:
        return 0.85
    if not _SMALL.search(said) or not said.split()[-1].islower():
        return 0.0
    if words[0] in left.opening and len(words) <= LONGEST_OPENING and not _PARTED.search(said):
        return 0.75
    follows = _ENDED.search(reading.shown, 0, place[0])
    is_last = not reading.shown[place[1] :].strip()
    return 0.55 if follows and is_last and len(words) >= FEWEST_BARE else 0.0
