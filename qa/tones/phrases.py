"""Phrases as people write them down, and where a text has one. Pure.

    how many times {do i|must i} .. {tell|explain|repeat*}

Words apart by spaces, in small letters or large, with their marks or without. `word*` is any ending,
`{a|b c}` one of these, `{name}` a set of that name, `word?` and `{a|b}?` may be missing, `..` is up to two
words and `...` up to six. `<start>` and `<end>` are those of a sentence or clause, `<asks>` says that the
sentence is a question. A phrase never reaches over the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from qa.tones.folding import Reading, fold

T = TypeVar("T")

_GAPS = {"..": 2, "...": 6}
_ANCHORS = ("<start>", "<end>", "<asks>")
_WORD = re.compile(r"[\w']+\*?")
# So many letters of a stem say which phrases can begin with a word.
_KEY = 3


class PhraseError(ValueError):
    """A phrase that cannot be read; says which."""


@dataclass(frozen=True, slots=True)
class Spotted(Generic[T]):
    """`named` are the words that the phrase itself asks for; others may stand in its gaps."""

    start: int
    end: int
    meaning: T
    named: frozenset[str]


@dataclass(slots=True)
class Part:
    """One place of a phrase: words, beginnings of words, longer choices, or where the place must be."""

    words: set[str] = field(default_factory=set)
    stems: tuple[str, ...] = ()
    longer: list[list[Part]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    gap: int = 0
    may_miss: bool = False
    # Whether it can begin with more than its words.
    is_open: bool = False

    def ends(self, text: Words, at: int, start: int) -> Iterator[int]:
        """After which word it can end when the word `at` is the next."""
        if at < len(text.words) and (at == start or text.follows[at]):
            word = text.words[at]
            if word in self.words or word.startswith(self.stems):
                yield at + 1
            for parts in self.longer:
                first = parts[0]
                if first.is_open or word in first.words or word.startswith(first.stems):
                    yield from _ends(parts, 0, text, at, start)
        for anchor in self.anchors:
            if text.is_at(anchor, at):
                yield at
        if self.gap:
            yield at
            for skipped in range(at, min(at + self.gap, len(text.words))):
                if not text.follows[skipped]:
                    break
                yield skipped + 1
        if self.may_miss:
            yield at


class Words:
    """A text as phrases walk over it."""

    def __init__(self, reading: Reading) -> None:
        self.folded, self.places = reading.folded, reading.words
        self.words = [self.folded[start:end] for start, end in self.places]
        before = [0, *(end for _, end in self.places)]
        between = (self.folded[end:start] for end, (start, _) in zip(before, self.places, strict=False))
        self.follows = [not _APART.search(piece) for piece in between]
        # What stands between two ends of sentences, for each of its words: no phrase reaches further.
        self.around: list[set[str]] = []
        for word, follows in zip(self.words, self.follows, strict=False):
            self.around.append(self.around[-1] if follows and self.around else set())
            self.around[-1].update((word, f"{word[:_KEY]}*"))

    def is_at(self, anchor: str, at: int) -> bool:
        if anchor == "<start>":
            return at < len(self.places) and bool(_STARTS.search(self.folded, 0, self.places[at][0]))
        ended = self.places[at - 1][1] if at else 0
        return bool((_ENDED if anchor == "<end>" else _ASKING).match(self.folded, ended))


_APART = re.compile(r"[.!?…\x00]|\n\s*\n")
_STARTS = re.compile(r"(?:\A\W*|[.!?…¿¡\n,;:]\s+|[¿¡\n])\Z")
_ENDED = re.compile(r"\s*(?:[.!?…;,\n)]|$)")
_ASKING = re.compile(r"[^.!?\n]*\?")


@dataclass(frozen=True, slots=True)
class _Known(Generic[T]):
    """A phrase; a sentence that has nothing of one of `wanted` need not be walked over."""

    parts: list[Part]
    meaning: T
    named: frozenset[str]
    wanted: list[frozenset[str]]


class Phrases(Generic[T]):
    """Many phrases, each with what it means, looked for in one walk over the words."""

    def __init__(self, phrases: Iterable[tuple[str, T]], sets: Mapping[str, str] | None = None) -> None:
        self._by_word: dict[str, list[_Known[T]]] = {}
        self._by_stem: dict[str, list[_Known[T]]] = {}
        folded = {name: fold(words) for name, words in (sets or {}).items()}
        for written, meaning in phrases:
            parts = _parts(fold(written), folded)
            if all(part.may_miss or part.gap or _is_anchor(part) for part in parts):
                raise PhraseError(f"nothing in {written!r} must be there")
            words, stems = _beginnings(parts)
            known = _Known(parts, meaning, frozenset(_named(parts)), _wanted(parts))
            for word in words:
                self._by_word.setdefault(word, []).append(known)
            for stem in stems:
                self._by_stem.setdefault(stem, []).append(known)

    def spot(self, reading: Reading) -> Iterator[Spotted[T]]:
        text = walked(reading)
        for at, word in enumerate(text.words):
            for known in (*self._by_word.get(word, ()), *self._by_stem.get(word[:_KEY], ())):
                for words in known.wanted:
                    if words.isdisjoint(text.around[at]):
                        break
                else:
                    first = known.parts[0]
                    is_word = word in first.words or word.startswith(first.stems)
                    if is_word and len(known.parts) == 1:
                        end = at + 1
                    elif is_word or first.is_open:
                        end = next(_ends(known.parts, 0, text, at, at), at)
                    else:
                        continue
                    if end > at:
                        yield Spotted(text.places[at][0], text.places[end - 1][1], known.meaning, known.named)


def walked(reading: Reading) -> Words:
    """Made once for each reading."""
    if "walked" not in reading.__dict__:
        reading.__dict__["walked"] = Words(reading)
    made: Words = reading.__dict__["walked"]
    return made


def _ends(parts: list[Part], n: int, text: Words, at: int, start: int) -> Iterator[int]:
    if n == len(parts):
        yield at
        return
    for end in parts[n].ends(text, at, start):
        yield from _ends(parts, n + 1, text, end, start)


def _parts(phrase: str, sets: Mapping[str, str]) -> list[Part]:
    parts = []
    for token in _split(phrase, " "):
        if token in _GAPS:
            parts.append(Part(gap=_GAPS[token]))
        elif token:
            parts += _read(token, sets)
    for part in parts:
        part.is_open = bool(part.longer or part.anchors or part.gap or part.may_miss)
    return parts


def _read(token: str, sets: Mapping[str, str]) -> list[Part]:
    word, may_miss = (token[:-1], True) if token.endswith("?") else (token, False)
    choices = _split(sets.get(word[1:-1], word[1:-1]), "|") if word.startswith("{") else [word]
    made = Part(may_miss=may_miss)
    for choice in choices:
        _add(made, choice, sets)
    return [made]


def _add(part: Part, choice: str, sets: Mapping[str, str]) -> None:
    if choice in _ANCHORS:
        part.anchors.append(choice)
    elif choice.startswith("{") or " " in choice:
        part.longer.append(_parts(choice, sets))
    elif not _WORD.fullmatch(choice):
        raise PhraseError(f"{choice!r} is no word")
    elif choice.endswith("*"):
        part.stems += (choice[:-1],)
    else:
        part.words.add(choice.replace("'", ""))
        if "'" in choice:
            part.longer.append([Part(words={one}) for one in choice.split("'") if one])


def _is_anchor(part: Part) -> bool:
    return bool(part.anchors) and not (part.words or part.stems or part.longer)


def _beginnings(parts: list[Part]) -> tuple[set[str], set[str]]:
    """The words that it can begin with, and the first letters of stems."""
    words: set[str] = set()
    stems: set[str] = set()
    for part in parts:
        if short := [stem for stem in part.stems if len(stem) < _KEY]:
            raise PhraseError(f"{short[0]}* is too little to begin with")
        words |= part.words
        stems |= {stem[:_KEY] for stem in part.stems}
        for longer in part.longer:
            more, further = _beginnings(longer)
            words |= more
            stems |= further
        if not (part.may_miss or part.gap or part.anchors):
            break
    return words, stems


def _wanted(parts: list[Part]) -> list[frozenset[str]]:
    """The words of each part after the first that must be there, the fewest first."""
    told = [_telling(part) for part in parts[1:] if not (part.may_miss or part.gap or part.anchors)]
    return sorted((frozenset(words) for words in told if words), key=len)


def _telling(part: Part) -> set[str]:
    """The words that it can begin with, stems as `abc*`; nothing if one is too short to tell."""
    try:
        words, stems = _beginnings([part])
    except PhraseError:
        return set()
    return words | {f"{stem}*" for stem in stems}


def _named(parts: list[Part]) -> set[str]:
    longer = (one for part in parts for one in part.longer)
    return set().union(*(part.words for part in parts), *(_named(one) for one in longer))


def _split(text: str, mark: str) -> list[str]:
    """At every mark that stands in no braces."""
    if "{" not in text and "}" not in text:
        return text.split(mark)
    parts, depth = [""], 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if char == mark and not depth:
            parts.append("")
        else:
            parts[-1] += char
    if depth:
        raise PhraseError(f"braces do not match in {text!r}")
    return parts
