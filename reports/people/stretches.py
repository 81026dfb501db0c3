"""Stretches of time as pairs of seconds, in order and apart from each other. Pure: no Django."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Stretch = tuple[float, float]
Stretches = Sequence[Stretch]


def joined(some: Iterable[Stretch]) -> list[Stretch]:
    """In order, with those that touch or overlap as one, and those of no length left out."""
    found: list[Stretch] = []
    for start, end in sorted(some):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(a: Stretches, b: Stretches) -> list[Stretch]:
    """What lies in both."""
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(a: Stretches, b: Stretches) -> list[Stretch]:
    """What lies in the first and not in the second."""
    if not a:
        return []
    edges = [(a[0][0], a[0][0]), *b, (a[-1][1], a[-1][1])]
    gaps = [(end, start) for (_start, end), (start, _end) in pairwise(edges) if end < start]
    return common(a, gaps)


def length(some: Iterable[Stretch]) -> float:
    return sum(end - start for start, end in some)


def holds(some: Stretches, at: float) -> bool:
    return any(start <= at < end for start, end in some)
