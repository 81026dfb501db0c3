"""Between which minutes and weekends a line can be at the end of each day. Pure.

What can no longer reach the contract's least, or could not have come so far, is not counted. A band may be
narrowed about a profile: then lines are the best of those near it, which is all that is affordable over
half a year and more.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scheduling.rostering.table import Kind

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """Both ends belong to it. Fewer weekends than `weekends_from` count as that many."""

    minutes_from: Whole
    minutes_to: Whole
    weekends_from: Whole
    weekends_to: Whole

    def states(self) -> int:
        """Of all days together."""
        return int((self._minutes() * self._weekends()).sum())

    def widest(self) -> int:
        """States of the day that has most."""
        return int((self._minutes() * self._weekends()).max())

    def _minutes(self) -> Whole:
        size: Whole = np.maximum(0, self.minutes_to - self.minutes_from + 1)
        return size

    def _weekends(self) -> Whole:
        size: Whole = np.maximum(0, self.weekends_to - self.weekends_from + 1)
        return size

    def near(self, minutes: Whole, weekends: Whole, slack: int, weekend_slack: int) -> "Band":
        return Band(
            np.maximum(self.minutes_from, minutes - slack),
            np.minimum(self.minutes_to, minutes + slack),
            np.maximum(self.weekends_from, weekends - weekend_slack),
            np.minimum(self.weekends_to, weekends + weekend_slack),
        )


@lru_cache(maxsize=512)
def whole_band(kind: "Kind", days: int, longest_shift: int) -> Band:
    """What any line of the contract can be at."""
    done, to_come = np.arange(1, days + 1), np.arange(days - 1, -1, -1)
    begun = np.array([(day + 2) // 7 for day in range(days)])
    ahead = days // 7 - np.array([(day + 1) // 7 for day in range(days)])  # Sundays
    most = kind.most_weekends
    return Band(
        np.maximum(0, kind.least - longest_shift * _most_work(kind, to_come)),
        np.minimum(kind.most, longest_shift * _most_work(kind, done)),
        np.maximum(0, most - ahead),
        np.minimum(most, begun),
    )


def _most_work(kind: "Kind", days: Whole) -> Whole:
    """Days of work within so many days."""
    cycle = kind.longest_run + max(1, kind.shortest_rest)
    return days // cycle * kind.longest_run + np.minimum(kind.longest_run, days % cycle)
