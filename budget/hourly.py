"""What an hour of work costs: the one place that says so, by the contracts in force on a day. In cents.

An hour of a team is the mean of its people by the hours they owe; who works in several teams is shared out in
equal parts, as their pay is.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from budget.pay import mean_rate
from staff.models import Contract, Membership


class Hourly:
    """Of these people, or of everybody. One statement; another for teams. A contract that says no cost says
    nothing."""

    def __init__(self, people: Collection[int] | None = None) -> None:
        rows = Contract.objects.filter(hourly_cost__gt=0)
        rows = rows if people is None else rows.filter(user__in=people)
        self._terms: dict[int, list[tuple[datetime.date, Decimal, int]]] = defaultdict(list)
        terms = rows.order_by("-from_on").values_list("user", "from_on", "weekly_hours", "hourly_cost")
        for user, from_on, hours, cost in terms:
            self._terms[user].append((from_on, hours, int(cost * 100)))

    def of(self, person: int, day: datetime.date) -> int | None:
        """None where no contract says it."""
        return self._on(person, day)[1]

    def of_team(self, team: int | None, day: datetime.date) -> int | None:
        """Of who works in it now; of None everybody."""
        people = self._members.get(team, ()) if team else self._teams
        parts = []
        for person in people:
            hours, cents = self._on(person, day)
            if cents is not None:
                parts.append((Fraction(hours) / (self._teams[person] if team else 1), cents))
        return mean_rate(parts)

    def _on(self, person: int, day: datetime.date) -> tuple[Decimal, int | None]:
        terms = self._terms.get(person, ())
        return next(((hours, cents) for from_on, hours, cents in terms if from_on <= day), (Decimal(0), None))

    @cached_property
    def _memberships(self) -> list[tuple[int, int]]:
        rows = Membership.objects.filter(user__is_active=True, team__active=True).order_by()
        return list(rows.values_list("team", "user"))

    @cached_property
    def _members(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = defaultdict(list)
        for team, user in self._memberships:
            found[team].append(user)
        return found

    @cached_property
    def _teams(self) -> Counter[int]:
        """In how many teams each of them works."""
        return Counter(user for _team, user in self._memberships)
