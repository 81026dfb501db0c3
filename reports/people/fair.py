"""Figures of one person that do not depend on which shifts they had. Pure: no Django.

What somebody can answer in an hour depends on what was there to answer: on a quiet night nobody answers much.
So answers are held against the time in which they were there, on shift, and something waited that they could
have answered: if fewer waited than people were there who could answer it, each had only a part of it to do.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lib.evidence import SURE
from reports.counted.queues import Queues
from reports.people.stretches import Stretches

HOUR = 3600.0
FEW = 10  # below that, an interval is too wide to be read as anything


def work_time(
    person: int, present: Mapping[int, Stretches], members: Mapping[int, Collection[int]], queues: Queues
) -> float:
    """In seconds: while they were present, their part of what waited in their teams, up to all of their time.

    `present` by person; `members` by team: only the teams of this person; `queues`: only what this person
    could have answered.
    """
    there: dict[int, int] = dict.fromkeys(members, 0)
    mine, total, last = False, 0.0, 0.0
    for at, team, by in _steps(person, present, members):
        if mine and at > last:
            total += queues.waited(last, at, there)
        last = at
        if team is None:
            mine = by > 0
        else:
            there[team] += by
    return total


def _steps(
    person: int, present: Mapping[int, Stretches], members: Mapping[int, Collection[int]]
) -> list[tuple[float, int | None, int]]:
    """When somebody of a team came or went; without a team: when this person did."""
    found: list[tuple[float, int | None, int]] = []
    whose = [(team, number) for team, people in members.items() for number in people]
    for team, number in [*whose, (None, person)]:
        for start, end in present.get(number, ()):
            found += [(start, team, 1), (end, team, -1)]
    return sorted(found, key=lambda step: step[0])


@dataclass(frozen=True, slots=True)
class Rate:
    """So many an hour, with the bounds within which the true one lies with 95 %."""

    value: float
    low: float
    high: float
    n: int

    @property
    def few(self) -> bool:
        return self.n < FEW


def rate(n: int, seconds: float) -> Rate | None:
    """Of counts that come by themselves (Poisson), by Byar's approximation. None where there was no time."""
    if seconds <= 0:
        return None
    hours, more = seconds / HOUR, n + 1
    low = n * (1 - 1 / (9 * n) - SURE / (3 * math.sqrt(n))) ** 3 if n else 0.0
    high = more * (1 - 1 / (9 * more) + SURE / (3 * math.sqrt(more))) ** 3
    return Rate(n / hours, max(low, 0.0) / hours, high / hours, n)


def differ(a: int, seconds_a: float, b: int, seconds_b: float) -> bool:
    """Whether two such rates differ by more than chance explains (95 %), their number in all being given."""
    if not a + b or seconds_a <= 0 or seconds_b <= 0:
        return False
    p = seconds_a / (seconds_a + seconds_b)
    spread = math.sqrt((a + b) * p * (1 - p))
    return abs(a - (a + b) * p) > SURE * spread + 0.5
