"""How times are spread, as bars between the edges of a sketch's buckets. Pure: no Django.

An edge is that of the bucket nearest to a length that reads well, so it is at most the accuracy of the sketch
beside it, and what is in a bar is known to the second.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.counted.sketch import GAMMA, bucket_of

MINUTE, HOUR, DAY = 60, 3600, 86400
LENGTHS = (
    MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR,
    DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY, 112 * DAY, 365 * DAY, 36500 * DAY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many lie from `least` to `most` whole seconds, both within; it is called by `since` and `until`."""

    n: int
    since: int
    until: int
    least: int
    most: int


def edge_near(seconds: int) -> int:
    """The number of the bucket that ends nearest to so many seconds."""
    return round(math.log(seconds) / math.log(GAMMA)) + 1


def last_second(bucket: int) -> int:
    """The longest whole seconds that are in this bucket or below it."""
    second = math.floor(GAMMA ** (bucket - 1))
    while int(bucket_of(second + 1)) <= bucket:
        second += 1
    while int(bucket_of(second)) > bucket:
        second -= 1
    return second


def stretches(sketch: Mapping[str, int]) -> list[Stretch]:
    """From the one in which the shortest is to that of the longest; empty ones between them are there."""
    found, below, since, least = [], -1, 0, 0
    for length in LENGTHS:
        edge = edge_near(length)
        most = last_second(edge)
        n = sum(count for bucket, count in sketch.items() if below < int(bucket) <= edge)
        found.append(Stretch(n, since, length, least, most))
        below, since, least = edge, length, most + 1
    full = [n for n, one in enumerate(found) if one.n]
    return found[full[0] : full[-1] + 1] if full else []


def place_of(seconds: float, among: Sequence[Stretch]) -> float:
    """How many bars from the left such a time lies."""
    for n, one in enumerate(among):
        if seconds <= one.most + 1 or n == len(among) - 1:
            low, high, at = max(one.least, 1), one.most + 1, max(seconds, 1)
            share = math.log(at / low) / math.log(high / low)
            return n + min(max(share, 0.0), 1.0)
    return 0.0
