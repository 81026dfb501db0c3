"""Trains the tone monitor's weights: python -m benchmarks.tone_training [--out FOLDER]

Logistic regression with an L2 penalty by accelerated gradients (Nesterov 1983), on TyDiP's English training
part; each text weighs as much as its score is far from the middle. Nothing random: the same data, the same
bytes.
"""

import argparse
import csv
import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.tones.folding import Reading
from qa.tones.grams import pieces, words
from qa.tones.languages import DATA, language
from qa.tones.manners import NAMES, manners

TYDIP = Path("tests/data/tone/tydip")
MOST_WORDS, MOST_PIECES = 8000, 12000
FEWEST = {"words": 2, "pieces": 3}
PENALTY, ROUNDS = 0.25, 250
# Manners are few and dense: scaled so that the one penalty fits them too.
MANNERS = 0.35
UNIT = 1000
SOURCE = "TyDiP English, Srinivasan & Choi 2022, CC BY 4.0"

Floats = NDArray[np.float64]


def read(path: Path) -> tuple[list[str], Floats]:
    with open(path, encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return [text for text, _ in rows], np.array([float(score) for _, score in rows])


class Sparse:
    """Rows of a few columns each; just what a gradient needs."""

    def __init__(self, rows: list[dict[int, float]], width: int) -> None:
        self.width, self.height = width, len(rows)
        self.of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.columns = np.array([column for row in rows for column in row], dtype=np.int64)
        self.values = np.array([value for row in rows for value in row.values()])

    def times(self, weights: Floats) -> Floats:
        return np.bincount(self.of, self.values * weights[self.columns], self.height)

    def back(self, slopes: Floats) -> Floats:
        return np.bincount(self.columns, self.values * slopes[self.of], self.width)


def vocabulary(counted: list[Counter[str]], most: int, fewest: int) -> dict[str, float]:
    """The most frequent grams and how rare each is."""
    texts = Counter(gram for counts in counted for gram in counts)
    kept = sorted((-count, gram) for gram, count in texts.items() if count >= fewest)[:most]
    return {gram: math.log((1 + len(counted)) / (1 - count)) + 1 for count, gram in kept}


def rows_of(counted: list[Counter[str]], rare: dict[str, float], first: int) -> list[dict[int, float]]:
    places = {gram: first + place for place, gram in enumerate(rare)}
    rows = []
    for counts in counted:
        row = {places[g]: (1 + math.log(count)) * rare[g] for g, count in counts.items() if g in rare}
        length = math.sqrt(math.fsum(value * value for value in row.values())) or 1
        rows.append({place: value / length for place, value in row.items()})
    return rows


def fit(
    texts: Sparse, polite: NDArray[np.bool_], weigh: Floats, penalty: float, rounds: int = ROUNDS
) -> tuple[Floats, float]:
    sign = np.where(polite, 1.0, -1.0)
    steep = _steepest(texts, weigh) / 4 * 1.05 + penalty
    weights, bias, ahead, bias_ahead, step = np.zeros(texts.width), 0.0, np.zeros(texts.width), 0.0, 1.0
    for _ in range(rounds):
        slopes = -weigh * sign / (1 + np.exp(sign * (texts.times(ahead) + bias_ahead)))
        new = ahead - (texts.back(slopes) + penalty * ahead) / steep
        new_bias = bias_ahead - slopes.sum() / (weigh.sum() / 4)
        next_step = (1 + math.sqrt(1 + 4 * step * step)) / 2
        pace = (step - 1) / next_step
        ahead, bias_ahead = new + pace * (new - weights), new_bias + pace * (new_bias - bias)
        weights, bias, step = new, float(new_bias), next_step
    return weights, bias


def _steepest(texts: Sparse, weigh: Floats) -> float:
    """The largest eigenvalue, by powers."""
    along, size = np.ones(texts.width) / math.sqrt(texts.width), 1.0
    for _ in range(30):
        along = texts.back(weigh * texts.times(along))
        size = float(np.linalg.norm(along))
        along /= size
    return size


def trained(sentences: list[str], scores: Floats) -> dict[str, object]:
    readings = [Reading(text) for text in sentences]
    by_words = [Counter(gram for gram, _, _ in words(text)) for text in sentences]
    by_pieces = [Counter(pieces(text)) for text in sentences]
    rare_words = vocabulary(by_words, MOST_WORDS, FEWEST["words"])
    rare_pieces = vocabulary(by_pieces, MOST_PIECES, FEWEST["pieces"])
    first = len(rare_words) + len(rare_pieces)
    means = [
        {first + n: MANNERS * value for n, value in enumerate(manners(one, language("en")))}
        for one in readings
    ]
    columns = zip(
        rows_of(by_words, rare_words, 0), rows_of(by_pieces, rare_pieces, len(rare_words)), means, strict=True
    )
    texts = Sparse([a | b | c for a, b, c in columns], first + len(NAMES))
    middle = float(np.median(scores))
    weights, bias = fit(texts, scores > middle, np.abs(scores - middle), PENALTY)
    return {
        "source": SOURCE,
        "unit": UNIT,
        "bias": round(bias, 4),
        "manners": [round(float(worth) * MANNERS, 4) for worth in weights[first:]],
        "words": _packed(rare_words, weights[: len(rare_words)]),
        "pieces": _packed(rare_pieces, weights[len(rare_words) : first]),
    }


def _packed(rare: dict[str, float], weights: Iterable[float]) -> dict[str, tuple[int, int]]:
    return {
        gram: (round(one * UNIT), round(float(worth) * UNIT))
        for (gram, one), worth in zip(rare.items(), weights, strict=True)
    }


def trained_manners(sentences: list[str], scores: Floats) -> dict[str, object]:
    """What each of the manners is worth alone, for languages that have no words of their own."""
    rows = [dict(enumerate(manners(Reading(text), language("en")))) for text in sentences]
    middle = float(np.median(scores))
    texts = Sparse(rows, len(NAMES))
    weights, bias = fit(texts, scores > middle, np.abs(scores - middle), 2.0)
    worth = {name: round(float(one), 3) for name, one in zip(NAMES, weights, strict=True)}
    return {"source": SOURCE, "bias": round(bias, 3), "worth": worth}


def save(told: dict[str, object], path: Path) -> None:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
        file.write(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=DATA)
    folder = parser.parse_args().out
    sentences, scores = read(TYDIP / "tydip_en_train.csv")
    (folder / "manners.json").write_text(json.dumps(trained_manners(sentences, scores), indent=1) + "\n")
    save(trained(sentences, scores), folder / "weights_en.json.gz")
    print(
        f"{len(sentences)} texts; {(folder / 'weights_en.json.gz').stat().st_size / 1024:.0f} KB of weights"
    )


if __name__ == "__main__":
    main()
