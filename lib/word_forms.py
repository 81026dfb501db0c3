"""The forms of a word, in the languages that customers write. Pure.

The index holds words as they were written. A question is widened instead: to whatever begins with the stem
that a stemmer of one of the languages finds. That needs no second index, nothing to fill, and nobody has to
know in which language a letter is.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import snowballstemmer  # type: ignore[import-untyped]

# So much of a word must be left of it: what a stemmer of another language cuts off is no ending of this one.
_LATIN = {"english": 0.6, "estonian": 0.5, "polish": 0.6, "spanish": 0.7}
_CYRILLIC = {"russian": 0.5}
_STEMMERS = {name: snowballstemmer.stemmer(name) for name in (*_LATIN, *_CYRILLIC)}
# From here on a stem is looked for as a beginning; a shorter one begins too many other words.
LONG = 5
SHORTEST = 3
_ENDINGS = {
    "latin": ("s", "i", "e", "a", "u", "y", "t", "d", "st", "le", "ga", "id", "te", "ow", "om", "ie", "ed",
              "es", "ing", "os", "as"),
    "cyrillic": ("а", "у", "ы", "е", "и", "я", "ю", "ь", "ом", "ов", "ой", "ам", "ах", "ем", "ей", "ии"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forms:
    """A word is found by one of `words`, or by any that begins with one of `beginnings`."""

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()


def forms(word: str) -> Forms:
    """What a word looks like in its other forms; only itself, if it is not made of letters alone."""
    word = unicodedata.normalize("NFC", word).lower()
    if not word.isalpha() or len(word) < SHORTEST:
        return Forms((word,))
    is_cyrillic = "Ѐ" <= word[0] <= "ӿ"
    stems = {word, *_stems(word, _CYRILLIC if is_cyrillic else _LATIN)}
    long = min((stem for stem in stems if len(stem) >= LONG), key=len, default="")
    short = [stem for stem in stems if len(stem) < LONG]
    endings = _ENDINGS["cyrillic" if is_cyrillic else "latin"]
    words = {word, *short, *(stem + ending for stem in short for ending in endings)} if short else set()
    # What begins with the longer stem needs no naming.
    named = sorted(one for one in words if not (long and one.startswith(long)))
    return Forms(tuple(named), (long,) if long else ())


def _stems(word: str, languages: dict[str, float]) -> list[str]:
    """What every form of the word begins with: a stem may be spelled otherwise than any form is."""
    found = []
    for language, share in languages.items():
        for stem in _also(language, word, _STEMMERS[language].stemWord(word)):
            stem = _common(word, stem)
            if len(stem) >= max(SHORTEST, share * len(word)):
                found.append(stem)
    return found


def _also(language: str, word: str, stem: str) -> tuple[str, ...]:
    """The stem, and what it looks like in forms that the stemmer keeps apart."""
    if language == "english" and stem.endswith("i"):  # company, companies
        return (stem[:-1],)
    if language == "estonian":
        if word.endswith("ust"):  # ühendus, ühendust
            return stem, word[:-1]
        if stem[-1] in "aeiu" and len(stem) > LONG:  # leping, lepingu
            return stem, stem[:-1]
    return (stem,)


def _common(word: str, stem: str) -> str:
    """The beginning of the word that the stem shares with it, accents apart."""
    length = 0
    for one, other in zip(word, stem, strict=False):
        if _bare(one) != _bare(other):
            break
        length += 1
    return word[:length]


def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]
