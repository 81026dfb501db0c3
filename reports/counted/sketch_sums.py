"""Quantiles of many sketches, added up: of each group and step, each group, each step, and all of it.

Adding up is done here and not by the database, to which each bucket is a row: that took three times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reports.counted.sketch import quantile

Sketch = dict[str, int]
Told = tuple[int, str, int, Mapping[str, int]]  # step, group, number and sketch


class Line(NamedTuple):
    """None as group or place: of all of them."""

    group: str | None
    place: int | None
    n: int
    value: float | None


class _Sums:
    """By what they are of: how many, and the buckets of all."""

    def __init__(self) -> None:
        self.found: dict[tuple[str | None, int | None], tuple[int, Sketch]] = {}

    def add(self, group: str | None, place: int | None, n: int, sketch: Mapping[str, int]) -> None:
        known, sums = self.found.get((group, place), (0, None))
        if sums is None:
            self.found[group, place] = (n, dict(sketch))
            return
        for bucket, count in sketch.items():
            sums[bucket] = sums.get(bucket, 0) + count
        self.found[group, place] = (known + n, sums)


def quantiles(told: Iterable[Told], q: float) -> Iterator[Line]:
    each, groups, places, whole = _Sums(), _Sums(), _Sums(), _Sums()
    for place, group, n, sketch in told:
        each.add(group, place, n, sketch)
    for (group, place), (n, sketch) in each.found.items():
        groups.add(group, None, n, sketch)
        places.add(None, place, n, sketch)
    for n, sketch in places.found.values():
        whole.add(None, None, n, sketch)
    for sums in (each, groups, places, whole):
        for (group, place), (n, sketch) in sums.found.items():
            yield Line(group, place, n, quantile(sketch, q))
