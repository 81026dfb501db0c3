"""Shifts of a draft by turns, before they are put into it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.models import DraftShift, RosterDraft, ShiftTemplate, TimeOff
from scheduling.turns import turns
from scheduling.weeks import midnight, wall
from staff.models import User

Times = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True, slots=True)
class Turned:
    """`left_out` are shifts that somebody would have on days off."""

    shifts: list[DraftShift]
    left_out: int


def turn_shifts(
    draft: RosterDraft, pattern: Sequence[Sequence[ShiftTemplate | None]], starts: Mapping[User, int]
) -> Turned:
    zone = ZoneInfo(draft.zone)
    start, end = midnight(draft.starts_on, zone), midnight(draft.ends_on, zone)
    off = days_in(off_times([user.pk for user in starts], start, end), start, end, zone)
    shifts, left_out = [], 0
    for user, number, template in turns(pattern, starts, 7 * draft.weeks):
        day = draft.starts_on + datetime.timedelta(number)
        if (user.pk, day) in off:
            left_out += 1
            continue
        starts_at = wall(day, template.starts, zone)
        shifts.append(
            DraftShift(
                draft=draft, user=user, template=template, starts_at=starts_at, parts=template.parts,
                ends_at=starts_at + template.length,
            )
        )  # fmt: skip
    return Turned(shifts, left_out)


def off_times(
    people: Collection[int], start: datetime.datetime, end: datetime.datetime
) -> dict[int, list[Times]]:
    """From when to when each of them has time off that touches this."""
    found: dict[int, list[Times]] = {}
    rows = TimeOff.objects.approved().between(start, end).filter(user__in=people).order_by()
    for user, *times in rows.values_list("user", "starts_at", "ends_at"):
        found.setdefault(user, []).append((times[0], times[1]))
    return found


def days_in(
    off: Mapping[int, Sequence[Times]], start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> set[tuple[int, datetime.date]]:
    """Days on which somebody has time off, halves as well."""
    found = set()
    for user, times in off.items():
        for since, until in times:
            day = max(since, start).astimezone(zone).date()
            while midnight(day, zone) < min(until, end):
                found.add((user, day))
                day += datetime.timedelta(days=1)
    return found
