"""Who serves what in one slot: people with skills against demands, each person one demand. Pure.

Demands are filled from the dearest down. That is optimal: sets of demands that can be filled together are
the independent sets of a transversal matroid.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Seat:
    demand: int
    price: int


def unserved(
    demands: Sequence[tuple[str, int, int]], people: Sequence[frozenset[str]]
) -> tuple[list[int], int]:
    """Demands are (skill, heads, price). Answers the heads missing of each, and how many people are idle."""
    held: list[int | None] = [None] * len(people)
    missing = [0] * len(demands)
    for number in sorted(range(len(demands)), key=lambda n: -demands[n][2]):
        for _ in range(demands[number][1]):
            if not _seat(number, demands, people, held, set()):
                missing[number] += 1
    return missing, sum(seat is None for seat in held)


def _seat(
    number: int,
    demands: Sequence[tuple[str, int, int]],
    people: Sequence[frozenset[str]],
    held: list[int | None],
    tried: set[int],
) -> bool:
    skill = demands[number][0]
    able = [p for p, skills in enumerate(people) if p not in tried and (not skill or skill in skills)]
    for person in able:
        if held[person] is None:
            held[person] = number
            return True
    for person in able:
        if person in tried or held[person] == number:
            continue
        tried.add(person)
        other = held[person]
        if other is not None and _seat(other, demands, people, held, tried):
            held[person] = number
            return True
    return False
