"""The written form of a policy: JSON that names a promise for each priority. Pure: no Django, no database.

    {"priorities": {
        "normal": {"first_response": {"minutes": 240, "hours": "business", "warn": [0.75]},
                   "resolution": {"minutes": 1440, "hours": "business", "warn": [0.75],
                                  "pauses_in": ["waiting", "hold"], "reopen": "resume"}},
        …},
     "on_change": "prospective", "agent_opened_waits": true, "bounce_window_minutes": 1440,
     "ladder": [{"since": "breach", "to": "team_lead"}, …]}

A warning is a share of the target that is used, or {"left": minutes} of it, or with "real": true so many
minutes by the wall clock. A priority that is not named is promised nothing. The ladder is described in
sla.escalation; without one nobody is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sla.escalation import NO_LADDER, Ladder, read_ladder
from sla.policy import (
    Category,
    Hours,
    Metric,
    OnChange,
    PolicyError,
    Promise,
    Reopen,
    Target,
    Threshold,
    usual_pauses,
)

NOTHING = Promise()


@dataclass(frozen=True)
class Terms:
    promises: Mapping[str, Promise]
    ladder: Ladder = NO_LADDER

    @property
    def promised(self) -> dict[str, Promise]:
        """The priorities that are promised anything."""
        return {priority: promise for priority, promise in self.promises.items() if promise.targets}

    def promise(self, priority: str) -> Promise:
        return self.promises.get(priority, NOTHING)


def read_terms(written: Mapping[str, Any]) -> Terms:
    """The terms as values. PolicyError says which priority and metric cannot be read, and why."""
    priorities = written.get("priorities")
    if not isinstance(priorities, Mapping):
        raise PolicyError("A policy needs “priorities”: a promise for each of them.")
    try:
        manner = _manner(written)
    except (ValueError, TypeError) as error:
        raise PolicyError(f"The policy cannot be read: {error}") from error
    promises = {}
    for priority, metrics in priorities.items():
        try:
            read = {Metric(metric): figures for metric, figures in metrics.items()}
            # In one order, so that what means the same is equal; a database keeps another.
            targets = tuple(_target(metric, read[metric]) for metric in Metric if metric in read)
            promises[priority] = Promise(targets=targets, **manner)
        except (ValueError, KeyError, TypeError) as error:
            raise PolicyError(f"The promise for priority “{priority}” cannot be read: {error}") from error
    return Terms(promises, read_ladder(written.get("ladder", [])))


def refuse_without_target(terms: Terms) -> None:
    if not terms.promised:
        raise PolicyError("A policy promises something: give one priority at least one target.")


def _manner(written: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for every priority."""
    window = timedelta(minutes=written.get("bounce_window_minutes", 1440))
    if window < timedelta(0):
        raise PolicyError("The time in which a bounce counts cannot be negative.")
    return {
        "on_change": OnChange(written.get("on_change", OnChange.PROSPECTIVE)),
        "agent_opened_waits": bool(written.get("agent_opened_waits", True)),
        "bounce_window": window,
    }


def _warning(written: Any) -> Threshold:
    if isinstance(written, Mapping):
        return Threshold(left=timedelta(minutes=written["left"]), real=bool(written.get("real", False)))
    return Threshold(fraction=written)


def _target(metric: Metric, figures: Mapping[str, Any]) -> Target:
    default = usual_pauses(metric)
    return Target(
        metric=metric,
        span=timedelta(minutes=figures["minutes"]),
        hours=Hours(figures.get("hours", Hours.BUSINESS)),
        pauses_in=frozenset(Category(word) for word in figures.get("pauses_in", default)),
        warnings=tuple(_warning(each) for each in figures.get("warn", [])),
        reopen=Reopen(figures.get("reopen", Reopen.RESUME)),
    )
