"""Shifts of a draft by turns, before they are put into it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.models import DraftShift, RosterDraft, ShiftTemplate, TimeOff
from scheduling.turns import turns
from scheduling.weeks import midnight, wall
from staff.models import User


@dataclass(frozen=True, slots=True)
class Turned:
    """`left_out` are shifts that somebody would have on days off."""

    shifts: list[DraftShift]
    left_out: int


def turn_shifts(
    draft: RosterDraft, pattern: Sequence[Sequence[ShiftTemplate | None]], starts: Mapping[User, int]
) -> Turned:
    zone = ZoneInfo(draft.zone)
    off = days_off(
        [user.pk for user in starts], midnight(draft.starts_on, zone), midnight(draft.ends_on, zone), zone
    )
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


def days_off(
    people: Collection[int], start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> set[tuple[int, datetime.date]]:
    """Days on which somebody has time off, halves as well."""
    found = set()
    for row in TimeOff.objects.approved().between(start, end).filter(user__in=people):
        day = max(row.starts_at, start).astimezone(zone).date()
        while midnight(day, zone) < min(row.ends_at, end):
            found.add((row.user_id, day))
            day += datetime.timedelta(days=1)
    return found
