"""May these people work these shifts: law and contract, with what they work around them. One door for every
way in which a shift comes to somebody.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from scheduling.around import around, rules_of, span_of
from scheduling.bound import Bound, within
from scheduling.labour import Breach, Span


def breaches(
    planned: Mapping[int, Sequence[Span]],
    *,
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    instead_of: Collection[int] | QuerySet = (),
) -> dict[int, list[Breach]]:
    """For each person what their `planned` shifts between `start` and `end` would break, together with their
    published ones around; of those `instead_of` are left out, by number. Law and contract as they hold on
    those days, time off that was approved, what they said they cannot, and the hard caps of overwork.
    """
    return broken(around(list(planned), start, end, zone, without=instead_of), planned, start, end, zone)


def broken(
    theirs: Mapping[int, Bound],
    planned: Mapping[int, Sequence[Span]],
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
) -> dict[int, list[Breach]]:
    """The same of people who are known already."""
    return {
        user: within(theirs[user].breaches(spans, zone), spans, start, end) for user, spans in planned.items()
    }


__all__ = ["breaches", "broken", "rules_of", "span_of"]
