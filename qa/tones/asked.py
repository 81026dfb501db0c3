"""Questions of the customer of which an answer says nothing. Pure.

A question counts as answered by words that it shares with the answer, or by something of the sort it asks
for: yes or no, a day, a sum, a reason, a way. Long answers are believed.
"""

import re

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading, fold
from qa.tones.languages import Language

_QUESTION = re.compile(r"[^.!?\n¿]{8,300}\?")
_WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 5
LONG = 90
_SORTS = {
    "why": "why|how come|miks|mispärast|dlaczego|czemu|por que|почему|зачем|отчего",
    "when": "when|how long|millal|kui kaua|mis ajal|kiedy|jak dlugo|cuando|cuanto tiempo|cuanto tarda|когда|"
    "как долго|сколько времени",
    "much": r"how much|what .*cost|price|kui palju|maksab|maksma|hind|ile|koszt\w*|cuanto|precio|costar\w*|"
    r"сколько|цена|стои\w*",
    "how": "how|kuidas|jak|como|как",
    "where": "where|kus|kuhu|gdzie|dokad|donde|где|куда",
    "who": "who|kes|kellele|kto|komu|quien|кто|кому",
}
_NUMBER = re.compile(r"\d")


def unanswered(reading: Reading, known: Language, asked: str) -> list[Finding]:
    """The whole answer is the span: what is missing has no place in it."""
    if len(reading.words) > LONG or "?" in reading.shown or not reading.words:
        return []
    given = {one.meaning for one in known.answers.spot(reading)}
    stems = {fold(word)[:STEM] for word in _WORD.findall(fold(reading.text))}
    questions = [fold(found[0]) for found in _QUESTION.finditer(Reading(asked).shown)]
    if questions and all(_is_open(question, stems, given, reading.text) for question in questions[:8]):
        return [Finding(CARELESS, *reading.bare(0, len(reading.text)), "unanswered-question", 0.7)]
    return []


def _is_open(question: str, stems: set[str], given: set[str], text: str) -> bool:
    shared = {word[:STEM] for word in _WORD.findall(question)} & stems
    sort = next(
        (name for name, words in _SORTS.items() if re.search(rf"\b(?:{fold(words)})\b", question)), "yes_no"
    )
    answered = sort in given or (sort == "much" and bool(_NUMBER.search(text)))
    if sort in ("how", "where", "who", "when") and not shared:
        answered = answered and len(text) > 60
    return not answered and len(shared) < 2
