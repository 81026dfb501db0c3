"""When people were on shift for work that comes, and there: what figures of a person are held against."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from reports.people.stretches import Stretch, common, joined, length, without
from scheduling.adherence import Clocked, Span
from scheduling.choices import MarkKind, Work
from scheduling.clocked import clocked, tells
from scheduling.models import DemandMark, Shift
from scheduling.my_shifts import parts_of
from scheduling.queries import shifts_of
from staff.models import User


@dataclass(frozen=True, slots=True)
class Presence:
    """In seconds: planned for work that comes, and of that there; `off` is the planned time that is excused
    (time off, approved exceptions); `clock` says whether they use the clock.
    """

    planned: list[Stretch] = field(default_factory=list)
    there: list[Stretch] = field(default_factory=list)
    off: float = 0.0
    clock: bool = False


def presences(
    users: Collection[User], since: datetime.datetime, until: datetime.datetime
) -> dict[int, Presence]:
    """Of each; who does not use the clock is taken to have been there when the roster says so. In four
    statements, however many people.
    """
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts_of(users, since, until):
        shifts[shift.user_id].append(shift)
    told = tells(users, until)
    seen = clocked(users, since, until, told)
    frame = [(since.timestamp(), until.timestamp())]
    return {one.pk: _presence(shifts[one.pk], seen[one.pk], one.pk in told, frame) for one in users}


def _presence(shifts: Iterable[Shift], seen: Clocked, clock: bool, frame: list[Stretch]) -> Presence:
    work = [
        (part.starts_at.timestamp(), part.ends_at.timestamp())
        for shift in shifts for part in parts_of(shift) if part.kind in Work.values
    ]  # fmt: skip
    planned = common(joined(work), frame)
    excused = _stretches(seen.approved, frame)
    expected = without(planned, excused)
    if clock:
        at_work = without(_stretches(seen.there, frame), _stretches(seen.pauses, frame))
        there = common(expected, at_work)
    else:
        there = expected
    return Presence(planned, there, length(common(planned, excused)), clock)


def _stretches(spans: Iterable[Span], frame: list[Stretch]) -> list[Stretch]:
    """What lasts, lasts to the end."""
    end = frame[0][1]
    found = joined(
        (one.starts_at.timestamp(), one.ends_at.timestamp() if one.ends_at else end) for one in spans
    )
    return common(found, frame)


def outages(teams: Collection[int], since: datetime.datetime, until: datetime.datetime) -> list[Stretch]:
    """What somebody marked as an outage, of any of these teams or of the desk."""
    marks = DemandMark.objects.standing().between(since, until).filter(kind=MarkKind.OUTAGE)
    rows = marks.values_list("team", "starts_at", "ends_at")
    return joined((a.timestamp(), b.timestamp()) for team, a, b in rows if team is None or team in teams)
