"""Shifts that somebody lost to time off, and who has each of them now."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from scheduling.choices import MoveWhy
from scheduling.models import Gap, Shift, ShiftMove, TimeOff
from scheduling.telling import spoken
from staff.models import User

# A shift may begin before the time off does.
LONGEST = datetime.timedelta(days=1)
# All of it is written down with the answer; when it was to end is not known any more if it ended earlier.
AT_ONCE = datetime.timedelta(seconds=20)


@dataclass(frozen=True)
class Lost:
    """Somebody works it (`shift`), nobody does (`gap`), or a later roster has it no more."""

    starts_at: datetime.datetime
    shift: Shift | None = None
    gap: Gap | None = None

    @property
    def ends_at(self) -> datetime.datetime | None:
        held = self.shift or self.gap
        return held.ends_at if held else None


def lost_to(row: TimeOff) -> list[Lost]:
    """Each once, in order; in three statements."""
    if row.decided_at is None:
        return []
    moves = ShiftMove.objects.filter(
        before=row.user_id, after=None, why__in=(MoveWhy.OFF, MoveWhy.SICK), at__gte=row.decided_at,
        at__lt=row.decided_at + AT_ONCE, starts_at__gt=row.starts_at - LONGEST,
    )  # fmt: skip
    numbers = dict(moves.values_list("number", "starts_at"))
    shifts = Shift.objects.select_related("user", "team").in_bulk(list(numbers))
    gaps = {
        one.number: one for one in Gap.objects.filter(number__in=numbers).select_related("team", "time_off")
    }
    found = [Lost(at, shifts.get(one), gaps.get(one)) for one, at in numbers.items()]
    return sorted(found, key=lambda one: one.starts_at)


def told(lost: Iterable[Lost], reader: User) -> str:
    """“Tue 3 Nov, 08:00–16:00: Ben Lepik · Wed 4 Nov, 08:00–16:00: open”, as the reader reads it."""
    with translation.override(reader.language):
        lines = [
            f"{spoken(reader, one.starts_at, one.ends_at)}: "
            f"{one.shift.user.full_name if one.shift else _('still open')}"
            for one in lost
            if one.ends_at
        ]
    return " · ".join(lines)
