"""Quantiles of many times from a few counts, as sketches that can be added up. Pure: no Django.

DDSketch (Masson, Rim and Lee, VLDB 2019): a value x falls into bucket ceil(log x / log γ) with
γ = (1 + α) / (1 − α), and each quantile is found with a relative error of at most α. Values below one second
are one bucket of their own.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

ACCURACY = 0.01
GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
NOTHING = "0"  # the bucket of what took less than a second


def bucket_of(seconds: float) -> str:
    """As a word, since it is a key of JSON. ValueError for less than nothing."""
    if seconds < 0:
        raise ValueError("Time does not run backwards.")
    return NOTHING if seconds < 1 else str(math.ceil(round(math.log(seconds) / math.log(GAMMA), 9)) + 1)


def value_of(bucket: str) -> float:
    """The seconds that stand for a bucket: at most ACCURACY from each that is in it."""
    return 0.0 if bucket == NOTHING else 2 * GAMMA ** (int(bucket) - 1) / (GAMMA + 1)


def sketch_of(values: Iterable[float]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        bucket = bucket_of(value)
        found[bucket] = found.get(bucket, 0) + 1
    return found


def added(sketches: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for sketch in sketches:
        for bucket, count in sketch.items():
            found[bucket] += count
    return dict(found)


def quantile(sketch: Mapping[str, int], q: float) -> float | None:
    """The smallest value that so large a share of all is not above; None of nothing."""
    total = sum(sketch.values())
    if total == 0:
        return None
    wanted, seen = max(1, math.ceil(q * total)), 0
    for bucket in sorted(sketch, key=int):
        seen += sketch[bucket]
        if seen >= wanted:
            return value_of(bucket)
    raise AssertionError("counts that do not add up")
