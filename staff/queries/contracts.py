"""What holds between us and somebody on a day."""

import datetime
from collections.abc import Collection

from staff.models import Contract, User


def contract_on(user: User, day: datetime.date) -> Contract | None:
    return user.contracts.filter(from_on__lte=day).order_by("-from_on").first()


def contracts_on(user_ids: Collection[int], day: datetime.date) -> dict[int, Contract]:
    """The one in force of each of them who has one, in one query."""
    rows = Contract.objects.filter(user__in=user_ids, from_on__lte=day)
    return {row.user_id: row for row in rows.order_by("user_id", "-from_on").distinct("user_id")}


def contracts_through(
    user_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, list[Contract]]:
    """Those in force on any of these days, of each of them in order of their days; in one query."""
    found: dict[int, list[Contract]] = {}
    rows = Contract.objects.filter(user__in=user_ids, from_on__lte=last).order_by("user_id", "from_on")
    for row in rows:
        theirs = found.setdefault(row.user_id, [])
        if row.from_on <= first:
            theirs.clear()
        theirs.append(row)
    return found
