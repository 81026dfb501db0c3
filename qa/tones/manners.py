"""How politely something is put, by means that every language has: thanks, greetings, could you. Pure.

Each has phrases in `data/<language>.toml`; what it is worth was learnt from English (`data/manners.json`) and
holds for the others too, as these means are the same everywhere (Brown & Levinson 1987). What capitals, rows
of marks and sloppy form are worth was set by hand: the English texts had been tidied.
"""

import json
import math
import re
from collections.abc import Callable
from functools import cache

from qa.tones.folding import Reading
from qa.tones.languages import DATA, Language
from qa.tones.phrases import Spotted

MEANS = (
    "thanks", "please", "sorry", "greeting", "asking", "wonder", "hedge", "praise", "help", "we", "i",
    "deference", "you_start", "you", "why", "what", "so", "do_you", "accused", "curt",
)  # fmt: skip
_SMILE = re.compile(r"[:;]-?[)D]|\)\)")
_ROW = re.compile(r"[?!]{2,}")
_LOUD = re.compile(r"\b[^\W\d_a-zа-я]{4,}\b")
_TAG = re.compile(r"\b(?:no|verdad|eh|right|да|правда|так|eks|prawda)\s*\?", re.IGNORECASE)

FORM: dict[str, Callable[[str], float]] = {
    "rows": lambda text: min(2, len(_ROW.findall(text))),
    "exclaims": lambda text: math.log1p(text.count("!")),
    "asks": lambda text: math.log1p(text.count("?")) - 0.7,
    "smiles": lambda text: float(bool(_SMILE.search(text))),
    "short": lambda text: float(len(text.split()) < 8),
    "loud": lambda text: float(bool(_LOUD.search(text))),
    "small_start": lambda text: float(text[:1].islower()),
    "trails_off": lambda text: float("..." in text or "…" in text),
    "tag": lambda text: float(bool(_TAG.search(text))),
    "unopened": lambda text: float(
        text.count("?") > text.count("¿") > -1 and bool(re.search(r"[ñáéíóú¿]", text))
    ),
}
# Set by hand: see above.
BY_HAND = {
    "rows": -1.5, "exclaims": 0.0, "short": -0.5, "loud": -1.2, "small_start": -0.6, "trails_off": -0.5,
    "tag": -0.4, "unopened": -0.6,
}  # fmt: skip
NAMES = (*MEANS, "length", *FORM)


def spotted(reading: Reading, known: Language) -> list[Spotted[str]]:
    """Looked for once in each reading: politeness and undertone both ask."""
    if "manners" not in reading.__dict__:
        reading.__dict__["manners"] = list(known.manners.spot(reading))
    found: list[Spotted[str]] = reading.__dict__["manners"]
    return found


def manners(reading: Reading, known: Language) -> list[float]:
    """One number for each of NAMES."""
    counts = dict.fromkeys(MEANS, 0)
    for one in spotted(reading, known):
        counts[one.meaning] += 1
    means = [math.log1p(count) for count in counts.values()]
    return [*means, math.log1p(len(reading.words)) - 3.2, *(told(reading.text) for told in FORM.values())]


@cache
def _worth() -> tuple[list[float], float]:
    with open(DATA / "manners.json", encoding="utf-8") as file:
        told = json.load(file)
    return [BY_HAND.get(name, told["worth"].get(name, 0.0)) for name in NAMES], told["bias"]


def politeness(reading: Reading, known: Language) -> float:
    """Above 0 is polite."""
    worth, bias = _worth()
    return bias + sum(one * each for one, each in zip(manners(reading, known), worth, strict=True))
