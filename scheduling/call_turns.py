"""Who is on call when, as people take turns. Pure: no Django, no database.

A turn lasts until the next change, once a week or every day at the same hour by the wall clock of `zone`; or,
with `nightly`, it is so many hours of each day, and the change is at midnight. Who cannot is passed over, and
takes the next turn as if it had been theirs.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.weeks import wall

DAY = datetime.timedelta(days=1)
Cannot = Callable[[int, datetime.datetime, datetime.datetime], bool]


@dataclass(frozen=True, slots=True)
class Turn:
    """`instead_of` is whose turn it was; `person` None: none of them can."""

    person: int | None
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """`weekday` of the change, Monday is 0; None: every day. Both days are included."""

    first_on: datetime.date
    last_on: datetime.date
    weekday: int | None
    hour: datetime.time
    zone: ZoneInfo
    nightly: tuple[datetime.time, datetime.time] | None = None


def _never(person: int, start: datetime.datetime, end: datetime.datetime) -> bool:
    return False


def turns(people: Sequence[int], pattern: Pattern, cannot: Cannot = _never, ahead: int = 0) -> list[Turn]:
    """With `ahead` 1 each turn is that of whoever comes next."""
    if not people:
        return []
    return [_turn(people, number + ahead, start, end, cannot) for number, start, end in _spans(pattern)]


def _turn(
    people: Sequence[int], number: int, start: datetime.datetime, end: datetime.datetime, cannot: Cannot
) -> Turn:
    due = people[number % len(people)]
    in_order = [people[(number + step) % len(people)] for step in range(len(people))]
    person = next((one for one in in_order if not cannot(one, start, end)), None)
    return Turn(person, start, end, None if person == due else due)


def _spans(pattern: Pattern) -> Iterator[tuple[int, datetime.datetime, datetime.datetime]]:
    """Each with how many changes there were before it."""
    if pattern.nightly is None:
        days = list(_changes(pattern))
        ends = [*days[1:], pattern.last_on + DAY]
        for number, (day, end) in enumerate(zip(days, ends, strict=True)):
            yield number, wall(day, pattern.hour, pattern.zone), wall(end, pattern.hour, pattern.zone)
        return
    starts, ends_at = pattern.nightly
    number, day = 0, pattern.first_on
    while day <= pattern.last_on:
        number += day > pattern.first_on and pattern.weekday in (None, day.weekday())
        until = day if ends_at > starts else day + DAY
        yield number, wall(day, starts, pattern.zone), wall(until, ends_at, pattern.zone)
        day += DAY


def _changes(pattern: Pattern) -> Iterator[datetime.date]:
    day = pattern.first_on
    while day <= pattern.last_on:
        if day == pattern.first_on or pattern.weekday in (None, day.weekday()):
            yield day
        day += DAY


def uncovered(
    spans: Sequence[tuple[datetime.datetime, datetime.datetime]],
    start: datetime.datetime,
    end: datetime.datetime,
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """The stretches from start to end that lie in none of the spans."""
    found, at = [], start
    for since, until in sorted(spans):
        if since > at and at < end:
            found.append((at, min(since, end)))
        at = max(at, until)
    if at < end:
        found.append((at, end))
    return found
