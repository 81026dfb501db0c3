"""By what name the customer is greeted, where theirs is known. Pure."""

import re
from difflib import SequenceMatcher

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading, fold
from qa.tones.languages import Language

# What a greeting by name is followed by: words with capitals, up to a mark or the end of the line.
_CALLED = re.compile(r"[ \t,]+((?:[^\W\d_][\w'’.-]*[ \t]*){1,5})")
_ENDINGS = {"pl": ("o", "u", "ie", "e", "i", "y", "a", "ze", "ku", "rze", "szu", "")}
FAR = 120


def naming(reading: Reading, known: Language, lang: str, name: str) -> list[Finding]:
    """Nothing where no name is known, or no greeting calls anybody."""
    theirs = [fold(part) for part in re.findall(r"[^\W\d_]{2,}", name)]
    if not theirs:
        return []
    for greeting in known.greetings.spot(reading):
        if greeting.meaning == "named" and greeting.start < FAR:
            return _called(reading, known, lang, theirs, greeting.end)
    return []


def _called(reading: Reading, known: Language, lang: str, theirs: list[str], start: int) -> list[Finding]:
    found = _CALLED.match(reading.shown, start)
    if not found:
        return []
    titles = {one.start for one in known.greetings.spot(reading) if one.meaning == "title"}
    nobody = [one for one in known.greetings.spot(reading) if one.meaning == "nobody"]
    if any(found.start(1) <= one.start < found.end(1) for one in nobody):
        return [Finding(CARELESS, *reading.bare(*found.span(1)), "missing-name", 0.55)]
    words = [m for m in re.finditer(r"[^\W\d_]{2,}", found[1]) if found.start(1) + m.start() not in titles]
    called = []
    for word in words:
        if not word[0][0].isupper():
            break
        called.append((found.start(1) + word.start(), found.start(1) + word.end()))
    if not called or any(
        _is_theirs(fold(reading.text[a:b]), part, lang) for a, b in called for part in theirs
    ):
        return []
    place = (called[0][0], called[-1][1])
    written = fold(reading.text[slice(*place)])
    if not _same_letters(written, theirs[0]):
        return []
    near = max(SequenceMatcher(None, written, part).ratio() for part in theirs)
    return [Finding(CARELESS, *place, "wrong-name", 0.85 if near > 0.7 else 0.75)]


def _is_theirs(written: str, part: str, lang: str) -> bool:
    if written == part:
        return True
    stem = part.rstrip("aeiouy") if lang == "pl" else part
    if any(written == stem + ending for ending in _ENDINGS.get(lang, ())):
        return True
    # A woman's and a man's form of one surname.
    return len(part) > 5 and written[:-2] == part[:-2] and lang in ("pl", "ru")


def _same_letters(one: str, other: str) -> bool:
    return ("а" <= one[0] <= "ӿ") == ("а" <= other[0] <= "ӿ")
