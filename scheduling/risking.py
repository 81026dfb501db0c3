"""How likely it is that what comes is answered late, with the people who are on the roster. Pure: numpy.

Time is in slots of equal length. Calls and talks: by Erlang's formulas for the people there, in between whole
heads by straight line. Letters: some hundred seeded histories of what may come run through the open time with
the backlog before them, in the order in which things came; it is late that is done after its time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduling.staffing import Promise, Waiting

Floats = npt.NDArray[np.float64]
HISTORIES, SEED = 200, 11


@dataclass(frozen=True, slots=True)
class Crew:
    """Heads of a slot, by what they are there for. Who is there for letters takes what calls lack first."""

    calls: float = 0.0
    letters: float = 0.0

    def lent(self, need: float) -> "Crew":
        """So many for calls as these need, from whoever is there."""
        more = min(max(need - self.calls, 0.0), self.letters)
        return Crew(self.calls + more, self.letters - more)


def calls_late(work: Waiting, promise: Promise, heads: float) -> float:
    """The share that waits longer than promised, or gives up before; `heads` at work."""
    if work.arrivals <= 0:
        return 0.0
    if heads <= 0:
        return 1.0
    low = math.floor(heads)
    below, above = _late(work, promise, low), _late(work, promise, low + 1)
    return min(max(below + (above - below) * (heads - low), 0.0), 1.0)


def _late(work: Waiting, promise: Promise, agents: int) -> float:
    if agents == 0:
        return 1.0
    line = work.line(agents)
    if line.overloaded and line.patience_s is None:
        return 1.0
    return 1 - line.answered_within(promise.within_s)


@dataclass(frozen=True, slots=True)
class Letters:
    """By slot: what is expected, whether it is open time, heads at work. `within` in slots of open time;
    `each` is the work of one letter, in heads for a slot. `backlog` is how many wait already.
    """

    expected: Sequence[float]
    is_open: Sequence[bool]
    heads: Sequence[float]
    within: float
    each: float
    backlog: float = 0.0


def letters_late(letters: Letters) -> list[float]:
    """By slot: the chance that what comes in it is late. While it is closed it comes at the opening."""
    opens = [n for n, is_open in enumerate(letters.is_open) if is_open]
    found = [0.0] * len(letters.expected)
    if not opens:
        return [1.0 if expected > 0 else 0.0 for expected in letters.expected]
    late = _by_open_slot(letters, opens)
    turn = 0
    for slot, expected in enumerate(letters.expected):
        while turn < len(opens) - 1 and opens[turn] < slot:
            turn += 1
        found[slot] = float(late[turn]) if expected > 0 else 0.0
    return found


def _by_open_slot(letters: Letters, opens: Sequence[int]) -> Floats:
    come = _in_open_time(letters, opens)
    heads = np.array([letters.heads[n] for n in opens])
    rng = np.random.default_rng(SEED)
    counts = rng.poisson(np.broadcast_to(come, (HISTORIES, len(come)))).astype(float)
    work = _lengths(rng, counts) * letters.each
    total = letters.backlog * letters.each + np.cumsum(work, axis=1)
    could = np.cumsum(heads)
    # What was done by the end of each slot: all that could be, but for the time with nothing to do.
    idle = np.minimum.accumulate(np.minimum(total - could, 0.0), axis=1)
    done = np.minimum(could + idle, total)
    return _late_by_slot(letters, counts, total, done, heads)


def _in_open_time(letters: Letters, opens: Sequence[int]) -> Floats:
    come, waiting, turn = np.zeros(len(opens)), 0.0, 0
    for slot, expected in enumerate(letters.expected):
        waiting += expected
        if turn < len(opens) and opens[turn] == slot:
            come[turn], waiting, turn = waiting, 0.0, turn + 1
    return come


def _late_by_slot(letters: Letters, counts: Floats, total: Floats, done: Floats, heads: Floats) -> Floats:
    """Of the middle letter of each slot, over all histories in which one comes. What would be done after the
    last slot is taken to go on at the pace of the last day.
    """
    slots = done.shape[1]
    before = np.concatenate([np.full((HISTORIES, 1), letters.backlog * letters.each), total[:, :-1]], axis=1)
    middle = (before + total) / 2
    pace = max(float(heads[-min(slots, 32) :].mean()), 1e-9)
    late = np.zeros(slots)
    due = np.arange(slots) + 0.5 + letters.within
    for history in range(HISTORIES):
        finished = np.searchsorted(done[history], middle[history], side="left").astype(float)
        beyond = finished >= slots
        finished[beyond] = slots + (middle[history][beyond] - done[history][-1]) / pace
        late += (finished + 0.5 > due) & (counts[history] > 0)
    seen = (counts > 0).sum(axis=0)
    shares: Floats = np.divide(late, seen, out=np.zeros(slots), where=seen > 0)
    return shares


def _lengths(rng: np.random.Generator, counts: Floats) -> Floats:
    """Work of so many letters, one being 1 on average."""
    return np.where(counts > 0, rng.gamma(np.maximum(counts, 1e-9)), 0.0)
