"""What arrived, as whoever counts it says it. Pure: no Django.

A source of arrivals is a module that settings.DEMAND_SOURCES names, with these functions:

    arrived(since, until)  → Arrived of a stretch, each key once
    plain(since, until)    → the same, one by one, counted in the plainest way: to verify the first
    changed(after)         → a number of its own (bigger than `after`) and the days (UTC) that may be another
    first_day()            → the oldest day (UTC) of which it knows, or None
    backlog(team)          → of each thing that waits for the team by when it is due, or None
    levels(team)           → by skill that things ask for, the level they ask for
    asks()                 → a word that is another one as soon as things ask for something else
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

QUARTER = datetime.timedelta(minutes=15)
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
Key = tuple[int, str, str, int | None, datetime.datetime]


@dataclass(frozen=True, slots=True)
class Arrived:
    """`skill` is what it asks for; `milliseconds` were spent on `handled` of the `count`."""

    team: int
    channel: str
    language: str
    skill: int | None
    starts_at: datetime.datetime
    count: int
    handled: int
    milliseconds: int

    @property
    def key(self) -> Key:
        return (self.team, self.channel, self.language, self.skill, self.starts_at)


def quarter_of(at: datetime.datetime) -> datetime.datetime:
    """When the quarter of an hour began that it lies in: on absolute time, so that no zone shifts it."""
    return EPOCH + (at - EPOCH) // QUARTER * QUARTER


def summed(found: Iterable[Arrived]) -> dict[Key, tuple[int, int, int]]:
    """By key: count, handled, whole seconds."""
    sums: dict[Key, tuple[int, int, int]] = {}
    for one in found:
        count, handled, spent = sums.get(one.key, (0, 0, 0))
        sums[one.key] = (count + one.count, handled + one.handled, spent + one.milliseconds)
    return {key: (count, handled, spent // 1000) for key, (count, handled, spent) in sums.items()}


def day_of(at: datetime.datetime) -> datetime.date:
    return at.astimezone(datetime.UTC).date()


def bounds(day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    start = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return start, start + datetime.timedelta(days=1)
