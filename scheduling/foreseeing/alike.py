"""Totals of days from days that are like them: by weekday, nearness and time of the month. Pure: numpy.

Kriging (C. Rasmussen & C. Williams 2006, ch. 2): logarithms of totals are taken as one draw from a normal law
in which days that are alike vary together. How much of it is nearness, how much the month and how much chance
is not known: some mixtures are tried, and each counts by how likely it makes all that came until then.

A day far off what was expected of it counts less: nobody may have said that it was a holiday.

The figures below were not fitted to any series: days of a desk differ by two to ten in a hundred by chance,
levels by five over months. Of the mixtures each series weighs its own, from what is behind each origin alone.
"""

import calendar
import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scheduling.foreseeing.known import Floats, Known

# Deviations of logarithms. What all days share is hardly known before, nor is how weekdays differ; a level is
# forgotten in months, what was lately in days.
SHARED, WEEKDAY, LEVEL = 3.0, 1.0, 0.05
LEVEL_DAYS, LATELY_DAYS, MONTH_WIDTH = 60.0, 3.0, 0.7
LATELY, MONTH, CHANCE = (0.0, 0.03), (0.0, 0.03, 0.1), (0.02, 0.04, 0.08)
# Weekdays with less than this part of the busiest are shut, and with fewer a day all is chance.
SHUT, FEWEST = 0.05, 15.0
# So many deviations off is odd; before so many days nobody can tell.
ODD, FIRST_DAYS = 3.0, 15


@dataclass(frozen=True, slots=True)
class Mixture:
    """One way in which days may vary together. `root` is the inverse of the root of the law: its first rows
    are that of the first days alone. `off` is what each day was off by, in deviations of what was expected
    of it before; `likely` the logarithm of how likely all days until then were.
    """

    lately: float
    month: float
    root: Floats
    off: Floats
    likely: Floats

    def counts(self, before: int) -> Floats:
        """How each of the first days counts for one that is like it."""
        found: Floats = self.root[:before, :before].T @ self.off[:before]
        return found


class Alike:
    """Nothing of a day is used before it is over."""

    def __init__(self, known: Known) -> None:
        means = [float(known.totals[list(rows)].mean()) if rows else 0.0 for rows in known.same]
        # Of small totals chance makes more.
        self.chance = {n: 1 / (mean + 1) for n, mean in enumerate(means) if mean > max(means) * SHUT}
        numbers = [n for n, day in enumerate(known.days) if day.weekday() in self.chance]
        self.numbers = np.array(numbers, dtype=int)
        self.enough = bool(numbers) and float(known.totals[numbers].mean()) >= FEWEST
        if self.enough:
            days, logs = [known.days[n] for n in numbers], np.log(known.totals[numbers] + 1)
            self.places, self.base = _places(days), float(np.median(logs[:FIRST_DAYS]))
            chance = np.array([self.chance[day.weekday()] for day in days])
            self.mixtures = _mixtures(self.places, logs - self.base, chance)
        self._counted: dict[int, tuple[Floats, Floats]] = {}

    def total(self, now: int, day: datetime.date) -> float | None:
        """What is expected of that day from those before number `now`; None where nothing is said of it."""
        before = int(np.searchsorted(self.numbers, now))
        if not self.enough or day.weekday() not in self.chance or not before:
            return None
        if before not in self._counted:
            self._counted[before] = self._count(before)
        counts, weights = self._counted[before]
        fixed, lately, month = (part[0, :before] @ counts for part in _parts(_places([day]), self.places))
        of_mixtures = [
            fixed[n] + one.lately * lately[n] + one.month * month[n] for n, one in enumerate(self.mixtures)
        ]
        said = self.base + float(weights @ of_mixtures) + self.chance[day.weekday()] / 2
        return max(float(np.exp(said)) - 1, 0.0)

    def _count(self, before: int) -> tuple[Floats, Floats]:
        """By mixture: how each day before counts, and how much the mixture does."""
        likely = np.array([one.likely[before - 1] for one in self.mixtures])
        weights = np.exp(likely - likely.max())
        return np.stack([one.counts(before) for one in self.mixtures], axis=1), weights / weights.sum()


alike_in = lru_cache(maxsize=4)(Alike)


def _places(days: Sequence[datetime.date]) -> Floats:
    """By day: its number, its weekday, and how much of its month is over."""
    lengths = [calendar.monthrange(day.year, day.month)[1] for day in days]
    return np.array(
        [
            (day.toordinal(), day.weekday(), (day.day - 0.5) / length)
            for day, length in zip(days, lengths, strict=True)
        ]
    )


def _parts(some: Floats, others: Floats) -> tuple[Floats, Floats, Floats]:
    """How days vary together: what never changes, nearness, the time of the month."""
    apart = np.abs(some[:, None] - others[None])
    days, weekdays, months = apart[..., 0], apart[..., 1], apart[..., 2]
    level: Floats = LEVEL**2 * np.exp(-days / LEVEL_DAYS)
    fixed = SHARED**2 + WEEKDAY**2 * (weekdays == 0) + level
    return (
        fixed,
        np.exp(-days / LATELY_DAYS),
        np.exp(-2 * np.sin(np.pi * months) ** 2 / MONTH_WIDTH**2),
    )


def _mixtures(places: Floats, values: Floats, chance: Floats) -> list[Mixture]:
    parts = _parts(places, places)
    odd = _odd(parts, values, chance)
    return [
        _mixture(parts, values, lately**2, month**2, noise**2 + chance + odd)
        for lately, month, noise in itertools.product(LATELY, MONTH, CHANCE)
    ]


def _mixture(
    parts: tuple[Floats, Floats, Floats], values: Floats, lately: float, month: float, noise: Floats
) -> Mixture:
    fixed, near, monthly = parts
    root = np.linalg.cholesky(fixed + lately * near + month * monthly + np.diag(noise))
    inverse = np.linalg.inv(root)
    off = inverse @ values
    return Mixture(lately, month, inverse, off, np.cumsum(-0.5 * off**2 - np.log(np.diag(root))))


def _odd(parts: tuple[Floats, Floats, Floats], values: Floats, chance: Floats) -> Floats:
    """How much more a day is taken to vary that was far off what was expected of it."""
    more = np.zeros(len(values))
    noise = CHANCE[1] ** 2 + chance
    for _again in range(2):
        found = _mixture(parts, values, LATELY[-1] ** 2, MONTH[1] ** 2, noise + more)
        varies = 1 / np.diag(found.root) ** 2
        beyond = np.maximum((found.off / ODD) ** 2 - 1, 0.0) * varies
        beyond[:FIRST_DAYS] = 0.0
        more = np.maximum(more, beyond)
    return more
