"""How many are at work by the half hour, as they are planned and as far as they are not off."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from scheduling.choices import Work

Times = tuple[datetime.datetime, datetime.datetime]
HALF_HOUR = 30
WORK = frozenset(Work.values)


class Planned(Protocol):
    """A shift; without a person it is nobody's."""

    user_id: int | None
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    parts: Sequence[Mapping[str, Any]]

    @property
    def minutes(self) -> int: ...


def staffed(
    shifts: Iterable[Planned],
    first: datetime.datetime,
    slots: int,
    off: Mapping[int, Sequence[Times]],
) -> list[float]:
    """Heads at work at the middle of each half hour: each stretch of work begins and ends a head."""
    steps = [0] * (slots + 1)
    for shift in shifts:
        user = shift.user_id
        if user is None:
            continue
        begin = int((shift.starts_at - first).total_seconds()) // 60
        for since, until in _there(shift, off[user]) if user in off else _at_work(shift):
            a, b = (
                min(max((begin + at + HALF_HOUR // 2 - 1) // HALF_HOUR, 0), slots) for at in (since, until)
            )
            steps[a] += 1
            steps[b] -= 1
    found, heads = [], 0
    for one in steps[:slots]:
        heads += one
        found.append(float(heads))
    return found


def _there(shift: Planned, off: Sequence[Times]) -> Iterator[tuple[int, int]]:
    """As `_at_work`, without what lies in their time off."""
    away = sorted(tuple(int((at - shift.starts_at).total_seconds()) // 60 for at in times) for times in off)
    for since, until in _at_work(shift):
        for gone, back in away:
            if since < gone < until:
                yield since, gone
            if gone < until and back > since:
                since = min(back, until)
        if since < until:
            yield since, until


def _at_work(shift: Planned) -> Iterator[tuple[int, int]]:
    """From and until in minutes of the shift, without breaks and what else does not count."""
    at = 0
    for part in sorted(shift.parts, key=lambda part: part["from"]):
        if part["kind"] in WORK:
            continue
        if part["from"] > at:
            yield at, part["from"]
        at = part["from"] + part["minutes"]
    if shift.minutes > at:
        yield at, shift.minutes
