"""The written form of a policy: JSON that names a promise for each priority. Pure: no Django, no database.

    {"priorities": {
        "normal": {"first_response": {"minutes": 240, "hours": "business", "warn": [0.75]},
                   "resolution": {"minutes": 1440, "hours": "business", "warn": [0.75],
                                  "pauses_in": ["waiting", "hold"], "reopen": "resume"}},
        …},
     "on_change": "prospective"}

A priority that is not named is promised nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sla.policy import Category, Hours, Metric, OnChange, PolicyError, Promise, Reopen, Target, Threshold

NOTHING = Promise()


@dataclass(frozen=True)
class Terms:
    promises: Mapping[str, Promise]

    def promise(self, priority: str) -> Promise:
        return self.promises.get(priority, NOTHING)


def read_terms(written: Mapping[str, Any]) -> Terms:
    """The terms as values. PolicyError says which priority and metric cannot be read, and why."""
    priorities = written.get("priorities")
    if not isinstance(priorities, Mapping):
        raise PolicyError("A policy needs “priorities”: a promise for each of them.")
    change = OnChange(written.get("on_change", OnChange.PROSPECTIVE))
    promises = {}
    for priority, metrics in priorities.items():
        try:
            targets = tuple(_target(Metric(metric), figures) for metric, figures in metrics.items())
            promises[priority] = Promise(targets=targets, on_change=change)
        except (ValueError, KeyError, TypeError) as error:
            raise PolicyError(f"The promise for priority “{priority}” cannot be read: {error}") from error
    return Terms(promises)


def _target(metric: Metric, figures: Mapping[str, Any]) -> Target:
    default = ["waiting"] if metric is Metric.RESOLUTION else []
    return Target(
        metric=metric,
        span=timedelta(minutes=figures["minutes"]),
        hours=Hours(figures.get("hours", Hours.BUSINESS)),
        pauses_in=frozenset(Category(word) for word in figures.get("pauses_in", default)),
        warnings=tuple(Threshold(fraction=share) for share in figures.get("warn", [])),
        reopen=Reopen(figures.get("reopen", Reopen.RESUME)),
    )
