"""Trains what words together sound like: python -m benchmarks.undertone_training [--out FOLDER]

Two logistic regressions (unkind against the rest; of the unkind, condescending against rude) with an L2
penalty, on the sentences in tests/data/tone: what cues are worth from all five languages at once, words and
pieces of words from each. A gram that leans to one side is held back less (after Wang & Manning 2012).
`fresh_*.jsonl` is never read: it is for judging. Nothing random: the same data, the same bytes.
"""

import argparse
import gzip
import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tone_training import Floats, Sparse, fit
from qa.tones.cues import cues, grams, length, pairs, traits
from qa.tones.findings import CONDESCENDING
from qa.tones.folding import Reading
from qa.tones.languages import DATA, LANGUAGES, language
from qa.tones.undertones import CUES, ORDER

OWN = Path("tests/data/tone")
PENALTY = 0.05
FEWEST_CUES = 4
ROUNDS = 100
# Grams that are worth less than this are left out; a text has hundreds of them.
SMALLEST, SMALLEST_CUE = 0.65, 0.015
# Steps in 1, coarse: many grams are worth the same.
UNIT = 20

Row = dict[str, str]
Bools = NDArray[np.bool_]
# By language, "" of what holds in all.
Columns = dict[tuple[str, str], int]


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
    columns: Columns = {}
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
    kinds = np.array([row["kind"] for row in rows])
    unkind = np.isin(kinds, ORDER)
    langs = [row["lang"] for row in rows]
    worth, bias = [], []
    for among, so in ((np.ones(len(rows), bool), unkind), (unkind, kinds == CONDESCENDING)):
        weights, middle = _weighed(made, among, so, columns, langs)
        worth.append(weights)
        bias.append(round(middle, 4))
    return _shared(columns, worth, bias), {code: _grams(code, columns, worth) for code in LANGUAGES}


def _weighed(
    made: list[dict[int, float]], among: Bools, so: Bools, columns: Columns, langs: list[str]
) -> tuple[Floats, float]:
    kept = np.flatnonzero(among)
    scale = _telling([made[n] for n in kept], so[kept], columns, [langs[n] for n in kept])
    texts = Sparse(
        [{column: value * scale[column] for column, value in made[n].items()} for n in kept], len(columns)
    )
    weights, middle = fit(texts, so[kept], np.ones(len(kept)), PENALTY, ROUNDS)
    return weights * scale, middle


def _telling(made: list[dict[int, float]], so: Bools, columns: Columns, langs: list[str]) -> Floats:
    """By how much each gram leans to one side, around 1; of cues it is 1."""
    seen = np.ones((2, len(columns)))
    for one, row in zip(so, made, strict=True):
        seen[int(one), list(row)] += 1
    totals = Counter(zip(langs, so.tolist(), strict=True))
    side = np.array([[totals[code, one] or 1 for code, _ in columns] for one in (False, True)])
    lean = np.abs(np.log(seen[1] / side[1] / (seen[0] / side[0])))
    of_words = np.array([bool(code) for code, _ in columns])
    return np.where(of_words, np.sqrt(lean / (lean[of_words].mean() or 1)), 1.0)


def _share(name: str) -> float:
    return CUES / 2 if "&" in name else CUES


def _shared(columns: Columns, worth: list[Floats], bias: list[float]) -> dict[str, object]:
    told = {}
    for (code, name), place in columns.items():
        if not code:
            told[name] = [round(float(one[place]) * _share(name), 3) for one in worth]
    worth_it = {name: both for name, both in told.items() if max(map(abs, both)) >= SMALLEST_CUE}
    return {"bias": bias, "worth": worth_it}


def _grams(code: str, columns: Columns, worth: list[Floats]) -> dict[str, object]:
    """Grams by what they are worth: many share it."""
    told: dict[str, list[str]] = {}
    for (lang, gram), place in columns.items():
        both = [float(one[place]) for one in worth]
        if lang == code and max(map(abs, both)) >= SMALLEST:
            told.setdefault(" ".join(str(round(one * UNIT)) for one in both), []).append(gram)
    return {"unit": UNIT, "grams": dict(sorted(told.items()))}


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
