"""People take turns: a pattern of weeks, each of them begins it in a week of their own. Pure: no Django."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

Person = TypeVar("Person")
Shift = TypeVar("Shift")
A_WEEK = 7


def turns(
    pattern: Sequence[Sequence[Shift | None]], starts: Mapping[Person, int], days: int
) -> Iterator[tuple[Person, int, Shift]]:
    """Who works what on which day, counted from the first Monday on. `starts`: in which week of the pattern
    each of them begins, from 0; it goes on at its first week when it ends.
    """
    for person, start in starts.items():
        for day in range(days):
            shift = pattern[(day // A_WEEK + start) % len(pattern)][day % A_WEEK]
            if shift is not None:
                yield person, day, shift
