"""A waiting line whose callers and people change from slot to slot, followed through time. Pure: numpy.

*Small teams*: the chances of how many calls there are at once, from the state in which the slot before left
them: the chain of births and deaths, stepped so finely that no more than one of them fits in a step
(uniformization, A. Jensen 1953). Lines longer than looked at are cut.

*Big teams*: only the mean and the variance of that number, as if it were normal (J. Pender & W. Massey 2013),
which it nearly is where it is large.

Nothing has to settle within a slot. Who waits gives up after hours, and not before: what came while
nobody was there is not waiting the next morning.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from scheduling.erlang import Line

Floats = npt.NDArray[np.float64]
# A slot is looked at in so many parts; so many more than can be served at once are followed.
PARTS, BEHIND = 3, 100
# How likely something happens in a step, and after how many steps in all a team is big.
BUSY, MOST_STEPS = 0.8, 100_000
NORMAL = NormalDist()
HOLDS_S = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Between:
    """People are not whole where part of them is away: `part` of the way from one line to the next."""

    low: Line
    high: Line
    part: float

    @property
    def rate(self) -> float:
        return self.low.rate

    @property
    def slots(self) -> float:
        return self.low.slots + (self.high.slots - self.low.slots) * self.part

    @property
    def most(self) -> float:
        return self.low.most + (self.high.most - self.low.most) * self.part


def late_by_slot(lines: Sequence[Between], slot_s: float, within_s: float) -> list[float]:
    """The share of what comes in each slot that waits longer than `within_s`."""
    if sum((one.rate + one.high.most) * slot_s / BUSY for one in lines) <= MOST_STEPS:
        return _as_chain(lines, slot_s, within_s)
    return _as_normal(lines, slot_s, within_s)


def _as_chain(lines: Sequence[Between], slot_s: float, within_s: float) -> list[float]:
    states = max((one.high.slots for one in lines), default=0) + BEHIND
    chances = np.zeros(states)
    chances[0] = 1.0
    return [_slot(chances, one, slot_s, within_s) for one in lines]


def _slot(chances: Floats, line: Between, slot_s: float, within_s: float) -> float:
    """Moves the chances on by a slot."""
    states = len(chances)
    leaving = _mixed(line, *(_leaving(one.agents, one, states) for one in (line.low, line.high)))[1:]
    waits = _mixed(line, *(_waits(one.slots, one.most * within_s, states) for one in (line.low, line.high)))
    fastest = line.rate + line.high.most + BEHIND / HOLDS_S
    steps = max(math.ceil(fastest * slot_s / BUSY / PARTS), 1)
    up, down, late = line.rate * slot_s / steps / PARTS, leaving * (slot_s / steps / PARTS), 0.0
    for n in range(PARTS * steps):
        if n % steps == steps // 2:
            late += float(chances @ waits) / PARTS
        more = chances[:-1] * up - chances[1:] * down
        chances[1:] += more
        chances[:-1] -= more
    return min(max(late, 0.0), 1.0)


def _mixed(line: Between, low: Floats, high: Floats) -> Floats:
    return low + (high - low) * line.part


def _leaving(agents: int, line: Line, states: int) -> Floats:
    return _leaving_of(agents, line.aht_s, line.concurrency, line.slower, states)


@lru_cache(maxsize=512)
def _leaving_of(agents: int, aht_s: float, concurrency: int, slower: float, states: int) -> Floats:
    line = Line(agents, 0.0, aht_s, None, concurrency, slower)
    return np.array([line.done(n) + max(n - line.slots, 0) / HOLDS_S for n in range(states)])


@lru_cache(maxsize=512)
def _waits(slots: int, done: float, states: int) -> Floats:
    """By how many are there before: the chance that too few of them are done in time."""
    found, term, total = np.zeros(states), math.exp(-done), 0.0
    for before in range(states - slots):
        total += term
        found[slots + before] = min(total, 1.0)
        term *= done / (before + 1)
    return found


def _as_normal(lines: Sequence[Between], slot_s: float, within_s: float) -> list[float]:
    late, mean, variance = [], 0.0, 1.0
    for line in lines:
        slots, pace = line.slots, line.most / line.slots if line.slots else 0.0
        steps = max(math.ceil(slot_s * pace * 20), 10)
        seconds, share = slot_s / steps, 0.0
        for _ in range(steps):
            deviation = math.sqrt(variance)
            free = NORMAL.cdf((slots - mean) / deviation)
            busy = mean * free - deviation * NORMAL.pdf((slots - mean) / deviation) + slots * (1 - free)
            share += 1 - NORMAL.cdf((slots + line.most * within_s - mean) / deviation)
            gone = max(mean - busy, 0.0) / HOLDS_S
            mean = max(mean + (line.rate - pace * busy - gone) * seconds, 0.0)
            calmer = 2 * variance * (pace * free + (1 - free) / HOLDS_S)
            more = line.rate + pace * max(busy, 0.0) + gone - calmer
            variance = max(variance + more * seconds, 0.01)
        late.append(min(max(share / steps, 0.0), 1.0))
    return late
