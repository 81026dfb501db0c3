"""By what name the customer is greeted, where theirs is known. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading, fold
from qa.tones.languages import Language
from qa.tones.names import MAN, WOMAN, called, is_given, is_short_of, sex_of
from qa.tones.phrases import Spotted

# A greeting and who is called by it: up to a mark that ends it, or the end of the line.
_GREETED = re.compile(r"[^\n,:;!.?—–]*(?:\.(?= ?[^\W\d_])[^\n,:;!.?—–]*)?")
_AFTER_COMMA = re.compile(r"[ \t]*,?[ \t]+(?=[^\W\d_])")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))+")
_FIRST = re.compile(r"\s*[^\W\d_]+(?: [^\W\d_]+){0,2}(?=[,:!—–])")
FAR, NEAR = 120, 0.6
# Panie or Pani, wherever they stand; before a name they may be somebody else.
_POLISH = {
    MAN: re.compile(r"\b(?:Pana|Panu|Panem|Pan)\b(?! ?/)(?! [A-ZĆŁŚŻŹ])"),
    WOMAN: re.compile(r"\b(?:Pani|Panią)\b(?! ?/)(?! [A-ZĆŁŚŻŹ])"),
}


@dataclass(frozen=True, slots=True)
class Greeted:
    """Where somebody is called, what stands there of titles, and the words that can be names."""

    start: int
    end: int
    sexes: frozenset[str]
    nobody: tuple[int, int] | None
    names: tuple[tuple[int, int], ...]


def naming(reading: Reading, known: Language, lang: str, name: str) -> list[Finding]:
    """Nothing where no name is known, or nobody is called by any."""
    theirs = [fold(part) for part in _NAME.findall(name) if len(part) > 1]
    if not theirs:
        return []
    sex = sex_of(theirs, lang)
    greeted = _greeted(reading, known, lang)
    found = _of_greeting(reading, lang, theirs, sex, greeted) if greeted else []
    return found or (_of_polish(reading, sex) if lang == "pl" else [])


def _greeted(reading: Reading, known: Language, lang: str) -> Greeted | None:
    spotted = [one for one in known.greetings.spot(reading) if one.start < FAR]
    titles = {word for one in spotted if one.meaning == "title" for word in _words(reading, one)}
    named = sorted((one for one in spotted if one.meaning == "named"), key=lambda one: (one.start, -one.end))
    for first in named:
        end = _until(reading, first.end)
        words = reading.folded[first.end : end].split()
        if all(word in titles for word in words) and (comma := _AFTER_COMMA.match(reading.shown, end)):
            end = _until(reading, comma.end())
        greeted = _read(reading, spotted, first.start, first.end, end)
        if greeted.names or greeted.sexes or greeted.nobody:
            return greeted
    if named and named[0].start == 0:
        return None
    first_words = _FIRST.match(reading.shown)
    if not first_words:
        return None
    greeted = _read(reading, spotted, 0, 0, first_words.end())
    by_name = [fold(reading.text[a:b]) for a, b in greeted.names]
    return greeted if greeted.sexes or any(is_given(one, lang) for one in by_name) else None


def _until(reading: Reading, start: int) -> int:
    found = _GREETED.match(reading.shown, start)
    return found.end() if found else start


def _words(reading: Reading, one: Spotted[str]) -> list[str]:
    return reading.folded[one.start : one.end].split()


def _read(reading: Reading, spotted: Sequence[Spotted[str]], start: int, after: int, end: int) -> Greeted:
    inside = [one for one in spotted if start <= one.start < end]
    titles = {place for one in inside if one.meaning != "named" for place in range(one.start, one.end)}
    names = []
    for word in _NAME.finditer(reading.shown, after, end):
        if word.start() in titles:
            continue
        if not word[0][0].isupper():
            break
        names.append(word.span())
    nobody = [(one.start, one.end) for one in inside if one.meaning == "nobody"]
    sexes = frozenset(one.meaning for one in inside if one.meaning in (MAN, WOMAN))
    return Greeted(start, end, sexes, nobody[0] if nobody else None, tuple(names))


def _of_greeting(reading: Reading, lang: str, theirs: list[str], sex: str, greeted: Greeted) -> list[Finding]:
    if greeted.nobody and not greeted.names:
        return [Finding(CARELESS, *reading.bare(*greeted.nobody), "missing-name", 0.55)]
    whole = reading.bare(greeted.start, greeted.names[-1][1] if greeted.names else greeted.end)
    if len(greeted.sexes) == 2:
        return [Finding(CARELESS, *whole, "missing-name", 0.6)]
    if sex and greeted.sexes and sex not in greeted.sexes:
        return [Finding(CARELESS, *whole, "wrong-name", 0.8)]
    return _of_names(reading, lang, theirs, greeted.names) if greeted.names else []


def _of_names(
    reading: Reading, lang: str, theirs: list[str], names: tuple[tuple[int, int], ...]
) -> list[Finding]:
    written = [fold(reading.text[a:b]) for a, b in names]
    if not _same_letters(written[0], theirs[0]):
        return []
    place = (names[0][0], names[-1][1])
    strange = [one for one in written if not any(_is_theirs(one, part, lang) for part in theirs)]
    near = max((SequenceMatcher(None, one, part).ratio() for one in strange for part in theirs), default=0.0)
    if len(strange) == len(written):
        return [Finding(CARELESS, *place, "wrong-name", 0.85 if near > NEAR + 0.1 else 0.75)]
    # One of them is right: the other is theirs misspelt, or another's first name.
    another = is_given(written[0], lang) and is_given(theirs[0], lang) and written[0] in strange
    if strange and (near > NEAR or another):
        return [Finding(CARELESS, *place, "wrong-name", 0.7)]
    return []


def _is_theirs(written: str, part: str, lang: str) -> bool:
    if written == part or written in called(part, lang):
        return True
    if lang in ("pl", "ru") and len(part) > 5 and written[:-2] == part[:-2] and not is_given(part, lang):
        return True  # A woman's and a man's form of one surname.
    ours, others = sex_of([part], lang), sex_of([written], lang)
    return is_short_of(written, part, lang) and not (ours and others and ours != others)


def _of_polish(reading: Reading, sex: str) -> list[Finding]:
    """Addressed as the other throughout."""
    said = {one: list(pattern.finditer(reading.shown)) for one, pattern in _POLISH.items()}
    other = WOMAN if sex == MAN else MAN
    if not sex or not said[other] or said[sex]:
        return []
    return [Finding(CARELESS, *said[other][0].span(), "wrong-name", 0.7)]


def _same_letters(one: str, other: str) -> bool:
    return ("а" <= one[0] <= "ӿ") == ("а" <= other[0] <= "ӿ")
