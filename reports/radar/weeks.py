"""How many of a topic will come in the next weeks: a seasonal median with an interval. Pure.

The expectation of a week is the median of the last weeks, lifted by the topic's own trend (the median of the
newer half over that of the older, drawn towards 1) and, with a year behind, by what the same week did a year
ago against its neighbours. The interval holds four fifths: the spread of past weeks around their median, and
chance itself. Medians, so that an outbreak of one week changes little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

YEAR = 52
LEAST = 4  # weeks; with fewer nothing is said
RECENT = 12
MOST_TREND = 1.5
FOUR_FIFTHS = 1.2816  # of a normal


@dataclass(frozen=True)
class Ahead:
    expected: float
    low: float
    high: float


def ahead(weeks: Sequence[int], steps: int) -> list[Ahead]:
    """`weeks` are whole weeks, the oldest first."""
    if len(weeks) < LEAST:
        return []
    recent = [float(n) for n in weeks[-RECENT:]]
    middle = median(recent)
    half = len(recent) // 2
    older, newer = median(recent[:half]), median(recent[half:])
    trend = min(max((newer + 2) / (older + 2), 1 / MOST_TREND), MOST_TREND)
    level = middle * sqrt(trend)
    off = median([abs(n - middle) for n in recent]) * 1.4826
    found = []
    for step in range(1, steps + 1):
        expected = level * _season(weeks, step)
        width = FOUR_FIFTHS * sqrt((off * sqrt(1 + step / RECENT)) ** 2 + expected)
        found.append(Ahead(expected, max(expected - width, 0.0), expected + width))
    return found


def _season(weeks: Sequence[int], step: int) -> float:
    """The same week a year ago against the weeks around today a year ago; 1 without a year."""
    same = len(weeks) - YEAR + step - 1
    if same - RECENT < 0 or same + 1 >= len(weeks):
        return 1.0
    base = median(weeks[len(weeks) - YEAR - RECENT // 2 : len(weeks) - YEAR + 1])
    around = median(weeks[same - 1 : same + 2])
    return min(max((around + 3) / (base + 3), 0.4), 2.5)
