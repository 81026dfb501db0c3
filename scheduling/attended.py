"""A day of somebody: what was planned, what the clock says, and how they fit."""

import datetime
from dataclasses import dataclass

from scheduling.adherence import Clocked, Interval, Span, Verdict, share, walk
from scheduling.choices import AskState
from scheduling.fitness import zone_of
from scheduling.models import Attendance, ClockCorrection, Deviation, Shift
from scheduling.my_shifts import parts_of
from scheduling.weeks import ONE_DAY, midnight
from staff.models import User


@dataclass
class AttendedDay:
    day: datetime.date
    shifts: list[Shift]
    attendances: list[Attendance]
    deviations: list[Deviation]
    corrections: list[ClockCorrection]
    intervals: list[Interval]

    @property
    def percent(self) -> int | None:
        kept = share(self.intervals)
        return None if kept is None else round(100 * kept)

    @property
    def off(self) -> list[Interval]:
        """What was not as planned."""
        return [one for one in self.intervals if one.verdict != Verdict.KEPT and one.minutes >= 1]


def attended(user: User, day: datetime.date, now: datetime.datetime) -> AttendedDay:
    zone = zone_of(user)
    start, end = midnight(day, zone), midnight(day + ONE_DAY, zone)
    shifts = list(Shift.objects.of(user.pk).filter(starts_at__gte=start, starts_at__lt=end))
    last = max([end, *(one.ends_at for one in shifts)])
    rows = list(
        Attendance.objects.filter(user=user, starts_at__lt=last)
        .exclude(ends_at__lte=start)
        .prefetch_related("pauses")
        .order_by("starts_at")
    )
    deviations = list(Deviation.objects.filter(user=user, starts_at__lt=last, ends_at__gt=start))
    corrections = list(ClockCorrection.objects.filter(attendance__in=rows).select_related("decided_by"))
    parts = [part for shift in shifts for part in parts_of(shift)]
    intervals = walk(parts, _clocked(rows, deviations), now)
    return AttendedDay(day, shifts, rows, deviations, corrections, intervals)


def _clocked(rows: list[Attendance], deviations: list[Deviation]) -> Clocked:
    return Clocked(
        there=[Span(row.starts_at, row.ends_at) for row in rows],
        pauses=[Span(one.starts_at, one.ends_at) for row in rows for one in row.pauses.all()],
        approved=[Span(one.starts_at, one.ends_at) for one in deviations if one.state == AskState.APPROVED],
    )
