"""What a desk promises for each priority, and the JSON form in which it is stored. Pure: no Django.

Spans are `timedelta`, in JSON whole seconds. What cannot be read raises `PolicyError`, whose text says what to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sla.promise import Category, Hours, Metric, OnChange, PolicyError, Promise, Reopen, Target, Threshold

__all__ = ["Policy", "PolicyError", "Promise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is promised for each priority, in the words of the desk. A priority not named is promised nothing.

    The JSON form (spans in whole seconds; everything but `span` may be left out; the last three lines are
    those of `Promise` and hold for every priority):

        {"promises": {"urgent": {"first_response": {"span": 1800, "warnings": [{"fraction": 0.75}]},
                                 "resolution": {"span": 14400, "hours": "calendar", "pauses_in": ["waiting", "hold"],
                                                "warnings": [{"left": 600, "real": true}], "reopen": "new_cycle"}}},
         "on_change": "retroactive",
         "agent_opened_waits": true,
         "bounce_window": 86400}
    """

    promises: tuple[tuple[str, Promise], ...]

    def __post_init__(self) -> None:
        priorities = [priority for priority, _ in self.promises]
        if len(priorities) != len(set(priorities)):
            raise PolicyError("A policy names every priority once; remove the second.")

    def promise_for(self, priority: str) -> Promise:
        return next((promise for name, promise in self.promises if name == priority), Promise())

    @classmethod
    def from_dict(cls, terms: Mapping[str, Any]) -> "Policy":
        """Raises PolicyError for anything that is not the JSON form above."""
        shared = _read(
            terms,
            "a policy",
            {
                "promises": lambda value: value,
                "on_change": OnChange,
                "agent_opened_waits": _yes_or_no,
                "bounce_window": _span,
            },
        )
        promises = _mapping(shared.pop("promises", {}), "promises")
        return cls(
            promises=tuple(
                (
                    str(priority),
                    Promise(
                        targets=tuple(
                            _target(metric, target)
                            for metric, target in _mapping(targets, f"the priority {priority}").items()
                        ),
                        **shared,
                    ),
                )
                for priority, targets in promises.items()
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, complete: `Policy.from_dict(policy.to_dict()) == policy`."""
        shared = self.promises[0][1] if self.promises else Promise()
        return {
            "promises": {
                priority: {target.metric.value: _target_form(target) for target in promise.targets}
                for priority, promise in self.promises
            },
            "on_change": shared.on_change.value,
            "agent_opened_waits": shared.agent_opened_waits,
            "bounce_window": _seconds(shared.bounce_window),
        }


def _target(metric: str, form: object) -> Target:
    values = _read(
        form,
        f"the target {metric}",
        {
            "span": _span,
            "hours": Hours,
            "pauses_in": lambda names: frozenset(Category(name) for name in names),
            "warnings": lambda forms: tuple(
                Threshold(**_read(each, "a warning", {"fraction": float, "left": _span, "real": _yes_or_no}))
                for each in forms
            ),
            "reopen": Reopen,
        },
    )
    if "span" not in values:
        raise PolicyError(f"The target {metric} needs a span in seconds.")
    try:
        return Target(metric=Metric(metric), **values)
    except PolicyError:
        raise
    except ValueError as error:
        raise PolicyError(f"There is no clock called “{metric}”; use {', '.join(Metric)}.") from error


def _target_form(target: Target) -> dict[str, Any]:
    return {
        "span": _seconds(target.span),
        "hours": target.hours.value,
        "pauses_in": sorted(category.value for category in target.pauses_in),
        "warnings": [
            {"fraction": warning.fraction}
            if warning.left is None
            else {"left": _seconds(warning.left), "real": warning.real}
            for warning in target.warnings
        ],
        "reopen": target.reopen.value,
    }


def _read(form: object, what: str, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """The fields of `form`, each through its reader; only the fields that are there."""
    values = {}
    for name, value in _mapping(form, what).items():
        if name not in readers:
            raise PolicyError(f"“{name}” does not belong in {what}; it may hold {', '.join(readers)}.")
        try:
            values[name] = readers[name](value)
        except PolicyError:
            raise
        except (TypeError, ValueError) as error:
            raise PolicyError(f"“{value}” is not a possible {name} in {what}.") from error
    return values


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PolicyError(f"Write {what} as names with values.")
    return value


def _span(seconds: object) -> timedelta:
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise TypeError(seconds)
    try:
        return timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(seconds) from error


def _seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value
