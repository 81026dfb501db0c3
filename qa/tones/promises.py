"""Promises that say no day: somebody will do something, soon. Pure."""

import re
from itertools import pairwise

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading
from qa.tones.languages import Language

# A day of the month, an hour, a date in figures, so many units of anything.
_FIGURES = re.compile(
    r"\b\d{1,2}[.:]\d{2}\b|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)\b"
    r"|\b\d{1,2} may\b|\bmay \d{1,2}\b"
    r"|\b(?:by|before|at|until|till|do|o|до|в|к|las|kell|kella|kuni) \d{1,2}\b(?! ?[%€$£])"
    r"|\b\d+ ?(?:h|am|pm|a\.m\.|p\.m\.)\b|\b20\d\d\b|\b\d{1,2}\. (?=[^\W\d])"
)
# "Will not write" promises nothing.
NEAR = 8
CONFIDENCE = {"contact": 0.75, "vague": 0.8, "soon": 0.65}
# What stands in the sentence of a promise and makes it none: of any, of one that only says soon.
HARMLESS, EXCUSES = "harmless", "excuses"


def promises(reading: Reading, known: Language) -> list[Finding]:
    """One a sentence, unless it or the one after it says when; in a question it is an offer."""
    spotted = list(known.promises.spot(reading))
    if all(one.meaning in (HARMLESS, EXCUSES) for one in spotted):
        return []
    dated = {reading.sentence_at(one.start)[0] for one in known.dates.spot(reading)}
    dated |= {reading.sentence_at(found.start())[0] for found in _FIGURES.finditer(reading.folded)}
    starts = [start for start, _ in reading.sentences]
    after = dict(pairwise(starts))
    denied = [(one.start, one.end) for one in known.denials.spot(reading)]
    best: dict[int, Finding] = {}
    freed = {
        meaning: {reading.sentence_at(one.start)[0] for one in spotted if one.meaning == meaning}
        for meaning in (HARMLESS, EXCUSES)
    }
    for one in spotted:
        sentence, end = reading.sentence_at(one.start)
        is_refused = any(one.start - NEAR <= a and b <= one.start for a, b in denied)
        is_offered = reading.shown[sentence:end].rstrip().endswith("?")
        if one.meaning in freed or sentence in freed[HARMLESS]:
            continue
        is_excused = one.meaning == "soon" and sentence in freed[EXCUSES]
        if is_excused or is_refused or is_offered or sentence in dated or after.get(sentence) in dated:
            continue
        found = Finding(CARELESS, one.start, one.end, "undated-promise", CONFIDENCE[one.meaning])
        if sentence not in best or found.confidence > best[sentence].confidence:
            best[sentence] = found
    return list(best.values())
