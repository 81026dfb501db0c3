"""Putting a ticket aside for a while: which times are offered, and when it comes back. Pure: no Django, no
database.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from tickets.workflow import ENDED

MORNING, AFTERNOON, MONDAY, WEEK = datetime.time(9), datetime.time(14), 0, datetime.timedelta(days=7)
# So long before a promise falls due its ticket is back, where no warning comes earlier.
AHEAD = datetime.timedelta(minutes=15)
LONGEST = datetime.timedelta(days=366)
# The fields of a ticket that nobody has put aside.
AWAKE: dict[str, bool | None] = {"snoozed_until": None, "snoozed_at": None, "snooze_keeps": False}


def awake_if_ended(state: str) -> dict[str, bool | None]:
    """What changes with the state: what is solved is not put aside as well."""
    return AWAKE if state in ENDED else {}


@dataclass(frozen=True, slots=True)
class Promise:
    """A clock that runs: from when on it is pressing, and when it falls due."""

    warn_at: datetime.datetime | None
    due_at: datetime.datetime


def presets(now: datetime.datetime) -> dict[str, datetime.datetime]:
    """The times that are offered, by name, in the zone of `now`, earliest first; none of them twice."""
    today = now.date()
    to_monday = (MONDAY - today.weekday()) % 7 or 7
    days = {"afternoon": (0, AFTERNOON), "tomorrow": (1, MORNING), "monday": (to_monday, MORNING)}
    found = {
        name: datetime.datetime.combine(today + datetime.timedelta(days=ahead), time, now.tzinfo)
        for name, (ahead, time) in days.items()
    }
    found["week"] = datetime.datetime.combine(today + WEEK, MORNING, now.tzinfo)
    if found["afternoon"] - now < datetime.timedelta(hours=1):
        del found["afternoon"]
    for twice in ("tomorrow", "week"):
        if found["monday"] == found.get(twice):
            del found["monday"]
            break
    return dict(sorted(found.items(), key=lambda one: one[1]))


def roused_by(promises: Iterable[Promise], since: datetime.datetime) -> datetime.datetime | None:
    """When the first of these promises asks for a ticket that was put aside at `since`. What was pressing, or
    late, already then says nothing new.
    """
    times = (at for one in promises for at in (one.warn_at, one.due_at - AHEAD, one.due_at) if at)
    return min((at for at in times if at > since), default=None)
