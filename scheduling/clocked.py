"""When people were there, as far as anybody knows: the one place that reads it."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence

from scheduling.adherence import Clocked, Span
from scheduling.models import Attendance
from scheduling.spells import Kind, Spell, spells_of
from staff.duty import here
from staff.models import User

# Who did not use the clock for so long is taken to do without.
USED = datetime.timedelta(days=30)


def clocked(
    users: Collection[User],
    since: datetime.datetime,
    at: datetime.datetime,
    told: Collection[int] | None = None,
    spells: Sequence[Spell] | None = None,
) -> dict[int, Clocked]:
    """Of each since then; `told` is who `tells`, and `spells` those of all kinds since then or earlier, if
    that is known already. Of whom no clock tells, a page that is open says that they are there now.
    """
    numbers = [one.pk for one in users]
    there, pauses, approved = defaultdict(list), defaultdict(list), defaultdict(list)
    of_kind = {Kind.CLOCKED_IN: there, Kind.PAUSE: pauses, Kind.EXCUSED: approved, Kind.OFF: approved}
    for one in spells_of(numbers, since, at) if spells is None else spells:
        if one.starts_at <= at and one.ends_after(since):
            of_kind[Kind(one.kind)][one.user].append(Span(one.starts_at, one.ends_at))
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
