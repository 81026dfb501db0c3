"""Work that can wait: heads for letters, so that a share of them is answered within its time. Pure: numpy.

Time is cut into slots of the hours in which the desk is open: promises run in open time, so closed slots are
left out, and what comes in them is there at the next opening. Work is done in the order in which it came.

1. *How many, and when.* With one target, what came first is due first, so the work done by any moment lies
   between two curves: what has come by then and what is due by then. The tightest string between them is the
   plan with the lowest peak and the calmest day (optimal for every convex cost: F. Yao, A. Demers, S. Shenker
   1995; with deadlines in order it is the string).
2. *How much more, since nobody knows what comes.* Each slot gets `margin` times the square root of its heads
   on top (square-root staffing: S. Halfin & W. Whitt 1981). Which margin is found by playing: some hundred
   seeded histories with random arrivals and lengths of work run through the plan, and the smallest one with
   which the promised share is answered in time is taken.

In a history the work not done yet is what came less what was done, never below zero (D. Lindley 1952). A
letter is answered when somebody has finished it, so it has to be begun that much before it is due.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from scheduling.staffing import StaffingError, Why

Floats = npt.NDArray[np.float64]
HISTORIES, SEED = 200, 7
MOST_MARGIN = 8.0
# At which parts of its slot a letter is taken to come.
MOMENTS = (1 / 6, 1 / 2, 5 / 6)


@dataclass(frozen=True, slots=True)
class Letters:
    """`arrivals` are expected numbers by slot, `open` whether somebody works then. `within` is the target in
    slots of open time. `backlog` has (slots of open time left, letters), those late already with 0 or less.
    `cv` is how much lengths of work vary (1: as exponential ones), `day_cv` how much whole days do.
    """

    arrivals: Sequence[float]
    open: Sequence[bool]
    within: float
    aht_s: float
    share: float = 0.9
    slot_s: float = 900
    backlog: Sequence[tuple[float, float]] = ()
    cv: float = 1.0
    day_cv: float = 0.0

    def __post_init__(self) -> None:
        if len(self.arrivals) != len(self.open):
            raise StaffingError("Every slot is open or closed.")
        if min(self.arrivals, default=0) < 0 or self.aht_s <= 0 or self.slot_s <= 0:
            raise StaffingError("Work needs a length, and nothing negative comes.")
        if not 0 < self.share < 1:
            raise StaffingError(
                "A promise is for more than none and less than all: all can never be promised."
            )

    @property
    def heads_each(self) -> float:
        """Of one letter, in heads for a slot."""
        return self.aht_s / self.slot_s

    def in_open_time(self) -> Floats:
        """Letters by open slot; what came while it was closed is there when it opens."""
        found, waiting = [], 0.0
        for arrivals, is_open in zip(self.arrivals, self.open, strict=True):
            waiting += arrivals
            if is_open:
                found.append(waiting)
                waiting = 0.0
        return np.array(found)


@dataclass(frozen=True, slots=True)
class Plan:
    """`heads` by slot, closed ones with 0; `share` is what they answer in time."""

    heads: tuple[float, ...]
    share: float
    margin: float
    peak: float
    why: Why


def plan(letters: Letters, *, spare: Sequence[float] | None = None) -> Plan:
    """`spare` are heads that are there by slot anyway, between calls: what is left over is asked.
    StaffingError where no number of people would do.
    """
    _refuse_hopeless(letters)
    if not sum(letters.arrivals) and not letters.backlog:
        return Plan((0.0,) * len(letters.open), 1.0, 0.0, 0.0, Why("quiet", {"arrivals": 0.0}))
    base, played = _string(letters), Histories(letters)
    free = np.zeros(len(base)) if spare is None else _open_only(letters, spare)
    margin, share = _least_margin(letters, base, played)
    heads = np.maximum(_with(base, margin) - free, 0.0)
    why = _why(letters, base, margin, share, float(heads.max(initial=0.0)))
    return Plan(_all_slots(letters, heads), share, margin, float(heads.max(initial=0.0)), why)


def _refuse_hopeless(letters: Letters) -> None:
    if letters.within * letters.slot_s <= letters.aht_s:
        raise StaffingError("The work itself takes longer than was promised: give it more time.")
    if not any(letters.open) and (sum(letters.arrivals) > 0 or len(letters.backlog) > 0):
        raise StaffingError("Nobody works in this time: open the desk, or no promise can be kept.")


def answered(letters: Letters, heads: Sequence[float]) -> float:
    """The share answered in time with these heads by slot."""
    return Histories(letters).answered(_open_only(letters, heads))


def _with(base: Floats, margin: float) -> Floats:
    return base + margin * np.sqrt(base)


def _least_margin(letters: Letters, base: Floats, played: "Histories") -> tuple[float, float]:
    low, high = 0.0, MOST_MARGIN
    share = played.answered(base)
    if share >= letters.share:
        return 0.0, share
    if played.answered(_with(base, high)) < letters.share:
        return high, played.answered(_with(base, high))
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if played.answered(_with(base, middle)) < letters.share else (low, middle)
    return high, played.answered(_with(base, high))


def _why(letters: Letters, base: Floats, margin: float, share: float, peak: float) -> Why:
    figures = {
        "letters": float(sum(letters.arrivals)), "backlog": float(sum(n for _, n in letters.backlog)),
        "late": float(sum(n for left, n in letters.backlog if left <= 0)), "aht_s": letters.aht_s,
        "within_s": letters.within * letters.slot_s, "share": letters.share, "answered": share,
        "open_h": len(base) * letters.slot_s / 3600, "least": float(base.max(initial=0.0)), "peak": peak,
        "margin": margin,
    }  # fmt: skip
    return Why("deferrable", figures)


def _open_only(letters: Letters, by_slot: Sequence[float]) -> Floats:
    return np.array([float(one) for one, is_open in zip(by_slot, letters.open, strict=True) if is_open])


def _all_slots(letters: Letters, heads: Floats) -> tuple[float, ...]:
    rest = iter(heads.tolist())
    return tuple(next(rest) if is_open else 0.0 for is_open in letters.open)


def _string(letters: Letters) -> Floats:
    """Heads by open slot of the tightest string between what has come and what is due."""
    work = letters.in_open_time() * letters.heads_each
    start = sum(count for _, count in letters.backlog) * letters.heads_each
    come = start + np.concatenate([[0.0], np.cumsum(work)])
    slots = np.arange(len(come), dtype=float)
    # The work of a slot spreads over it, so by the end of its last moment all of it is due.
    due = np.interp(slots - _begin_within(letters), slots, come - start, left=0.0)
    for left, count in letters.backlog:
        # What is late already is worked off within the time in which new work would be.
        at = min(left if left > 0 else letters.within, float(slots[-1]))
        due[slots >= max(math.floor(at), 1)] += count * letters.heads_each
    return np.diff(tightest(np.minimum(due, come), come))


def _begin_within(letters: Letters) -> float:
    return letters.within - letters.heads_each


def tightest(low: Floats, high: Floats) -> Floats:
    """The shortest way from the start of `low` to the end between both; they never fall, nor cross."""
    found = np.empty(len(low))
    found[0], at, before = low[0], 0, 0.0
    while at < len(low) - 1:
        to, slope = _bend(low, high, at, float(found[at]), before)
        found[at + 1 : to + 1] = found[at] + slope * np.arange(1, to - at + 1)
        at, before = to, slope
    return found


def _bend(low: Floats, high: Floats, at: int, value: float, before: float) -> tuple[int, float]:
    """Where the way that is straight from `at` first has to turn, and its slope until there."""
    steps = np.arange(1, len(low) - at)
    rises, falls = (low[at + 1 :] - value) / steps, (high[at + 1 :] - value) / steps
    most, least = np.maximum.accumulate(rises), np.minimum.accumulate(falls)
    crossed = np.flatnonzero(most > least + 1e-12)
    if not len(crossed):
        slope = min(max(before, float(most[-1])), float(least[-1]))
        return len(low) - 1, slope
    first = int(crossed[0])
    # It is the curve that was touched before which makes it turn.
    if rises[first] >= most[first] and (not first or rises[first] > most[first - 1]):
        turn = int(np.flatnonzero(falls[: first + 1] <= least[first])[-1])
        return at + 1 + turn, float(least[first])
    turn = int(np.flatnonzero(rises[: first + 1] >= most[first])[-1])
    return at + 1 + turn, float(most[first])


@dataclass(slots=True)
class Histories:
    """Seeded: the same letters come in each plan that is tried."""

    letters: Letters
    counts: Floats = field(init=False)
    come: Floats = field(init=False)
    lengths: Floats = field(init=False)
    backlog: tuple[tuple[float, float, float], ...] = field(init=False)

    def __post_init__(self) -> None:
        letters, rng = self.letters, np.random.default_rng(SEED)
        expected = letters.in_open_time()
        rates = np.broadcast_to(expected, (HISTORIES, len(expected)))
        if letters.day_cv:
            shape = 1 / letters.day_cv**2
            rates = rates * rng.gamma(shape, 1 / shape, (HISTORIES, 1))
        self.counts = rng.poisson(rates).astype(float)
        work = _lengths(rng, self.counts, letters.cv) * letters.heads_each
        self.lengths = _lengths(rng, np.ones_like(self.counts), letters.cv) * letters.heads_each
        waiting = sorted(letters.backlog)
        before = list(accumulate((count * letters.heads_each for _, count in waiting), initial=0.0))
        self.backlog = tuple(
            (left, count, done) for (left, count), done in zip(waiting, before[1:], strict=True) if left > 0
        )
        start = np.full((HISTORIES, 1), before[-1])
        self.come = np.concatenate([start, start + np.cumsum(work, axis=1)], axis=1)

    def answered(self, heads: Floats) -> float:
        """By letters, all histories together; those due after the last slot are left out."""
        slots, in_time, total = len(heads), 0.0, 0.0
        for moment in MOMENTS:
            slack = self.slack(heads, moment)
            counts = self.counts * (np.arange(slots) + moment + self.letters.within <= slots)
            in_time += float((counts * (slack >= -1e-9)).sum()) / len(MOMENTS)
            total += float(counts.sum()) / len(MOMENTS)
        for left, count, slack in self.of_backlog(heads):
            if left <= slots:
                in_time, total = in_time + count * float((slack >= -1e-9).sum()), total + count * HISTORIES
        return in_time / total if total else 1.0

    def slack(self, heads: Floats, moment: float) -> Floats:
        """By history and slot, of a letter that comes at this part of the slot: the work that can be done
        until it has to be begun, less the work that is before it. Whoever works does what came before it
        first, so it is in time exactly if this is not negative.
        """
        could = np.concatenate([[0.0], np.cumsum(heads)])
        at: Floats = np.arange(len(heads), dtype=np.float64) + moment
        position = self.come[:, :-1] + moment * np.diff(self.come, axis=1)
        before = np.maximum(position - self._done(could, at), 0.0)
        # It is one person's for its length, so it has to be begun before.
        until = np.maximum(at + self.letters.within - self.lengths, at)
        possible = _along(could, until) - _along(could, at)
        found: Floats = np.where(
            self.lengths <= self.letters.within, possible - before, -before - self.lengths
        )
        return found

    def of_backlog(self, heads: Floats) -> Iterator[tuple[float, float, Floats]]:
        """(slots left, letters, slack by history) of what waits already and is not late."""
        could = np.concatenate([[0.0], np.cumsum(heads)])
        for left, count, position in self.backlog:
            until = np.maximum(left - self.lengths[:, 0], 0.0)
            yield left, count, _along(could, until) - position

    def _done(self, could: Floats, at: Floats) -> Floats:
        """All that could be, but for the time with nothing to do. Work of a slot spreads over it."""
        idle = np.minimum.accumulate(np.minimum(self.come - could, 0.0), axis=1)
        done = np.minimum(could + idle, self.come)
        whole = np.floor(at).astype(int)
        found: Floats = done[:, whole] + (done[:, whole + 1] - done[:, whole]) * (at - whole)
        return found


def _lengths(rng: np.random.Generator, counts: Floats, cv: float) -> Floats:
    """Work of so many letters, one being 1 on average."""
    if not cv:
        return counts
    shape = counts / cv**2
    return np.where(counts > 0, rng.gamma(np.maximum(shape, 1e-9)) * cv**2, 0.0)


def _along(could: Floats, at: Floats) -> Floats:
    """What could be done by moments between slots; after the last one as on its last day."""
    last = len(could) - 1
    pace = (could[-1] - could[-1 - min(last, 32)]) / max(min(last, 32), 1)
    found: Floats = np.interp(at, np.arange(last + 1), could) + pace * np.maximum(at - last, 0.0)
    return found
