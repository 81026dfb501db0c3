"""What an answer sounds like when no single phrase says it: many small cues, weighed. Pure.

Two logistic regressions, how unkind and then how much rather condescending than rude, learnt from sentences
of our own in all five languages by `benchmarks/undertone_training.py`: `data/cues.json` holds what cues are
worth anywhere, `data/undertones_<language>.json.gz` what words and pieces of words are worth in one.
"""

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.tones.cues import Cue, cues, grams, length, traits, within
from qa.tones.findings import CONDESCENDING, RUDE, Finding
from qa.tones.folding import Reading
from qa.tones.languages import DATA, Language

RULES = {CONDESCENDING: "from-above", RUDE: "harsh"}
ORDER = (CONDESCENDING, RUDE)
# How much cues count beside words.
CUES = 0.06
# Above these, of condescending and of rude, it speaks; below the other, a phrase that spoke is not believed.
SPEAKS = {"en": (0.8, 0.8), "et": (1.1, 0.9), "pl": (0.9, 0.3), "es": (0.9, 0.3), "ru": (1.2, 0.3)}
DOUBTS = {CONDESCENDING: -0.4, RUDE: -1.0}
# Where a sentence could be either it is rude, which is the harder word to take back.
EITHER = 0.4
MOST_CERTAIN = 0.8
# Said of one's own fault, or with an apology.
OWNED = {"ours", "m_sorry"}
# Less than this is no sentence to be heard.
FEWEST_LETTERS = 4

Worth = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Undertones:
    """`pairs` is by the first and then the second of two cues, in the order of their names."""

    cues: Mapping[str, Worth]
    pairs: Mapping[str, Mapping[str, Worth]]
    grams: Mapping[str, Worth]
    bias: Worth

    def scores(self, reading: Reading, found: list[Cue], start: int, end: int) -> Worth:
        """Log odds of condescending and of rude; above 0 is more likely than not."""
        names = traits(found, reading, start, end)
        told = [self.cues.get(name) for name in (*names, length(reading, start, end))]
        for place, name in enumerate(names):
            if others := self.pairs.get(name):
                told += [others.get(other) for other in names[place + 1 :]]
        every = grams(reading, start, end)
        size, weigh = math.sqrt(len(every)) or 1.0, self.grams.get
        words = [*filter(None, map(weigh, every))]
        cued = [worth for worth in told if worth]
        unkind, above = (
            self.bias[n] + math.fsum([one[n] for one in cued]) + math.fsum([one[n] for one in words]) / size
            for n in (0, 1)
        )
        above -= EITHER
        return _both(unkind, above), _both(unkind, -above)


def _both(one: float, other: float) -> float:
    """Log odds that two things are so, of the log odds of each."""
    return -math.log(math.exp(-one) + math.exp(-other) + math.exp(-one - other))


@cache
def undertones(code: str, folder: Path = DATA) -> Undertones | None:
    """None where a language has none, or a file is not there."""
    path, shared = folder / f"undertones_{code}.json.gz", folder / "cues.json"
    if not code.isalpha() or not path.is_file() or not shared.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = json.load(file)
    return made(json.loads(shared.read_text(encoding="utf-8")), told)


def made(anywhere: Mapping[str, Any], told: Mapping[str, Any]) -> Undertones:
    """Of what `benchmarks/undertone_training.py` writes."""
    alone: dict[str, Worth] = {}
    pairs: dict[str, dict[str, Worth]] = {}
    for name, (one, other) in anywhere["worth"].items():
        first, _, second = name.partition("&")
        if second:
            pairs.setdefault(first, {})[second] = (one, other)
        else:
            alone[name] = (one, other)
    weights: dict[str, Worth] = {}
    for worth, grams_of_it in told["grams"].items():
        one, other = (int(steps) / told["unit"] for steps in worth.split())
        weights |= dict.fromkeys(grams_of_it, (one, other))
    return Undertones(alone, pairs, weights, tuple(anywhere["bias"]))


def heard(
    reading: Reading, known: Language, code: str, weighed: Undertones, found: list[Finding]
) -> list[Finding]:
    """`found` without what the undertone denies, and a finding for each sentence where only it speaks."""
    everything = cues(reading, known, code)
    attitudes = [one for one in found if one.kind in ORDER]
    kept = [one for one in found if one.kind not in ORDER]
    for start, end in reading.sentences:
        phrases = [one for one in attitudes if start <= one.start < end]
        if sum(char.isalpha() for char in reading.shown[start:end]) < FEWEST_LETTERS:
            kept += phrases
            continue
        here = within(everything, start, end)
        scores = dict(zip(ORDER, weighed.scores(reading, here, start, end), strict=True))
        if phrases:
            kept += [one for one in phrases if scores[one.kind] > DOUBTS[one.kind]]
            continue
        over, kind = max((scores[kind] - bar, kind) for kind, bar in zip(ORDER, SPEAKS[code], strict=True))
        if over > 0 and not _is_meant_well(kind, here):
            sure = min(MOST_CERTAIN, 0.6 + 0.1 * over)
            kept.append(Finding(kind, *_place(reading, here, start, end), RULES[kind], round(sure, 2)))
    return kept


def _is_meant_well(kind: str, here: list[Cue]) -> bool:
    """Where the only insult is denied, harsh words are somebody else's; an apology never looks down."""
    names = {cue.name for cue in here}
    if kind == RUDE:
        return "denied" in names and "insult" not in names
    return not OWNED.isdisjoint(names)


def _place(reading: Reading, here: list[Cue], start: int, end: int) -> tuple[int, int]:
    """From the first cue to the last: without them, the sentence."""
    if len(here) > 1:
        return here[0].start, max(cue.end for cue in here)
    return reading.bare(start, end)
