"""Heads missing in a slot, as few linear rules. Pure.

By Hall and König, the heads that cannot be served are the largest excess of a set of demands over the
people who can serve any of them: missing >= heads(S) - people(S) for every set S of demands. One number
instead of a flow from people to demands. Sets that the same undecided people serve differ by a constant:
the largest is enough.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@cache
def _sets(demands: int) -> tuple[Ints, NDArray[np.bool_]]:
    """All sets of demands but the empty one: as bits, and as rows of who is in."""
    bits = np.arange(1, 1 << demands, dtype=np.int64)
    return bits, (bits[:, None] >> np.arange(demands)) & 1 == 1


@cache
def _rough(demands: int) -> tuple[Ints, NDArray[np.bool_]]:
    bits, member = _sets(demands)
    size = member.sum(axis=1)
    keep = (size <= 2) | (size >= demands - 1)
    return bits[keep], member[keep]


def excesses(
    heads: Sequence[int], standing: dict[int, int], open_masks: Sequence[int], *, rough: bool = False
) -> list[tuple[int, int, int]]:
    """Rows (set of demands as bits, which `open_masks` serve it as bits, heads that nobody standing
    serves).

    `standing` counts decided people by the mask of demands they can serve; `open_masks` are those of the
    undecided. Only rows that can matter: the excess is above nought. Rough: sets of one or two demands, or
    all but one or none; what a search counts with when every roster it finds is costed afresh anyhow.
    """
    bits, member = _rough(len(heads)) if rough else _sets(len(heads))
    excess = member @ np.asarray(heads, dtype=np.int64)
    if standing:
        masks = np.fromiter(standing, dtype=np.int64)
        counts = np.fromiter(standing.values(), dtype=np.int64)
        excess = excess - ((bits[:, None] & masks) != 0) @ counts
    weights = 1 << np.arange(len(open_masks), dtype=np.int64)
    served = ((bits[:, None] & np.asarray(open_masks, dtype=np.int64)) != 0) @ weights
    best: dict[int, tuple[int, int]] = {}
    keep = excess > 0
    for group, who, over in zip(
        bits[keep].tolist(), served[keep].tolist(), excess[keep].tolist(), strict=True
    ):
        if over > best.get(who, (0, 0))[0]:
            best[who] = (over, group)
    return [
        (group, who, over)
        for who, (over, group) in best.items()
        if not any(other[0] >= over and less != who and less & who == less for less, other in best.items())
    ]


class Shortage:
    """The missing heads of many slots at once, kept while people come and go, and what one more would save.

    A row is a slot at a level of price: its weight is what a head missing there costs. `excess` has, for
    every set of demands, the heads over those who can serve them.
    """

    def __init__(self, rows: Sequence[tuple[int, int, Sequence[int]]]) -> None:
        """Rows are (slot, weight, heads by demand)."""
        self.slots = np.array([slot for slot, _, _ in rows], dtype=np.int64)
        self.weights = np.array([weight for _, weight, _ in rows], dtype=np.int64)
        width = max((len(heads) for _, _, heads in rows), default=1)
        self.bits, member = _sets(width)
        padded = np.zeros((len(rows), width), dtype=np.int64)
        for number, (_, _, heads) in enumerate(rows):
            padded[number, : len(heads)] = heads
        self.excess = padded @ member.T.astype(np.int64)

    def _hit(self, masks: Ints) -> Ints:
        found: Ints = ((masks[self.slots][:, None] & self.bits) != 0).astype(np.int64)
        return found

    def come(self, masks: Ints, sign: int = 1) -> None:
        """Somebody is there (or, with -1, is not any more); `masks` say what they can serve, by slot; 0
        is absent.
        """
        self.excess -= sign * self._hit(masks)

    def savings(self, masks: Ints) -> Ints:
        """By slot, what it saves if somebody with these masks comes."""
        now = np.maximum(self.excess.max(axis=1), 0)
        then = np.maximum((self.excess - self._hit(masks)).max(axis=1), 0)
        return np.bincount(self.slots, (now - then) * self.weights, minlength=len(masks)).astype(np.int64)
