"""Which language a sentence is in, as far as one must know to see that it is the wrong one. Pure."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading
from qa.tones.languages import DATA

_CYRILLIC = ("ru", "uk")
_LETTER = re.compile(r"[^\W\d_]")
# Letters that only some of the languages have.
_OWN = {
    "et": "õ", "pl": "łążśćńęź", "es": "ñ¿¡", "de": "ß", "uk": "іїєґ", "ru": "ыэъё", "lv": "ķļņģī",
    "lt": "ėįų", "sv": "å", "fr": "çêœ",
}  # fmt: skip
FEWEST_WORDS = 3


@cache
def _common() -> Mapping[str, frozenset[str]]:
    with open(DATA / "words.toml", "rb") as file:
        return {code: frozenset(words.split()) for code, words in tomllib.load(file).items()}


def common(lang: str) -> frozenset[str]:
    return _common().get(lang, frozenset())


def wrong_language(reading: Reading, expected: str) -> list[Finding]:
    """Sentences that are in another language; those that follow one another are one finding."""
    if expected not in _common():
        return []
    spans: list[tuple[int, int]] = []
    for sentence in reading.sentences:
        if not _is_foreign(reading, sentence, expected):
            continue
        if spans and not reading.shown[spans[-1][1] : sentence[0]].strip():
            spans[-1] = (spans[-1][0], sentence[1])
        else:
            spans.append(sentence)
    return [Finding(CARELESS, *reading.bare(*span), "wrong-language", 0.85) for span in spans]


def _is_foreign(reading: Reading, sentence: tuple[int, int], expected: str) -> bool:
    words = [reading.folded[a:b] for a, b in reading.words if sentence[0] <= a < sentence[1]]
    words = [word for word in words if _LETTER.search(word)]
    if len(words) < FEWEST_WORDS:
        return False
    if _is_of_other_letters(words, expected):
        return True
    text = reading.shown[slice(*sentence)].lower()
    hits = {code: _hits(words, text, code) for code in _common()}
    other = max((code for code in hits if code != expected), key=hits.__getitem__)
    return hits[other] >= 3 and hits[other] >= 2.5 * hits[expected] and hits[other] / len(words) >= 0.34


def _hits(words: list[str], text: str, code: str) -> float:
    known = sum(map(_common()[code].__contains__, words))
    return known + sum(map(text.__contains__, _OWN.get(code, "")))


def _is_of_other_letters(words: list[str], expected: str) -> bool:
    """Names are written in either, so most of a sentence must be."""
    cyrillic = sum("а" <= word[0] <= "ӿ" for word in words)
    return expected not in _CYRILLIC and cyrillic >= FEWEST_WORDS and cyrillic / len(words) > 0.6
