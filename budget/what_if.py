"""What would happen to a year if heads or promises changed. PURE: an expectation and changes in, twelve
months out, in cents and hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budget.money import rounded
from budget.sums import MONTHS, added, nothing


class Unfit(ValueError):
    """A change that cannot be."""


@dataclass(frozen=True)
class Heads:
    """So many people more, or fewer, from a month on (0 is the first of the year).

    Each costs `monthly_cents` and works `hours` a month; `one_off_cents` is what it costs once for each who
    comes or goes (advertising, a laptop, a settlement), in that month.
    """

    change: int
    from_month: int
    monthly_cents: int
    hours: Decimal = Decimal(0)
    one_off_cents: int = 0

    def by_month(self) -> list[int]:
        months = _from(self.from_month, self.change * self.monthly_cents)
        months[self.from_month] += abs(self.change) * self.one_off_cents
        return months

    def hours_by_month(self) -> list[Decimal]:
        return _hours_from(self.from_month, self.change * self.hours)


@dataclass(frozen=True)
class Promise:
    """A promise that is stricter, or looser: so many hours of work a month more, or fewer, at a cost an hour.

    How many hours it takes is not guessed here: the back-test of promises says it, or somebody does.
    """

    hours: Decimal
    from_month: int
    hourly_cents: int
    one_off_cents: int = 0

    def by_month(self) -> list[int]:
        months = _from(self.from_month, rounded(self.hours * self.hourly_cents / 100))
        months[self.from_month] += self.one_off_cents
        return months

    def hours_by_month(self) -> list[Decimal]:
        """Work that has to be done is not there for anything else: it counts against the hours there are."""
        return _hours_from(self.from_month, -self.hours)


Change = Heads | Promise


def _from(month: int, cents: int) -> list[int]:
    if not 0 <= month < MONTHS:
        raise Unfit(f"no month {month}")
    return [0] * month + [cents] * (MONTHS - month)


def _hours_from(month: int, hours: Decimal) -> list[Decimal]:
    return [Decimal(0)] * month + [hours] * (MONTHS - month)


@dataclass(frozen=True)
class Outcome:
    """`base` is what is expected without the changes. `hours` of work a month are there more, or fewer."""

    base: Sequence[int]
    change: Sequence[int] = field(default_factory=nothing)
    hours: Sequence[Decimal] = field(default_factory=lambda: [Decimal(0)] * MONTHS)

    @property
    def months(self) -> list[int]:
        return added((self.base, self.change))

    @property
    def total(self) -> int:
        return sum(self.months)

    @property
    def difference(self) -> int:
        return sum(self.change)

    @property
    def hours_total(self) -> Decimal:
        return sum(self.hours, Decimal(0))

    @property
    def a_full_year(self) -> int:
        """What the last month would come to in twelve: what it costs once it is there for good."""
        return self.change[-1] * MONTHS if self.change else 0


def outcome(base: Sequence[int], changes: Iterable[Change]) -> Outcome:
    if len(base) != MONTHS:
        raise Unfit("a year has twelve months")
    money, hours = nothing(), [Decimal(0)] * MONTHS
    for one in changes:
        money = added((money, one.by_month()))
        hours = [a + b for a, b in zip(hours, one.hours_by_month(), strict=True)]
    return Outcome(base, money, hours)


def written(change: Change) -> dict[str, Any]:
    """As it is kept with a scenario."""
    if isinstance(change, Heads):
        return {
            "kind": "heads", "change": change.change, "from_month": change.from_month,
            "monthly_cents": change.monthly_cents, "hours": str(change.hours),
            "one_off_cents": change.one_off_cents,
        }  # fmt: skip
    return {
        "kind": "promise", "hours": str(change.hours), "from_month": change.from_month,
        "hourly_cents": change.hourly_cents, "one_off_cents": change.one_off_cents,
    }  # fmt: skip


def read(kept: Mapping[str, Any]) -> Change:
    """What `written` wrote. Unfit if it is something else."""
    try:
        if kept["kind"] == "heads":
            return Heads(
                int(kept["change"]), int(kept["from_month"]), int(kept["monthly_cents"]),
                Decimal(kept["hours"]), int(kept["one_off_cents"]),
            )  # fmt: skip
        if kept["kind"] == "promise":
            return Promise(
                Decimal(kept["hours"]), int(kept["from_month"]), int(kept["hourly_cents"]),
                int(kept["one_off_cents"]),
            )  # fmt: skip
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Unfit(str(error)) from error
    raise Unfit(f"no change of kind {kept['kind']}")
