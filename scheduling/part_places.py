"""Where in a shift a part of it can go. Pure: minutes from the start of the shift, no Django, no database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

STEP = 15
Part = Mapping[str, Any]


def places(
    parts: Sequence[Part], number: int, minutes: int, avoid: tuple[int, int]
) -> Iterator[list[dict[str, Any]]]:
    """The parts of a shift of so many `minutes` with the one of that number somewhere else, the nearest place
    first: apart from every other part, and outside `avoid`.
    """
    part = parts[number]
    others = [dict(one) for place, one in enumerate(parts) if place != number]
    taken = [avoid, *((one["from"], one["from"] + one["minutes"]) for one in others)]
    starts = range(part["from"] % STEP, minutes - part["minutes"] + 1, STEP)
    for start in sorted(starts, key=lambda start: abs(start - part["from"])):
        end = start + part["minutes"]
        if all(end <= since or start >= until for since, until in taken):
            yield in_order([*others, {**part, "from": start}])


def in_order(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(parts, key=lambda one: one["from"])


def later(parts: Sequence[Part], minutes: int) -> list[dict[str, Any]]:
    """The same at the same time in a shift that starts so much earlier."""
    return [{**one, "from": one["from"] + minutes} for one in parts]
