"""Small cues of how one talks to somebody, two or three of which together say much. Pure.

What words mean is in `data/cues.toml`, the same meanings in every language, so that what two of them together
are worth is learnt from all languages at once. Beside them stand the manners, the form, and pieces of words.
Training and use share this file; whoever changes it trains anew (`benchmarks/undertone_training.py`).
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from qa.tones.folding import HIDDEN, Reading, fold
from qa.tones.languages import DATA, Language
from qa.tones.manners import spotted
from qa.tones.phrases import Phrases, walked

STEM = 5
PIECES = (4, 5)
# A word that denies stands at most so many letters before what it denies.
NEAR = 18
# So many letters of a stem say which words it can begin.
_KEY = 3
_TOKEN = re.compile(r"\w+|[?!.,:]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Cue:
    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Meanings:
    """Of words, of beginnings of words, and of what is longer than a word."""

    words: dict[str, list[str]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    longer: Phrases[str] = field(default_factory=lambda: Phrases([]))


@cache
def _meanings(code: str) -> _Meanings:
    with open(DATA / "cues.toml", "rb") as file:
        told = tomllib.load(file).get(code, {})
    made, longer = _Meanings(), []
    for name, choices in told.items():
        for choice in fold(choices).split("|"):
            if " " in choice or "'" in choice:
                longer.append((choice, name))
            elif choice.endswith("*"):
                made.stems.setdefault(choice[:_KEY].rstrip("*"), []).append((choice[:-1], name))
            else:
                made.words.setdefault(choice, []).append(name)
    made.longer = Phrases(longer)
    return made


def cues(reading: Reading, known: Language, code: str) -> list[Cue]:
    """All of a text, by where they begin."""
    text, meanings, found = walked(reading), _meanings(code), []
    for at, (word, (start, end)) in enumerate(zip(text.words, text.places, strict=True)):
        for name in meanings.words.get(word, ()):
            if name != "asks" or text.is_at("<asks>", at + 1):
                found.append(Cue(name, start, end))
        for stem, name in meanings.stems.get(word[:_KEY], ()):
            if word.startswith(stem):
                found.append(Cue(name, start, end))
    found += [Cue(one.meaning, one.start, one.end) for one in meanings.longer.spot(reading)]
    found += [Cue(f"m_{one.meaning}", one.start, one.end) for one in spotted(reading, known)]
    found.sort(key=lambda cue: (cue.start, cue.end, cue.name))
    return _denied(found)


def _denied(found: list[Cue]) -> list[Cue]:
    """An insult shortly after a word that denies is none: "not a stupid question"."""
    last, told = -NEAR, []
    for cue in found:
        if cue.name == "negated":
            last = cue.end
        is_denied = cue.name == "insult" and 0 <= cue.start - last <= NEAR
        told.append(Cue("denied", cue.start, cue.end) if is_denied else cue)
    return told


def within(found: list[Cue], start: int, end: int) -> list[Cue]:
    """Of those that `cues` found, the ones that begin there."""
    first = bisect_left(found, start, key=lambda cue: cue.start)
    return found[first : bisect_left(found, end, first, key=lambda cue: cue.start)]


def traits(found: list[Cue], reading: Reading, start: int, end: int) -> list[str]:
    """The names of cues that stand there, and the form."""
    shown = reading.shown[start:end]
    names = {cue.name for cue in found} | {mark for mark in "?!," if mark in shown}
    if _DIGIT.search(shown):
        names.add("digit")
    if HIDDEN in shown:
        names.add("quoted")
    return sorted(names)


def length(reading: Reading, start: int, end: int) -> str:
    return f"length {min(4, len(_TOKEN.findall(reading.shown[start:end])) // 6)}"


def pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    return combinations(names, 2)


def grams(reading: Reading, start: int, end: int) -> set[str]:
    """Words, their beginnings, pairs of those, and pieces of four and five letters."""
    words = _TOKEN.findall(reading.folded[start:end].replace(HIDDEN, " "))
    stems = [word[:STEM] for word in words]
    told = set(words)
    told.update([f"{one} {other}" for one, other in zip(["^", *stems], [*stems, "$"], strict=True)])
    line = f" {' '.join(words)} "
    for size in PIECES:
        told.update([line[place : place + size] for place in range(len(line) - size + 1)])
    return told
