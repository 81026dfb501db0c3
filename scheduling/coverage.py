"""How likely it is that what comes is answered late, with the people who are rostered. Pure: numpy.

Time is in slots of equal length, heads are people at work in each (after shrinkage, so not whole ones).

- *Letters*: seeded histories of what may come, as in `deferring`. A letter is late if the work that can be
  done before it has to be begun is less than the work that is before it. What is near to that counts in part,
  so that each head more makes the risk of every letter smaller that it can reach in time.
- *Calls and talks* come in slots too short for a line to settle: it is followed from slot to slot
  (`transient`). Where callers soon give up, each slot settles by itself (Erlang A).

A remedy is worth what it averts: the same risk with more people, less what it was.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scheduling import transient
from scheduling.deferring import MOMENTS, Histories, Letters
from scheduling.erlang import Line
from scheduling.staffing import StaffingError

Floats = npt.NDArray[np.float64]
# Over how much of one letter's work "just in time" goes over into "late".
SOFT = 0.25


@dataclass(frozen=True, slots=True)
class Calls:
    """`arrivals` are expected numbers by slot; the others as in `staffing.Waiting` and `staffing.Promise`."""

    arrivals: Sequence[float]
    aht_s: float
    within_s: float
    slot_s: float = 900
    patience_s: float | None = None
    concurrency: int = 1
    slower: float = 0.0

    def __post_init__(self) -> None:
        if min(self.arrivals, default=0) < 0 or self.aht_s <= 0 or self.slot_s <= 0 or self.within_s < 0:
            raise StaffingError("Work needs a length, and nothing negative comes.")


@dataclass(frozen=True, slots=True)
class Covered:
    """`late` is by slot the share of what comes in it that is answered late. `expected` is how many that are,
    those of the backlog with them.
    """

    late: tuple[float, ...]
    expected: float
    backlog_late: float = 0.0

    def share(self, arrivals: Sequence[float]) -> float:
        """Of all that comes."""
        total = sum(arrivals)
        return (
            sum(one * late for one, late in zip(arrivals, self.late, strict=True)) / total if total else 0.0
        )


def letters_late(letters: Letters, heads: Sequence[float]) -> Covered:
    """What comes while it is closed comes at the opening; who works then does what is there."""
    _check(letters.arrivals, heads)
    opens = [n for n, is_open in enumerate(letters.open) if is_open]
    if not opens:
        return Covered((1.0,) * len(heads), float(sum(letters.arrivals)))
    played, at_work = Histories(letters), _in_open_time(letters.open, heads)
    by_open = np.mean([_softly(played.slack(at_work, m), letters) for m in MOMENTS], axis=0).mean(axis=1)
    late, turn = [], 0
    for n in range(len(heads)):
        while turn < len(opens) - 1 and opens[turn] < n:
            turn += 1
        late.append(float(by_open[turn]))
    waiting = _backlog_late(played, at_work, letters)
    new = sum(arrivals * one for arrivals, one in zip(letters.arrivals, late, strict=True))
    return Covered(tuple(late), new + waiting, waiting)


def _softly(slack: Floats, letters: Letters) -> Floats:
    """By slot and history. A curve with long tails: it never becomes quite flat."""
    x = slack.T / (SOFT * letters.heads_each)
    found: Floats = 0.5 * (1 - x / np.sqrt(1 + x**2))
    return found


def _backlog_late(played: Histories, heads: Floats, letters: Letters) -> float:
    lost = sum(count for left, count in letters.backlog if left <= 0)
    soft = (count * float(_softly(slack, letters).mean()) for _, count, slack in played.of_backlog(heads))
    return float(lost) + sum(soft)


def _in_open_time(is_open: Sequence[bool], heads: Sequence[float]) -> Floats:
    """Work done while it is closed is done by the opening: the clock of the promise stands until then."""
    found, before = [], 0.0
    for each, open_ in zip(heads, is_open, strict=True):
        before += each
        if open_:
            found.append(before)
            before = 0.0
    return np.array(found)


def calls_late(calls: Calls, heads: Sequence[float]) -> Covered:
    _check(calls.arrivals, heads)
    lines = [_line(calls, arrivals, each) for arrivals, each in zip(calls.arrivals, heads, strict=True)]
    if calls.patience_s:
        late = [_settled(one, calls.within_s) for one in lines]
    else:
        late = transient.late_by_slot(lines, calls.slot_s, calls.within_s)
    return Covered(tuple(late), sum(a * b for a, b in zip(calls.arrivals, late, strict=True)))


def _line(calls: Calls, arrivals: float, heads: float) -> transient.Between:
    low, rate = math.floor(heads), arrivals / calls.slot_s
    one, two = (
        Line(n, rate, calls.aht_s, calls.patience_s, calls.concurrency, calls.slower) for n in (low, low + 1)
    )
    return transient.Between(one, two, heads - low)


def _settled(line: transient.Between, within_s: float) -> float:
    low, high = (_late(one, within_s) for one in (line.low, line.high))
    return low + (high - low) * line.part


@lru_cache(maxsize=2048)
def _late(line: Line, within_s: float) -> float:
    """Weeks are like each other, and so is what is asked a quarter of an hour later."""
    return 1 - line.answered_within(within_s)


def _check(arrivals: Sequence[float], heads: Sequence[float]) -> None:
    if len(arrivals) != len(heads):
        raise StaffingError("Every slot has its heads.")
    if min(heads, default=0) < 0:
        raise StaffingError("Fewer than nobody cannot be there.")


# Remedies.
