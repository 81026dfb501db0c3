"""Careless by form, in any language: places left to be filled, broken links, shouting. Pure.

What they look like is in `data/forms.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import HIDDEN, Reading, fold
from qa.tones.languages import DATA

_LETTER = r"[^\W\d_]"
_FORM_OF_DATE = re.compile(
    r"\b(?:DD|PP|dd|ДД|GG)([./-])(?:MM|KK|mm|ММ|AA)\1(?:YYYY|AAAA|RRRR|yyyy|ГГГГ|YY|ГГ|АА)\b"
)
_OF_A_FORM = re.compile(r"format|vorming|kujul|vormis|formac|wzor|zapis|формат|вид")
# Where a name of a place to fill is what is talked about.
_OF_A_TEMPLATE = re.compile(
    r"templat|placeholder|variable|merge field|mall|muutuja|kohatai|szablon|zmienn|plantilla|marcador|"
    r"шаблон|переменн"
)
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\](?!\()")
_FEW_WORDS = re.compile(r"[^\W\d_][^\W\d]*(?:[ /-][^\W\d]+){0,4}")
_CLICKED = re.compile(
    r"(?:press|click|hit|select|choose|tap|button|vajuta\w*|klopsa\w*|klikk\w*|nupp\w*|kliknij|kliknac|"
    r"nacisn\w*|wcisn\w*|przycisk\w*|pulse|pulsa\w*|haga clic|boton|нажм\w*|нажат\w*|кнопк\w*|"
    r"выбер\w*)\W+(?:\w+\W+){0,2}(?:\[[^\]]*\]\W+(?:\w+\W+){0,3})*$"
)

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKS = re.compile(r"[!?]*!{2,}[!?]*|\?{3,}|(?:!\?){2,}|\?!\?!?|(?<=\w)!\?")
SHORT_RUN = 12
FEWEST_SLOPPY = 5


def slips(reading: Reading, loud: frozenset[str]) -> list[Finding]:
    return [*_places(reading), *_links(reading), *_shouting(reading, loud), *_sloppy(reading)]


@cache
def _words() -> Mapping[str, str]:
    with open(DATA / "forms.toml", "rb") as file:
        return {name: "|".join(words) for name, words in tomllib.load(file)["words"].items()}


@cache
def _forms(sort: str) -> list[tuple[re.Pattern[str], float, list[str]]]:
    with open(DATA / "forms.toml", "rb") as file:
        told = tomllib.load(file)[sort]
    return [
        (re.compile(_written_out(one["pattern"])), one["confidence"], one.get("has", [""])) for one in told
    ]


def _written_out(pattern: str) -> str:
    for name, words in _words().items():
        pattern = pattern.replace(name, words)
    return pattern.replace("LETTER", _LETTER)


def _found(text: str, sort: str, rule: str) -> Iterator[Finding]:
    for pattern, confidence, has in _forms(sort):
        if not any(mark in text for mark in has):
            continue
        for found in pattern.finditer(text):
            yield _careless(rule, *found.span(), confidence)


def _careless(rule: str, start: int, end: int, confidence: float) -> Finding:
    return Finding(CARELESS, start, end, rule, confidence)


def _places(reading: Reading) -> Iterator[Finding]:
    text = _without_code(reading)
    for one in _found(text, "placeholder", "placeholder"):
        if not _OF_A_TEMPLATE.search(fold(text[slice(*reading.sentence_at(one.start))])):
            yield one
    yield from _found(text, "unfilled-order", "placeholder")
    for found in _BRACKETS.finditer(text):
        before = fold(text[reading.sentence_at(found.start())[0] : found.start()])
        if confidence := _in_brackets(found[1], before):
            yield _careless("placeholder", *found.span(), confidence)
    for found in _FORM_OF_DATE.finditer(text):
        sentence = reading.sentence_at(found.start())
        if not _OF_A_FORM.search(fold(text[slice(*sentence)])):
            yield _careless("placeholder", *found.span(), 0.9)


def _in_brackets(inside: str, before: str) -> float:
    """How sure it is that the words in brackets were to be replaced; 0 for footnotes, keys and buttons."""
    told = fold(inside).strip()
    if re.fullmatch(r"link|url|lingi|enlace|ссылка|odnosnik", told):
        return 0.95
    if _CLICKED.search(before) or re.fullmatch(_words()["KEYS"], told):
        return 0.0
    filled, ordered = fold(_words()["FILLED"]), fold(_words()["ORDERED"])
    if re.match(rf"(?:{filled}|{ordered})", told) or re.search(rf"[ _-](?:{filled})", told):
        return 0.95
    return 0.7 if _FEW_WORDS.fullmatch(inside) else 0.0


def _links(reading: Reading) -> Iterator[Finding]:
    text = _without_code(reading)
    yield from _found(text, "broken-link", "broken-link")
    yield from _found(text, "missing-link", "missing-link")


def _shouting(reading: Reading, loud: frozenset[str]) -> Iterator[Finding]:
    """Capitals that are no abbreviations, and marks in a row."""
    for run in _runs(reading.shown):
        start, end = run[0].start(), run[-1].end()
        letters = sum(len(word[0]) for word in run)
        known = sum(fold(word[0]) in loud for word in run)
        longest = max(len(word[0]) for word in run)
        whole = _is_whole_sentence(reading, start, end)
        if len(run) >= 3 and letters >= SHORT_RUN and longest >= 4 and (len(run) > 3 or known or whole):
            yield _careless("shouting", start, end, 0.9)
        elif len(run) >= 2 and (known or (whole and letters >= SHORT_RUN - 2)):
            yield _careless("shouting", start, end, 0.8)
        elif len(run) == 1 and known and longest >= 3:
            yield _careless("shouting", start, end, 0.55)
    for found in _MARKS.finditer(reading.shown):
        yield _careless("shouting", *found.span(), 0.8 if len(found[0]) > 2 else 0.6)


def _sloppy(reading: Reading) -> Iterator[Finding]:
    """Neither a capital nor a mark at the end in so many words."""
    text = reading.text.strip()
    is_bare = text[-1:].isalnum() and text == text.lower() and HIDDEN not in reading.shown
    if is_bare and len(reading.words) >= FEWEST_SLOPPY:
        yield _careless("sloppy", *reading.bare(0, len(reading.text)), 0.6)


def _is_whole_sentence(reading: Reading, start: int, end: int) -> bool:
    sentence = reading.sentence_at(start)
    return not re.search(r"[^\W\d_]", reading.text[sentence[0] : start] + reading.text[end : sentence[1]])


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words in capitals that follow one another in a line, single letters between them."""
    run: list[re.Match[str]] = []
    for word in _WORDS.finditer(text):
        follows = not run or not re.search(r"[\d\x00\n]", text[run[-1].end() : word.start()])
        if word[0].isupper() and follows and (run or len(word[0]) > 1):
            run.append(word)
            continue
        if run:
            yield _trimmed(run)
        run = [word] if word[0].isupper() and len(word[0]) > 1 else []
    if run:
        yield _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while len(run) > 1 and len(run[-1][0]) == 1:
        run = run[:-1]
    return run


def _without_code(reading: Reading) -> str:
    """Links are looked at, code is not: there braces and brackets are meant."""
    return re.sub(r"```.*?```|`[^`\n]+`", lambda found: HIDDEN * len(found[0]), reading.text, flags=re.DOTALL)
