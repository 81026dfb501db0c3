"""The weighed words: a logistic regression on words, pieces of words and manners. Pure.

Trained on English requests whose politeness people had judged: TyDiP (Srinivasan & Choi 2022, CC BY 4.0), by
`benchmarks/tone_training.py`. Weights are read when first needed; where their file is missing, nobody is.
"""

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.tones.findings import RUDE, Finding
from qa.tones.folding import HIDDEN, Reading
from qa.tones.grams import pieces, words
from qa.tones.languages import DATA, Language
from qa.tones.manners import manners

# So much of an answer is weighed: what comes after is rarely words of the agent.
WEIGHED = 2500
# Below this score the model speaks up. Few answers of a help desk are there; it is the less certain layer and
# never outweighs a rule.
RUDE_BELOW = 0.06
MOST_CERTAIN = 0.6
MOST_WORDS = 3
# The and that say nothing to a reader, whatever they weigh.
_TELLING = re.compile(r"[^\W\d_]{4}")

Weights = Mapping[str, tuple[float, float]]  # how rare it is, and what it is worth then


@dataclass(frozen=True, slots=True)
class Model:
    words: Weights
    pieces: Weights
    manners: tuple[float, ...]
    bias: float

    def politeness(self, reading: Reading, known: Language) -> float:
        """Above 0 is polite."""
        text = _weighed(reading)
        told = _sum((gram for gram, _, _ in words(text)), self.words) + _sum(pieces(text), self.pieces)
        means = manners(reading, known)
        return self.bias + told + sum(one * each for one, each in zip(means, self.manners, strict=True))

    def worst(self, reading: Reading) -> list[tuple[int, int]]:
        """The words that made it least polite, the worst first."""
        told = [
            (self.words[gram][1], start, end)
            for gram, start, end in words(_weighed(reading))
            if gram in self.words
        ]
        places: list[tuple[int, int]] = []
        for worth, start, end in sorted(told):
            is_free = all(end <= other or last <= start for other, last in places)
            if worth < 0 and is_free and _TELLING.search(reading.text, start, end):
                places.append((start, end))
            if len(places) == MOST_WORDS:
                break
        return places


@cache
def model(code: str, folder: Path = DATA) -> Model | None:
    """None where a language has none, or its file is not there."""
    path = folder / f"weights_{code}.json.gz"
    if not code.isalpha() or not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = json.load(file)
    unit = told["unit"]

    def weights(part: Mapping[str, tuple[int, int]]) -> Weights:
        return {gram: (rare / unit, worth / unit) for gram, (rare, worth) in part.items()}

    return Model(weights(told["words"]), weights(told["pieces"]), tuple(told["manners"]), told["bias"])


def share(polite: float) -> float:
    """Of what is around 0, between 0 and 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, polite))))


def model_findings(reading: Reading, known: Language, weighed: Model, score: float) -> list[Finding]:
    """From the first of its worst words to the last that stand in the same sentence; none in one that denies,
    for what is denied weighs as if it were said.
    """
    places = weighed.worst(reading) if score < RUDE_BELOW else []
    if not places:
        return []
    sentence = reading.sentence_at(places[0][0])
    if any(sentence[0] <= denial.start < sentence[1] for denial in known.denials.spot(reading)):
        return []
    inside = [place for place in places if sentence[0] <= place[0] and place[1] <= sentence[1]]
    confidence = MOST_CERTAIN * (1 - score / RUDE_BELOW / 2)
    return [Finding(RUDE, min(inside)[0], max(end for _, end in inside), "model", round(confidence, 2))]


def _weighed(reading: Reading) -> str:
    return reading.shown[:WEIGHED].replace(HIDDEN, " ")


def _sum(grams: Iterable[str], weights: Weights) -> float:
    """Counts dampened and weighed by rarity; of length 1, or long texts would outweigh short ones."""
    total = length = 0.0
    for gram, count in Counter(filter(weights.__contains__, grams)).items():
        rare, worth = weights[gram]
        value = (1 + math.log(count)) * rare
        length += value * value
        total += value * worth
    return total / math.sqrt(length) if length else 0.0
