"""How far from what is expected things come: fitted on what ways were off by. Pure: numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduling.foreseeing.known import Floats, Known
from scheduling.foreseeing.trials import Tried

# With fewer errors than this, what chance alone makes is taken, and some more.
FEWEST_ERRORS = 20
BY_CHANCE = np.array([-1.96, -1.28, -0.67, 0.0, 0.67, 1.28, 1.96])


@dataclass(frozen=True, slots=True)
class Spread:
    """The variance is chance·x + whole·x²; `measured` is what was off by its root."""

    chance: float = 1.0
    whole: float = 0.01
    measured: Floats = field(default_factory=lambda: BY_CHANCE)

    def around(self, expected: Floats, level: float) -> tuple[Floats, Floats]:
        below, above = np.quantile(self.measured, [(1 - level) / 2, (1 + level) / 2])
        size = np.sqrt(self.chance * expected + self.whole * expected**2)
        low = np.maximum(expected + min(float(below), 0.0) * size, 0.0)
        high: Floats = np.maximum(expected + max(float(above), 0.0) * size, expected)
        return np.minimum(low, expected), high


def spread_of(known: Known, tried: Sequence[Tried]) -> Spread:
    return _fit(*_errors(known, tried))


def covered(known: Known, tried: Sequence[Tried], level: float) -> float | None:
    """How much of what came on the newer half lay within what the older half says; None if that is little."""
    half = len(tried) // 2
    if half < 3:
        return None
    expected, errors = _errors(known, tried[half:])
    low, high = spread_of(known, tried[:half]).around(expected, level)
    came, busy = expected + errors, expected > 0
    within = (came >= low - 1e-9) & (came <= high + 1e-9)
    return float(within[busy].mean()) if busy.any() else None


def _errors(known: Known, tried: Sequence[Tried]) -> tuple[Floats, Floats]:
    expected = [one.expected[known.known[one.days]] for one in tried]
    errors = [(known.values[one.days] - one.expected)[known.known[one.days]] for one in tried]
    if not expected:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(expected), np.concatenate(errors)


def _fit(expected: Floats, errors: Floats) -> Spread:
    busy = expected > 0
    x, squares = expected[busy], errors[busy] ** 2
    if len(x) < FEWEST_ERRORS:
        return Spread()
    # Each slot counts by its size, or the few big ones would decide alone.
    design = np.stack([np.ones_like(x), x], axis=1)
    (chance, whole), *_ = np.linalg.lstsq(design, squares / x, rcond=None)
    chance, whole = max(float(chance), 0.0), max(float(whole), 0.0)
    if not chance + whole:
        return Spread(0.0, 0.0, np.zeros(1))
    return Spread(chance, whole, errors[busy] / np.sqrt(chance * x + whole * x**2))
