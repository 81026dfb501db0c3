"""Rolling origins: what ways would have been off by on the weeks behind. Pure: numpy."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.foreseeing.known import Floats, Known, naive_error
from scheduling.foreseeing.ways import METHODS, Method

# So many origins at most, spread over all that is known but the first weeks; so many days from each.
ORIGINS, HORIZON, FIRST_WEEKS = 40, 14, 2
# A simpler way that is worse by no more than this is taken.
AS_GOOD = 0.01
# Of little that comes the middle is nothing, and nothing is off by least: a way has to expect about as much
# in all as came.
LEAST_IN_ALL, MOST_IN_ALL = 0.8, 1.25


@dataclass(frozen=True, slots=True)
class Score:
    """What a way was off by on the weeks behind. `wape` is a share of what came; `mase` is 1 where it is no
    better than `seasonal_naive`.
    """

    method: str
    wape: float
    mase: float


@dataclass(frozen=True, slots=True)
class Tried:
    """From one origin: the numbers of the days that came, and what was expected of them."""

    days: list[int]
    expected: Floats


def try_all(known: Known) -> dict[str, list[Tried]]:
    origins = _origins(known)
    return {name: [_try(known, method, now) for now in origins] for name, method in METHODS.items()}


def _origins(known: Known) -> list[int]:
    """The last is the last day; one more of those before only if there is as much room between all."""
    first = known.days[0] + datetime.timedelta(weeks=FIRST_WEEKS)
    able = [n for n in range(1, len(known.days)) if known.days[n] >= first]
    apart = max(-(-len(able) // ORIGINS), 1)
    return able[::-1][::apart][::-1]


def _try(known: Known, method: Method, now: int) -> Tried:
    until = known.days[now] + datetime.timedelta(days=HORIZON)
    days = [n for n in range(now, min(now + HORIZON, len(known.days))) if known.days[n] < until]
    steps = [(known.days[n] - known.days[now - 1]).days - 1 for n in days]
    expected = [method(known, now, known.days[n], step) for n, step in zip(days, steps, strict=True)]
    return Tried(days, np.array(expected))


def scores(known: Known, tried: Mapping[str, Sequence[Tried]]) -> tuple[Score, ...]:
    """The way that is used first, then the best ones; ways come the simpler first."""
    found = [_score(known, name, trials) for name, trials in tried.items()]
    fair = [one for one in found if LEAST_IN_ALL <= _in_all(known, tried[one.method]) <= MOST_IN_ALL] or found
    least = min(one.mase for one in fair)
    chosen = next(one for one in fair if one.mase <= least * (1 + AS_GOOD))
    rest = sorted((one for one in found if one is not chosen), key=lambda one: one.mase)
    return (chosen, *rest)


def _in_all(known: Known, tried: Sequence[Tried]) -> float:
    """What was expected beside what came."""
    came = sum(float(known.values[one.days].sum()) for one in tried)
    return sum(float(one.expected.sum()) for one in tried) / came if came else 1.0


def _score(known: Known, name: str, tried: Sequence[Tried]) -> Score:
    off, came, mase = 0.0, 0.0, []
    for one in tried:
        seen = known.known[one.days]
        errors = np.abs(known.values[one.days] - one.expected)[seen]
        off, came = off + float(errors.sum()), came + float(known.values[one.days][seen].sum())
        scale = naive_error(known.values, known.same, one.days[0])
        mase.append(float(errors.mean()) / scale if scale and len(errors) else 0.0)
    return Score(name, off / came if came else 0.0, float(np.mean(mase)) if mase else 0.0)
