"""Condescending and rude words: the rules of a language, and what makes a phrase harmless. Pure."""

from collections.abc import Iterator

from qa.tones.findings import Finding
from qa.tones.folding import Reading
from qa.tones.languages import Language, Rule
from qa.tones.phrases import Phrases, Spotted

# A word that denies stands at most so many letters before what it denies.
NEAR = 28


def attitude(reading: Reading, known: Language) -> list[Finding]:
    """At most one a sentence: the most certain, for one remark is one finding."""
    denied = [(one.start, one.end) for one in known.denials.spot(reading)]
    reported = [one.start for one in known.reports.spot(reading)]
    best: dict[int, Finding] = {}
    for spotted in known.rules.spot(reading):
        sentence = reading.sentence_at(spotted.start)
        if _is_harmless(reading, spotted, sentence, denied, reported):
            continue
        rule = spotted.meaning
        found = Finding(rule.kind, spotted.start, spotted.end, rule.name, rule.confidence)
        if sentence[0] not in best or _weight(found) > _weight(best[sentence[0]]):
            best[sentence[0]] = found
    return list(best.values())


def _weight(found: Finding) -> tuple[float, int]:
    return found.confidence, found.end - found.start


def _is_harmless(
    reading: Reading,
    spotted: Spotted[Rule],
    sentence: tuple[int, int],
    denied: list[tuple[int, int]],
    reported: list[int],
) -> bool:
    rule, start = spotted.meaning, spotted.start
    if any(sentence[0] <= place <= start for place in reported):
        return True
    if rule.negatable and any(_is_denied(reading, spotted, sentence, place) for place in denied):
        return True
    if rule.nameable and _is_name(reading, spotted, sentence):
        return True
    return rule.unless is not None and any(_within(reading, rule.unless, sentence))


def _is_denied(
    reading: Reading, spotted: Spotted[Rule], sentence: tuple[int, int], place: tuple[int, int]
) -> bool:
    """Shortly before, or in a gap of the phrase; "do not" of the phrase itself denies nothing."""
    if max(sentence[0], spotted.start - NEAR) <= place[0] and place[1] <= spotted.start:
        return True
    is_inside = spotted.start <= place[0] and place[1] <= spotted.end
    return is_inside and reading.folded[slice(*place)].replace("'", "") not in spotted.named


def _within(reading: Reading, phrases: Phrases[bool], sentence: tuple[int, int]) -> Iterator[bool]:
    """Phrases are looked for once in each reading, however many sentences ask."""
    asked: dict[int, list[int]] = reading.__dict__.setdefault("unless", {})
    if id(phrases) not in asked:
        asked[id(phrases)] = [one.start for one in phrases.spot(reading)]
    return (sentence[0] <= start < sentence[1] for start in asked[id(phrases)])


def _is_name(reading: Reading, spotted: Spotted[Rule], sentence: tuple[int, int]) -> bool:
    """A capital where the sentence does not begin, or where the next word has one as well."""
    text = reading.text
    if not text[spotted.start].isupper() or text[spotted.start : spotted.end].isupper():
        return False
    if any(char.isalnum() for char in text[sentence[0] : spotted.start]):
        return True
    after = text[spotted.end :].lstrip()
    return bool(after) and after[0].isupper()
