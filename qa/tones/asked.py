"""Questions of the customer of which an answer says nothing. Pure.

A question counts as answered by words that it shares with the answer, or by something of the sort it asks
for: yes or no, a day, a sum, a reason, a way. Courtesies answer nothing; long answers are believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import Reading, fold
from qa.tones.languages import Language
from qa.tones.tongues import common

_SENTENCE = re.compile(r"[^.!?\n¿]+[.!?]?")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LINK = re.compile(r"https?://|www\.|@")
_NUMBER = re.compile(r"\d")
_SUM = re.compile(r"[€£$] ?\d|\d[ .,]?(?:€|£|\$|eur|usd|zl\b|pln|руб|р\.|pounds?|dolar|dolla)")
SHORTEST, MOST, LONG = 8, 8, 90
# What two words of one meaning begin with alike.
ALIKE = 4
FEW_WORDS = 3
_SORTS = {
    "why": "why|how come|miks|mispärast|dlaczego|czemu|por que|почему|зачем|отчего",
    "when": "when|how long|what time|millal|kui kaua|mis ajal|mis kell|kiedy|jak dlugo|o ktorej|"
    "cuando|a que hora|cuanto tiempo|cuanto tarda|когда|как долго|сколько времени|во сколько",
    "much": r"how much|how many|what .*cost|price|kui palju|mitu|maksab|maksma|hind|ile|koszt\w*|"
    r"cuant[oa]s?|precio|costar\w*|cuesta|сколько|цена|стоит|стоимость",
    "how": "how|kuidas|jak|como|как",
    "where": "where|kus|kuhu|kust|gdzie|dokad|skad|donde|где|куда|откуда",
    "who": "who|whom|kes|kellele|kelle|kto|komu|quien|кто|кому",
    "which": r"which|kumb\w*|milline|millis\w*|ktor\w*|cual\w*|какой|какую|какая|какие|котор\w*",
}
_ASKS = {sort: re.compile(rf"\b(?:{fold(words)})\b") for sort, words in _SORTS.items()}
# Where a second question begins inside one: "and how much".
_ALSO = re.compile(
    r"(?:[,;]| and| ja| ning| i| oraz| y| и| а)\s+(?=(?:{})\b)".format(
        "|".join(fold(_SORTS[sort]) for sort in ("why", "when", "much", "where"))
    )
)
# What may be paid or paid back: a sum says it.
_OF_MONEY = re.compile(
    fold(
        r"\b(?:money|refund\w*|pay|paid|reimburs\w*|compensat\w*|raha\w*|tagasta\w*|maks\w*|hüvita\w*|zwróc\w*|zwrot\w*|"
        r"pieniąd\w*|zapłac\w*|płac\w*|dinero|devolv\w*|devuel\w*|pagar\w*|reembols\w*|верн\w*|деньг\w*|оплат\w*|возвра\w*|возмест\w*)"
    )
)
# Of these the answer must say something, whatever words it shares.
_STRICT = {"much": 3, "when": 2, "why": 1}


@dataclass(frozen=True, slots=True)
class Question:
    """`content` may be of the sentence before, `own` counts its own."""

    sort: str
    content: frozenset[str]
    own: int
    is_of_money: bool


@dataclass(frozen=True, slots=True)
class Answer:
    given: frozenset[str]
    content: frozenset[str]
    is_courtesy: bool


def unanswered(reading: Reading, known: Language, lang: str, asked: str) -> list[Finding]:
    """The whole answer is the span: what is missing has no place in it."""
    if len(reading.words) > LONG or "?" in reading.shown or not reading.words:
        return []
    questions = list(_questions(fold(Reading(asked).shown), lang))[:MOST]
    if not questions:
        return []
    answer = _answer(reading, known, lang)
    open_ones = [one for one in questions if _is_open(one, answer)]
    place = reading.bare(0, len(reading.text))
    if len(open_ones) == len(questions):
        return [Finding(CARELESS, *place, "unanswered-question", 0.7)]
    if any(one.sort in ("much", "why") and not _shared(one, answer) for one in open_ones):
        return [Finding(CARELESS, *place, "unanswered-question", 0.6)]
    return []


def _questions(asked: str, lang: str) -> Iterator[Question]:
    """What one asks about may stand in the sentence before it."""
    before: frozenset[str] = frozenset()
    for found in _SENTENCE.finditer(asked):
        sentence = found[0]
        if sentence.endswith("?") and len(sentence) > SHORTEST:
            for one in re.split(_ALSO, sentence):
                content = _content(one, lang)
                about = content if len(content) >= FEW_WORDS else content | before
                yield Question(_sort(one), about, len(content), bool(_OF_MONEY.search(one)))
        before = _content(sentence, lang)


def _sort(question: str) -> str:
    return next((sort for sort, asks in _ASKS.items() if asks.search(question)), "yes_no")


def _content(text: str, lang: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text) if word not in common(lang))


def _answer(reading: Reading, known: Language, lang: str) -> Answer:
    courteous = {reading.sentence_at(one.start) for one in known.courtesies.spot(reading)}
    sentences = [one for one in reading.sentences if reading.folded[slice(*one)].strip(" \n.!,")]
    given = {
        one.meaning for one in known.answers.spot(reading) if reading.sentence_at(one.start) not in courteous
    }
    if any(reading.sentence_at(one.start) not in courteous for one in known.denials.spot(reading)):
        given.add("yes_no")
    if _NUMBER.search(reading.text):
        given |= {"much", "when"}
    if _SUM.search(reading.folded):
        given.add("sum")
    if _LINK.search(reading.text):
        given.add("any")
    is_courtesy = all(one in courteous for one in sentences) and not _NUMBER.search(reading.text)
    return Answer(frozenset(given), _content(fold(reading.text), lang), is_courtesy)


def _is_open(question: Question, answer: Answer) -> bool:
    shared = _shared(question, answer)
    if answer.is_courtesy:
        return not shared or question.sort not in answer.given | {"yes_no"}
    if answer.given & {question.sort, "any"} or (question.is_of_money and "sum" in answer.given):
        return False
    if question.sort in _STRICT:
        return shared < _STRICT[question.sort]
    return not shared or (shared == 1 and question.own >= FEW_WORDS)


def _shared(question: Question, answer: Answer) -> int:
    return sum(any(_are_alike(one, other) for other in answer.content) for one in question.content)


def _are_alike(one: str, other: str) -> bool:
    """But for what either ends with."""
    length = max(ALIKE, min(len(one), len(other)) - 2)
    return one[:length] == other[:length]
