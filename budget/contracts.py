"""What people cost by their contracts, until shifts say what they worked: a provider of BUDGET_PROVIDERS.
Who left costs nothing from the day after their last one, whatever their contract says.

Real shifts at their rate will take its place in the table; what it posted is then reversed by itself.
"""

import datetime
from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from budget.choices import LineKind
from budget.money import over_months as in_equal_parts
from budget.pay import Terms, by_month
from budget.sources import Cost
from staff.choices import StaffChangeKind
from staff.models import Contract, Membership, StaffChange, User


def costs(since: datetime.date, until: datetime.date) -> Iterator[Cost]:
    """A month of a person, shared out among the teams they work in now, in equal parts to the cent."""
    rows = Contract.objects.filter(from_on__lte=until, hourly_cost__gt=0).select_related("user")
    teams: dict[int, list[int]] = {}
    for user_id, team_id in Membership.objects.order_by("team").values_list("user", "team"):
        teams.setdefault(user_id, []).append(team_id)
    last_days = _last_days()
    for user_id, theirs in groupby(rows.order_by("user", "from_on"), key=lambda row: row.user_id):
        contracts = list(theirs)
        end = min(until, last_days.get(user_id, until))
        yield from _of(contracts[0].user, contracts, teams.get(user_id, []), since, end)


def _last_days() -> dict[int, datetime.date]:
    """Of those who do not work here any more: the day they were let go, where they live."""
    left = StaffChange.objects.filter(kind=StaffChangeKind.LEFT, user__is_active=False)
    return {
        row.user_id: row.at.astimezone(ZoneInfo(row.user.time_zone)).date()
        for row in left.select_related("user").order_by("at", "pk")
    }


def _of(
    user: User, contracts: list[Contract], teams: list[int], since: datetime.date, until: datetime.date
) -> Iterator[Cost]:
    terms = [Terms(one.from_on, one.weekly_hours, one.hourly_cost) for one in contracts]
    for month, cents in by_month(terms, since, until).items():
        shares = in_equal_parts(cents, len(teams) or 1)
        for team_id, share in zip(teams or [0], shares, strict=True):
            yield Cost(
                source_ref=f"{user.pk}:{month:%Y-%m}/{team_id}", day=_last_day(month), kind=LineKind.PEOPLE,
                cents=share, words=user.full_name, team_id=team_id or None, person_id=user.pk,
            )  # fmt: skip


def _last_day(month: datetime.date) -> datetime.date:
    after = month.replace(day=28) + datetime.timedelta(days=4)
    return after.replace(day=1) - datetime.timedelta(days=1)
