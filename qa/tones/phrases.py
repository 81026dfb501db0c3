"""Phrases as people write them down, and where a text has one. Pure.

    how many times {do i|must i} .. {tell|explain|repeat*}

Words apart by spaces, in small letters or large, with their marks or without. `word*` is any ending,
`{a|b c}` one of these, `{name}` a set of that name, `word?` and `{a|b}?` may be missing, `..` is up to two
words and `...` up to six. `<start>` and `<end>` are those of a sentence or clause, `<asks>` says that the
sentence is a question. A phrase never reaches over the end of a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from qa.tones.folding import Reading, fold

T = TypeVar("T")

_BETWEEN = r"(?:[^\w.!?…\x00\n]|\n(?!\s*\n))+"
_GAPS = {"..": 2, "...": 6}
_ANCHORS = {
    "<start>": r"(?:(?<=[.!?…¿¡\n,;:]\s)|(?<=[¿¡\n])|(?<=\A))",
    "<end>": r"(?=\s*(?:[.!?…;,\n)]|$))",
    "<asks>": r"(?=[^.!?\n]*\?)",
}
# So many letters at the beginning of a word say which phrases can begin there.
_KEY = 3


class PhraseError(ValueError):
    """A phrase that cannot be read; says which."""


@dataclass(frozen=True, slots=True)
class Spotted(Generic[T]):
    start: int
    end: int
    meaning: T


class Phrase:
    """One, made into a pattern when a text first has a word that it may begin with."""

    def __init__(self, written: str, sets: Mapping[str, str]) -> None:
        self.written, self._sets = written, sets

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(_regex(self.written, self._sets))

    @property
    def beginnings(self) -> set[str]:
        return _beginnings(self.written, self._sets)


class Phrases(Generic[T]):
    """Many phrases, each with what it means, looked for in one walk over the words."""

    def __init__(self, phrases: Iterable[tuple[str, T]], sets: Mapping[str, str] | None = None) -> None:
        self.all = [(Phrase(written, sets or {}), meaning) for written, meaning in phrases]
        self._by_beginning: dict[str, list[tuple[Phrase, T]]] = {}
        for phrase, meaning in self.all:
            for key in phrase.beginnings:
                self._by_beginning.setdefault(key, []).append((phrase, meaning))

    def spot(self, reading: Reading) -> Iterator[Spotted[T]]:
        folded, known = reading.folded, self._by_beginning
        for start, end in reading.words:
            for phrase, meaning in known.get(folded[start : min(end, start + _KEY)], ()):
                if found := phrase.pattern.match(folded, start):
                    yield Spotted(start, found.end(), meaning)


def _regex(phrase: str, sets: Mapping[str, str]) -> str:
    made, is_open = "", False
    for token in _tokens(fold(phrase)):
        if token in _ANCHORS:
            made += _ANCHORS[token]
        elif token in _GAPS:
            made += rf"(?:{_BETWEEN}\w+){{0,{_GAPS[token]}}}?"
        else:
            word, may_miss = _optional(token)
            before, after = (_BETWEEN, "") if is_open else ("", _BETWEEN if may_miss else "")
            made += f"(?:{before}{_word(word, sets)}{after}{_anchors(word)})" + ("?" if may_miss else "")
            is_open = is_open or not may_miss
    if not is_open:
        raise PhraseError(f"nothing in {phrase!r} must be there")
    return made


def _word(word: str, sets: Mapping[str, str]) -> str:
    if choices := _choices(word, sets):
        return "(?:" + "|".join(_regex(one, sets) for one in choices if one not in _ANCHORS) + ")"
    if not re.fullmatch(r"[\w'*]+", word):
        raise PhraseError(f"{word!r} is no word")
    return re.escape(word).replace(r"\*", r"\w*").replace("'", "'?") + r"(?!\w)"


def _anchors(word: str) -> str:
    """An anchor may be one of the choices: nothing stands between it and the word before."""
    return "".join(f"|{anchor}" for name, anchor in _ANCHORS.items() if name in _choices(word, {}))


def _choices(word: str, sets: Mapping[str, str]) -> list[str]:
    if not word.startswith("{"):
        return []
    inside = word[1:-1]
    return _split(fold(sets.get(inside, inside)), "|")


def _optional(token: str) -> tuple[str, bool]:
    return (token[:-1], True) if token.endswith("?") else (token, False)


def _tokens(phrase: str) -> list[str]:
    return [token for token in _split(phrase, " ") if token]


def _split(text: str, mark: str) -> list[str]:
    """At every mark that stands in no braces."""
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


def _beginnings(phrase: str, sets: Mapping[str, str]) -> set[str]:
    keys: set[str] = set()
    for token in _tokens(fold(phrase)):
        if token in _ANCHORS:
            continue
        word, may_miss = _optional(token)
        choices = _choices(word, sets)
        keys |= set().union(*(_beginnings(one, sets) for one in choices)) if choices else _keys(word)
        if not may_miss and not _anchors(word):
            return keys
    return keys


def _keys(word: str) -> set[str]:
    literal, star, _ = word.partition("*")
    if star and len(literal) < _KEY:
        raise PhraseError(f"{word!r} begins with too little to be looked for")
    return {literal.split("'")[0][:_KEY], literal.replace("'", "")[:_KEY]}
