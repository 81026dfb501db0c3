"""What will come: days of slots, learned from the days before. Pure: numpy, no Django, no database.

Simple ways are tried on the weeks behind, and the best is used (R. Hyndman & A. Koehler 2006; S. Makridakis,
E. Spiliotis & V. Assimakopoulos 2020: on such series what is simple is rarely beaten):

- `seasonal_naive`: as on the last same weekday;
- `mean_4`, `mean_6`, `mean_8`, `median_6`: of the last so many same weekdays, slot by slot;
- `fading`: of many same weekdays, older ones counting less (exponential smoothing);
- `pooled_8`: where little comes: total of the weekday times the shape of all days of its kind, smoothed;
- `level_8`, `level_fading`: `mean_8` and `fading`, lifted by how much more than usual came lately; that fades
  with each day ahead.

*Rolling origins*: from each of the last days on the next ones are forecast as if nothing later was known.
WAPE is the sum of what that was off by over the sum of what came; MASE is by how much it was off,
`seasonal_naive` on all that was known being 1. The way with the least MASE is chosen, and must beat
`seasonal_naive`.

*Intervals*: errors grow with what is expected, some by chance and some with the whole day: their variance is
fitted as a·x + b·x², and the quantiles of what was off by that measure are taken. How many of later days lay
within is measured on origins that were not used for it, and told.

Holidays are left out of what is learned and mapped: ahead they are so much of an ordinary day as past ones
were, or like Sundays where too few are known. What is None is not known, and nothing is made of it.
"""

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FEWEST_WEEKS, ORIGINS, HORIZON = 3, 20, 7
# A day of which less is known says nothing about its total.
KNOWN_SHARE = 0.5
FEWEST_HOLIDAYS = 2
SUNDAY = 6


class ForecastError(ValueError):
    """There is not enough to learn from; the words say what is missing."""


@dataclass(frozen=True, slots=True)
class Day:
    """Slots of one local day, None where it is not known what came (a gap, an outage). Of an event so many
    times as much came (`factor`). All days have as many slots.
    """

    day: datetime.date
    values: Sequence[float | None]
    holiday: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day to be forecast. What is known of it: a holiday, and by how much more or less comes (`factor`)."""

    day: datetime.date
    holiday: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """What a way was off by on the weeks behind. `wape` is a share of what came; `mase` is 1 where it is no
    better than `seasonal_naive`.
    """

    method: str
    wape: float
    mase: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """By day ahead and slot. `scores` has the chosen way first; `coverage` is how much of what came lay
    between `low` and `high` when that was tried on weeks behind, to be held against `level`; None if not.
    `left_out` counts days not learned from, by reason: gap, outage, holiday, odd.
    """

    expected: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    method: str
    scores: tuple[Score, ...]
    level: float
    coverage: float | None
    origins: int
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """Days that are learned from, in order; `values` has no holes, `known` says what was really seen."""

    days: tuple[datetime.date, ...]
    values: Floats
    known: npt.NDArray[np.bool_]
    same: tuple[tuple[int, ...], ...]

    def last(self, weekday: int, before: int, count: int) -> list[int]:
        """The last days of that weekday before the day of that number."""
        rows = self.same[weekday]
        end = bisect_left(rows, before)
        return list(rows[max(end - count, 0) : end])


Method = Callable[[_Known, int, datetime.date, int], Floats]


def forecast(days: Sequence[Day], ahead: Sequence[Ahead], *, level: float = 0.8) -> Forecast:
    """`level` of what comes should lie between `low` and `high`. ForecastError if there is too little."""
    known, left_out = _learnable(days)
    tried = _try_all(known)
    scores = _scores(known, tried)
    method = scores[0].method
    spread = _spread(known, tried[method], level)
    holiday = _holiday_share(days, known, method)
    rows = [_one(known, method, one, n, holiday) for n, one in enumerate(ahead)]
    expected = np.array(rows) if rows else np.zeros((0, known.values.shape[1]))
    low, high = spread.around(expected)
    return Forecast(
        _rows(expected), _rows(low), _rows(high), method, scores, level, spread.coverage, len(tried[method]),
        left_out,
    )  # fmt: skip


def _rows(values: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())


def _learnable(days: Sequence[Day]) -> tuple[_Known, dict[str, int]]:
    if not days:
        raise ForecastError("There is no history yet.")
    slots, left_out = len(days[0].values), Counter[str]()
    kept: list[Day] = []
    for one in sorted(days, key=lambda one: one.day):
        if len(one.values) != slots:
            raise ForecastError("All days need the same number of slots.")
        if any(value is not None and value < 0 for value in one.values):
            raise ForecastError("Less than nothing cannot have come.")
        reason = _left_out(one, kept)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(one)
    weeks = len({one.day.isocalendar()[:2] for one in kept})
    if weeks < FEWEST_WEEKS:
        raise ForecastError(f"History of at least {FEWEST_WEEKS} weeks is needed; {weeks} can be used.")
    return _filled(kept), dict(left_out)


def _left_out(one: Day, kept: Sequence[Day]) -> str:
    if kept and kept[-1].day == one.day:
        raise ForecastError(f"The day {one.day} is there twice.")
    known = sum(value is not None for value in one.values)
    if one.holiday:
        return "holiday"
    if not known:
        return "gap"
    return "outage" if known < KNOWN_SHARE * len(one.values) else "odd" if one.factor <= 0 else ""


def _filled(kept: Sequence[Day]) -> _Known:
    """An event is taken out of its day; a hole becomes what the same weekdays have at that time."""
    raw = np.array([[np.nan if v is None else v / one.factor for v in one.values] for one in kept])
    known, values = ~np.isnan(raw), np.nan_to_num(raw)
    days = tuple(one.day for one in kept)
    same = tuple(tuple(i for i, day in enumerate(days) if day.weekday() == n) for n in range(7))
    for rows in same:
        part, seen = values[list(rows)], known[list(rows)]
        usual = part.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
        values[list(rows)] = np.where(seen, part, usual)
    return _Known(days, values, known, same)


# The ways. Each answers with the slots of `day`, `steps` days ahead, from what came before day number `now`.


def _last(count: int, of: Callable[[Floats], Floats]) -> Method:
    def found(known: _Known, now: int, day: datetime.date, steps: int) -> Floats:
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


def _pooled(known: _Known, now: int, day: datetime.date, steps: int) -> Floats:
    rows = known.last(day.weekday(), now, 8)
    if not rows:
        return np.zeros(known.values.shape[1])
    kind = range(5) if day.weekday() < 5 else range(5, 7)
    shape = known.values[[row for n in kind for row in known.last(n, now, 8)]].sum(axis=0)
    before, after = np.append(shape[:1], shape[:-1]), np.append(shape[1:], shape[-1:])
    smooth: Floats = (before + 2 * shape + after) / 4
    found: Floats = known.values[rows].sum() / len(rows) * smooth / max(float(smooth.sum()), 1e-9)
    return found


# What came more than usual on the last days: nearer ones count more, and no day more than this.
LOOKED_BACK, NEARNESS, MOST_LIFT = 10, 0.2, 0.3
# How much of it is carried on, and how much of that is left with each day ahead.
CARRIED, KEPT = 0.8, 0.6


def _level(usual: Method) -> Method:
    def found(known: _Known, now: int, day: datetime.date, steps: int) -> Floats:
        lifts = [_lift(known, now - back, usual) for back in range(1, min(LOOKED_BACK, now) + 1)]
        weights = NEARNESS ** np.arange(len(lifts))
        lift = float(weights @ lifts / weights.sum()) if lifts else 0.0
        found: Floats = usual(known, now, day, steps) * np.exp(CARRIED * lift * KEPT**steps)
        return found

    return found


def _lift(known: _Known, number: int, usual: Method) -> float:
    """Of small totals chance makes most: some on both sides keeps them from saying much."""
    rest = 20.0
    expected = float(usual(known, number, known.days[number], 0).sum())
    lift = np.log((float(known.values[number].sum()) + rest) / (expected + rest))
    return float(np.clip(lift, -MOST_LIFT, MOST_LIFT)) if expected else 0.0


METHODS: Mapping[str, Method] = {
    "seasonal_naive": _last(1, _mean), "mean_4": _last(4, _mean), "mean_6": _last(6, _mean),
    "mean_8": _last(8, _mean), "median_6": _last(6, _median), "fading": _last(20, _fading),
    "pooled_8": _pooled, "level_8": _level(_last(8, _mean)), "level_fading": _level(_last(20, _fading)),
}  # fmt: skip


# Trying them on the weeks behind.


@dataclass(frozen=True, slots=True)
class _Tried:
    """From one origin: the numbers of the days that came, and what was expected of them."""

    days: list[int]
    expected: Floats


def _try_all(known: _Known) -> dict[str, list[_Tried]]:
    origins = _origins(known)
    return {name: [_try(known, method, now) for now in origins] for name, method in METHODS.items()}


def _origins(known: _Known) -> list[int]:
    """The last ones that have days after them, and two weeks of history before."""
    first = known.days[0] + datetime.timedelta(weeks=2)
    able = [n for n in range(1, len(known.days)) if known.days[n] >= first]
    return able[-(ORIGINS + HORIZON - 1) :][:ORIGINS]


def _try(known: _Known, method: Method, now: int) -> _Tried:
    until = known.days[now] + datetime.timedelta(days=HORIZON)
    days = [n for n in range(now, min(now + HORIZON, len(known.days))) if known.days[n] < until]
    return _Tried(days, np.array([method(known, now, known.days[n], n - now) for n in days]))


def _scores(known: _Known, tried: Mapping[str, Sequence[_Tried]]) -> tuple[Score, ...]:
    scores = [_score(known, name, found) for name, found in tried.items()]
    return tuple(sorted(scores, key=lambda one: (one.mase, one.method != "seasonal_naive")))


def _score(known: _Known, name: str, tried: Sequence[_Tried]) -> Score:
    off, came, mase = 0.0, 0.0, []
    for one in tried:
        seen = known.known[one.days]
        errors = np.abs(known.values[one.days] - one.expected)[seen]
        off, came = off + float(errors.sum()), came + float(known.values[one.days][seen].sum())
        scale = naive_error(known.values, known.same, one.days[0])
        mase.append(float(errors.mean()) / scale if scale and len(errors) else 0.0)
    return Score(name, off / came if came else 0.0, float(np.mean(mase)) if mase else 0.0)


def naive_error(values: Floats, same: Sequence[Sequence[int]], before: int) -> float:
    """The mean of what `seasonal_naive` was off by on all days before that one: what MASE is measured in."""
    errors = []
    for rows in same:
        part = values[[row for row in rows if row < before]]
        if len(part) > 1:
            errors.append(np.abs(np.diff(part, axis=0)))
    return float(np.concatenate(errors).mean()) if errors else 0.0


@dataclass(frozen=True, slots=True)
class _Spread:
    chance: float
    whole: float
    below: float
    above: float
    coverage: float | None = None

    def around(self, expected: Floats) -> tuple[Floats, Floats]:
        size = np.sqrt(self.chance * expected + self.whole * expected**2)
        low: Floats = np.maximum(expected + self.below * size, 0.0)
        high: Floats = np.maximum(expected + self.above * size, expected)
        return np.minimum(low, expected), high


def _spread(known: _Known, tried: Sequence[_Tried], level: float) -> _Spread:
    """Fitted on all; how well it covers was measured with that of the older half on the newer."""
    half = len(tried) // 2
    fitted = _fit(*_errors(known, tried), level)
    if half < 3:
        return fitted
    expected, errors = _errors(known, tried[half:])
    low, high = _fit(*_errors(known, tried[:half]), level).around(expected)
    came = expected + errors
    within = (came >= low - 1e-9) & (came <= high + 1e-9)
    busy = expected > 0
    coverage = float(within[busy].mean()) if busy.any() else None
    return _Spread(fitted.chance, fitted.whole, fitted.below, fitted.above, coverage)


def _errors(known: _Known, tried: Sequence[_Tried]) -> tuple[Floats, Floats]:
    expected = [one.expected[known.known[one.days]] for one in tried]
    errors = [(known.values[one.days] - one.expected)[known.known[one.days]] for one in tried]
    if not expected:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(expected), np.concatenate(errors)


def _fit(expected: Floats, errors: Floats, level: float) -> _Spread:
    busy = expected > 0
    x, squares = expected[busy], errors[busy] ** 2
    if len(x) < 20:
        return _Spread(1.0, 0.01, -1.28, 1.28)
    # Each slot counts by its size, or the few big ones would decide alone.
    design = np.stack([np.ones_like(x), x], axis=1)
    (chance, whole), *_ = np.linalg.lstsq(design, squares / x, rcond=None)
    chance, whole = max(float(chance), 0.0), max(float(whole), 0.0)
    if not chance + whole:
        return _Spread(0.0, 0.0, 0.0, 0.0)
    measured = errors[busy] / np.sqrt(chance * x + whole * x**2)
    below, above = np.quantile(measured, [(1 - level) / 2, (1 + level) / 2])
    return _Spread(chance, whole, min(float(below), 0.0), max(float(above), 0.0))


# Ahead.


def _one(known: _Known, method: str, one: Ahead, steps: int, holiday: float | None) -> Floats:
    now, day, factor = len(known.days), one.day, max(one.factor, 0.0)
    if one.holiday and holiday is not None:
        factor *= holiday
    elif one.holiday:
        day += datetime.timedelta(days=SUNDAY - day.weekday())
    return METHODS[method](known, now, day, steps) * factor


def _holiday_share(days: Sequence[Day], known: _Known, method: str) -> float | None:
    """What part of an ordinary day of that weekday comes on a holiday; None where too few are known."""
    shares = []
    for one in days:
        now = bisect_left(known.days, one.day)
        if not one.holiday or not now or any(value is None for value in one.values):
            continue
        usual = METHODS["mean_8"](known, now, one.day, 0).sum()
        if usual:
            shares.append(sum(value or 0.0 for value in one.values) / float(usual))
    return float(np.median(shares)) if len(shares) >= FEWEST_HOLIDAYS else None
