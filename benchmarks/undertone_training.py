"""Trains what words together sound like: python -m benchmarks.undertone_training [--out FOLDER]

Two logistic regressions (condescending against the rest, rude against the rest) with an L2 penalty, on the
sentences in tests/data/tone: what cues are worth from all five languages at once, words and pieces of words
from each. `fresh_*.jsonl` is never read: it is for judging. Nothing random: the same data, the same bytes.
"""

import argparse
import gzip
import json
import math
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.tone_training import Floats, Sparse, fit
from qa.tones.cues import cues, grams, length, pairs, traits
from qa.tones.folding import Reading
from qa.tones.languages import DATA, LANGUAGES, language
from qa.tones.undertones import CUES, ORDER

OWN = Path("tests/data/tone")
PENALTY = 0.1
FEWEST_CUES = 4
ROUNDS = 100
# Grams that are worth less than this are left out; a text has hundreds of them.
SMALLEST, SMALLEST_CUE = 0.45, 0.015
UNIT = 100

Row = dict[str, str]


def lessons() -> list[Path]:
    return sorted(path for path in OWN.glob("*.jsonl") if not path.name.startswith("fresh"))


def sentences(paths: list[Path]) -> list[Row]:
    rows = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            rows += [json.loads(line) for line in file]
    return rows


def features(row: Row) -> tuple[set[str], set[str]]:
    """Of the whole text: its cues, and its grams."""
    reading, end = Reading(row["text"]), len(row["text"])
    found = cues(reading, language(row["lang"]), row["lang"])
    names = traits(found, reading, 0, end)
    both = {f"{one}&{other}" for one, other in pairs(names)}
    return {*names, length(reading, 0, end)} | both, grams(reading, 0, end)


def trained(rows: list[Row]) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    told = [features(row) for row in rows]
    counted = Counter(name for names, _ in told for name in names)
    columns: dict[tuple[str, str], int] = {}
    for name in sorted(name for name, count in counted.items() if count >= FEWEST_CUES):
        columns["", name] = len(columns)
    for code in LANGUAGES:
        seen = Counter(g for row, (_, gs) in zip(rows, told, strict=True) if row["lang"] == code for g in gs)
        for gram in sorted(seen):
            columns[code, gram] = len(columns)
    made = []
    for row, (names, gs) in zip(rows, told, strict=True):
        one = {columns["", name]: _share(name) for name in names if ("", name) in columns}
        one |= {columns[row["lang"], gram]: 1 / math.sqrt(len(gs)) for gram in gs}
        made.append(one)
    texts = Sparse(made, len(columns))
    worth, bias = [], []
    for kind in ORDER:
        weights, middle = fit(
            texts, np.array([row["kind"] == kind for row in rows]), np.ones(len(rows)), PENALTY, ROUNDS
        )
        worth.append(weights)
        bias.append(round(middle, 4))
    return _shared(columns, worth, bias), {code: _grams(code, columns, worth) for code in LANGUAGES}


def _share(name: str) -> float:
    return CUES / 2 if "&" in name else CUES


def _shared(columns: dict[tuple[str, str], int], worth: list[Floats], bias: list[float]) -> dict[str, object]:
    told = {}
    for (code, name), place in columns.items():
        if not code:
            told[name] = [round(float(one[place]) * _share(name), 3) for one in worth]
    worth_it = {name: both for name, both in told.items() if max(map(abs, both)) >= SMALLEST_CUE}
    return {"bias": bias, "worth": worth_it}


def _grams(code: str, columns: dict[tuple[str, str], int], worth: list[Floats]) -> dict[str, object]:
    told = {}
    for (lang, gram), place in columns.items():
        both = [float(one[place]) for one in worth]
        if lang == code and max(map(abs, both)) >= SMALLEST:
            told[gram] = [round(one * UNIT) for one in both]
    return {"unit": UNIT, "grams": told}


def save(shared: dict[str, object], each: dict[str, dict[str, object]], folder: Path) -> None:
    lines = json.dumps(shared, ensure_ascii=False, indent=0).replace("[\n", "[").replace(",\n-", ", -")
    (folder / "cues.json").write_text(lines + "\n", encoding="utf-8")
    for code, told in each.items():
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        with (
            open(folder / f"undertones_{code}.json.gz", "wb") as raw,
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
        ):
            file.write(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=DATA, metavar="FOLDER")
    save(*trained(sentences(lessons())), parser.parse_args().out)


if __name__ == "__main__":
    main()
