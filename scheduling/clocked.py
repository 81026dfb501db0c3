"""When people were there, as far as anybody knows: the one place that reads it."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from scheduling.adherence import Clocked, Span
from scheduling.choices import AskState
from scheduling.models import Attendance, Deviation, Pause, TimeOff
from staff.duty import here
from staff.models import User

# Who did not use the clock for so long is taken to do without.
USED = datetime.timedelta(days=30)


def clocked(
    users: Collection[User],
    since: datetime.datetime,
    at: datetime.datetime,
    told: Collection[int] | None = None,
) -> dict[int, Clocked]:
    """Of each since then; `told` is who `tells`, if that is known already. Of whom no clock tells, a page
    that is open says that they are there now.
    """
    numbers = [one.pk for one in users]
    there, pauses, approved = defaultdict(list), defaultdict(list), defaultdict(list)
    lasting = Q(ends_at=None) | Q(ends_at__gt=since)
    for row in Attendance.objects.filter(lasting, user__in=numbers, starts_at__lte=at):
        there[row.user_id].append(Span(row.starts_at, row.ends_at))
    for pause in Pause.objects.filter(lasting, attendance__user__in=numbers).select_related("attendance"):
        pauses[pause.attendance.user_id].append(Span(pause.starts_at, pause.ends_at))
    fine = Deviation.objects.filter(user__in=numbers, state=AskState.APPROVED, ends_at__gt=since)
    for row in fine:
        approved[row.user_id].append(Span(row.starts_at, row.ends_at))
    for row in TimeOff.objects.approved().between(since, at).filter(user__in=numbers):
        approved[row.user_id].append(Span(row.starts_at, row.ends_at))
    told, present = tells(users, at) if told is None else told, here(users)
    return {
        one: Clocked(
            tuple(there[one]) if one in told else (Span(since),) if one in present else (),
            tuple(pauses[one]), tuple(approved[one]),
        )
        for one in numbers
    }  # fmt: skip


def tells(users: Collection[User], at: datetime.datetime) -> set[int]:
    """Who uses the clock: only of them it can be said how much of a shift they kept."""
    used = Attendance.objects.filter(user__in=[one.pk for one in users], starts_at__gt=at - USED)
    return set(used.order_by().values_list("user", flat=True).distinct())
