"""When people were clocked in, on a break, excused or off: read at once, in one statement."""

import datetime
from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value

from scheduling.choices import AskState
from scheduling.models import Attendance, Deviation, Pause, TimeOff


class Kind(StrEnum):
    CLOCKED_IN = "clocked_in"
    PAUSE = "pause"
    EXCUSED = "excused"  # something else than planned, which was approved
    OFF = "off"  # approved time off


class Spell(NamedTuple):
    """`ends_at` None: it lasts."""

    user: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime | None
    kind: str

    def ends_after(self, at: datetime.datetime) -> bool:
        return self.ends_at is None or self.ends_at > at


def spells_of(
    users: Collection[int],
    since: datetime.datetime,
    at: datetime.datetime,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    off_until: datetime.datetime | None = None,
) -> list[Spell]:
    """What has not ended by `since` and has begun by `at`; time off also what begins until `off_until`."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=since)
    asked: dict[Kind, tuple[QuerySet, str]] = {
        Kind.CLOCKED_IN: (Attendance.objects.filter(lasting, starts_at__lte=at), "user"),
        Kind.PAUSE: (Pause.objects.filter(lasting, starts_at__lte=at), "attendance__user"),
        Kind.EXCUSED: (
            Deviation.objects.filter(state=AskState.APPROVED, starts_at__lte=at, ends_at__gt=since), "user",
        ),
        Kind.OFF: (TimeOff.objects.approved().between(since, off_until or at), "user"),
    }  # fmt: skip
    first, *others = (_rows(*asked[kind], users, kind) for kind in kinds)
    return [Spell(*row) for row in first.union(*others, all=True)]


def _rows(found: QuerySet, of: str, users: Collection[int], kind: Kind) -> QuerySet:
    rows = found.filter(**{f"{of}__in": users}).order_by()
    return rows.annotate(of_user=F(of), kind_of=Value(str(kind), CharField())).values_list(
        "of_user", "starts_at", "ends_at", "kind_of"
    )
