"""Ways to carry days on. Each answers with the slots of `day`, `steps` days ahead, from what came before day
number `now`. The simpler ones come first. Pure: numpy.
"""

import datetime
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from scheduling.foreseeing.alike import alike_in
from scheduling.foreseeing.known import Floats, Known

Method = Callable[[Known, int, datetime.date, int], Floats]


def _last(count: int, of: Callable[[Floats], Floats]) -> Method:
    def found(known: Known, now: int, day: datetime.date, steps: int) -> Floats:
        rows = known.last(day.weekday(), now, count)
        return of(known.values[rows]) if rows else np.zeros(known.values.shape[1])

    return found


def _mean(values: Floats) -> Floats:
    found: Floats = values.mean(axis=0)
    return found


def _median(values: Floats) -> Floats:
    found: Floats = np.median(values, axis=0)
    return found


def _fading(values: Floats) -> Floats:
    weights = 0.9 ** np.arange(len(values))[::-1]
    found: Floats = weights @ values / weights.sum()
    return found


def _kind(known: Known, now: int, day: datetime.date) -> Floats:
    """What came by slot on the last days of its kind: working days, or those of the weekend."""
    kind = range(5) if day.weekday() < 5 else range(5, 7)
    found: Floats = known.values[[row for n in kind for row in known.last(n, now, 8)]].sum(axis=0)
    return found


def _pooled(known: Known, now: int, day: datetime.date, steps: int) -> Floats:
    rows = known.last(day.weekday(), now, 8)
    if not rows:
        return np.zeros(known.values.shape[1])
    shape = _kind(known, now, day)
    before, after = np.append(shape[:1], shape[:-1]), np.append(shape[1:], shape[-1:])
    smooth: Floats = (before + 2 * shape + after) / 4
    found: Floats = known.values[rows].sum() / len(rows) * smooth / max(float(smooth.sum()), 1e-9)
    return found


# What came more than usual on the last days: nearer ones count more, and no day more than this.
LOOKED_BACK, NEARNESS, MOST_LIFT = 10, 0.2, 0.3
# How much of it is carried on, and how much of that is left with each day ahead.
CARRIED, KEPT = 0.8, 0.6


def _level(usual: Method) -> Method:
    def found(known: Known, now: int, day: datetime.date, steps: int) -> Floats:
        lifts = [_lift(known, now - back, usual) for back in range(1, min(LOOKED_BACK, now) + 1)]
        weights = NEARNESS ** np.arange(len(lifts))
        lift = float(weights @ lifts / weights.sum()) if lifts else 0.0
        found: Floats = usual(known, now, day, steps) * np.exp(CARRIED * lift * KEPT**steps)
        return found

    return found


@lru_cache(maxsize=2048)
def _lift(known: Known, number: int, usual: Method) -> float:
    """Of small totals chance makes most: some on both sides keeps them from saying much."""
    rest = 20.0
    expected = float(usual(known, number, known.days[number], 0).sum())
    lift = np.log((float(known.totals[number]) + rest) / (expected + rest))
    return float(np.clip(lift, -MOST_LIFT, MOST_LIFT)) if expected else 0.0


# The shape of a day is mostly that of its weekday, and some of all days of its kind.
OWN_SHAPE = 0.7


def _alike(known: Known, now: int, day: datetime.date, steps: int) -> Floats:
    """The total that `Alike` says, in the shape of the last such days; where it says none as `mean_8`."""
    usual = METHODS["mean_8"](known, now, day, steps)
    total = alike_in(known).total(now, day) if usual.sum() else None
    if total is None:
        return usual
    kind = _kind(known, now, day)
    found: Floats = total * (OWN_SHAPE * usual / usual.sum() + (1 - OWN_SHAPE) * kind / kind.sum())
    return found


METHODS: Mapping[str, Method] = {
    "seasonal_naive": _last(1, _mean), "mean_4": _last(4, _mean), "mean_6": _last(6, _mean),
    "mean_8": _last(8, _mean), "median_6": _last(6, _median), "fading": _last(20, _fading),
    "pooled_8": _pooled, "level_8": _level(_last(8, _mean)), "level_fading": _level(_last(20, _fading)),
    "alike": _alike,
}  # fmt: skip
