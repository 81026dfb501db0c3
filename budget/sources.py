"""Where actuals come from by themselves, and whether what is posted is what they say."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string

from budget.models import CostCentre, Posting, Year
from budget.sums import last_day_over


@dataclass(frozen=True)
class Cost:
    """One amount of a source, as `BUDGET_PROVIDERS` give them: `provider(since, until)`, both days counted.

    `source_ref` is the same each time it is asked. What stands before a slash names the whole of which this
    is a share: how it is shared out stays as it was posted, as long as the whole is the same. The cost is
    `centre_id`'s, or that of the centre of `team_id`, or of the centre that takes the rest.
    """

    source_ref: str
    day: datetime.date
    kind: str
    cents: int
    words: str
    team_id: int | None = None
    centre_id: int | None = None
    person_id: int | None = None

    @property
    def whole(self) -> str:
        return whole_of(self.source_ref)


Provider = Callable[[datetime.date, datetime.date], Iterable[Cost]]


def whole_of(source_ref: str) -> str:
    return source_ref.partition("/")[0]


def providers() -> dict[str, Provider]:
    return {name: import_string(path) for name, path in settings.BUDGET_PROVIDERS.items()}


def last_full_month(year: Year, today: datetime.date) -> datetime.date | None:
    """The last day up to which sources are posted: whole months only, so that a month is posted once."""
    end = last_day_over(today)
    return min(end, year.ends_on) if end >= year.starts_on else None


class Placing:
    """Which cost centre a cost belongs to."""

    def __init__(self) -> None:
        centres = list(CostCentre.objects.filter(active=True))
        self.by_team = {one.team_id: one.pk for one in centres if one.team_id}
        self.known = {one.pk for one in centres}
        self.rest = next((one.pk for one in centres if one.takes_rest), None)

    def centre_of(self, cost: Cost) -> int | None:
        if cost.centre_id in self.known:
            return cost.centre_id
        return self.by_team.get(cost.team_id, self.rest)


@dataclass(frozen=True)
class Difference:
    """`unplaced`: nothing was posted because no cost centre takes it."""

    source: str
    whole: str
    expected: int
    posted: int
    unplaced: bool = False


@dataclass(frozen=True)
class Verified:
    source: str
    expected: int
    posted: int
    wholes: int
    differences: tuple[Difference, ...]


def verify(year: Year, today: datetime.date) -> list[Verified]:
    """Each source against what is posted of it in the year, to the cent."""
    until = last_full_month(year, today)
    found = []
    for name, provider in providers().items():
        costs = list(provider(year.starts_on, until)) if until else []
        found.append(_verified(year, name, costs))
    return found


def _verified(year: Year, name: str, costs: list[Cost]) -> Verified:
    placing = Placing()
    expected, posted = _by_whole(costs), posted_by_whole(year, name)
    homeless = {cost.whole for cost in costs if cost.cents and placing.centre_of(cost) is None}
    differences = tuple(
        Difference(name, whole, expected.get(whole, 0), posted.get(whole, 0), whole in homeless)
        for whole in sorted({*expected, *posted})
        if expected.get(whole, 0) != posted.get(whole, 0)
    )
    return Verified(name, sum(expected.values()), sum(posted.values()), len(expected), differences)


def _by_whole(costs: Iterable[Cost]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for cost in costs:
        sums[cost.whole] += cost.cents
    return dict(sums)


def posted_by_whole(year: Year, name: str) -> Mapping[str, int]:
    """What all postings of a source, reversals too, come to."""
    sums: dict[str, int] = defaultdict(int)
    rows = Posting.objects.filter(year=year, source=name).order_by().values_list("source_ref")
    for source_ref, cents in rows.annotate(cents=Sum("cents")):
        sums[whole_of(source_ref)] += cents
    return dict(sums)
