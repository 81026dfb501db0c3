"""Quantiles of many sketches, added up: of each group and step, each group, each step, and all of it.

Adding up is done here and not by the database, to which each bucket is a row: that took three times as long.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.counted.sketch import added, quantile

Told = tuple[int, str, int, Mapping[str, int]]  # step, group, number and sketch


class Line(NamedTuple):
    """None as group or place: of all of them."""

    group: str | None
    place: int | None
    n: int
    value: float | None


Key = tuple[str | None, int | None]
Sums = dict[Key, tuple[int, Mapping[str, int]]]  # by group and place: how many, and the buckets of all


def sums_of(told: Iterable[Told]) -> list[Sums]:
    """Of each, each group, each place, and of all."""
    each = _summed(((group, place), n, sketch) for place, group, n, sketch in told)
    groups, places = _without(each, place=True), _without(each, group=True)
    return [each, groups, places, _without(min(groups, places, key=len), group=True, place=True)]


def alone(all_sums: Sequence[Sums]) -> list[Sums]:
    """All of it as one group in one step."""
    keys: list[Key] = [("", 0), ("", None), (None, 0), (None, None)]
    told = all_sums[-1].get((None, None))
    return [{key: told} if told else {} for key in keys]


def quantiles(all_sums: Iterable[Sums], q: float) -> Iterator[Line]:
    for sums in all_sums:
        for (group, place), (n, sketch) in sums.items():
            yield Line(group, place, n, quantile(sketch, q))


def _without(sums: Sums, *, group: bool = False, place: bool = False) -> Sums:
    """Of all groups, or of all places."""
    named = (((None if group else of, None if place else at), told) for (of, at), told in sums.items())
    return _summed((key, n, sketch) for key, (n, sketch) in named)


def _summed(rows: Iterable[tuple[Key, int, Mapping[str, int]]]) -> Sums:
    """What stands alone is what it is."""
    alike: dict[Key, list[tuple[int, Mapping[str, int]]]] = {}
    for key, n, sketch in rows:
        alike.setdefault(key, []).append((n, sketch))
    return {
        key: some[0] if len(some) == 1 else (sum(n for n, _s in some), added(sketch for _n, sketch in some))
        for key, some in alike.items()
    }
