"""A year added up: plan, actuals and commitments of what somebody may see."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from budget.access import centres_for, pay_hidden
from budget.choices import PAY, LineKind
from budget.models import Commitment, CostCentre, Line, Planned, PlanVersion, Posting, Year
from budget.sums import Method, Sums, added, in_order, nothing, roll_up, still_open
from staff.models import User

# A line, or what is spent on a kind in a centre without any.
Key = tuple[int, str, int | None]


@dataclass(frozen=True)
class Branch:
    """A cost centre: `own` is its own, `sums` with what is below it."""

    centre: CostCentre
    depth: int
    own: Sums
    sums: Sums


@dataclass(frozen=True)
class Book:
    """A year as one reader sees it. `hidden` are the centres whose pay they do not see; it is in no sum."""

    year: Year
    version: PlanVersion
    centres: Mapping[int, CostCentre]
    lines: Mapping[int, Line]
    keys: Mapping[Key, Sums]
    hidden: frozenset[int]

    @property
    def total(self) -> Sums:
        return sum(self.keys.values(), Sums())

    def of(self, centre_id: int, kind: str = "") -> Sums:
        """Of a centre alone, of one kind or of all."""
        return sum((s for (c, k, _l), s in self.keys.items() if c == centre_id and kind in {"", k}), Sums())

    def branches(self) -> list[Branch]:
        """As a tree, those that have something or are in use."""
        own: dict[int, Sums] = defaultdict(Sums)
        for (centre_id, _kind, _line), sums in self.keys.items():
            own[centre_id] += sums
        parents = {one.pk: one.parent_id for one in self.centres.values()}
        total = roll_up(own, parents)
        return [
            Branch(self.centres[one], depth, own[one], total[one])
            for one, depth in in_order(parents)
            if self.centres[one].active or not total[one].is_empty
        ]

    def kinds_of(self, centre_id: int) -> list[tuple[str, Sums]]:
        found = [(kind, self.of(centre_id, kind)) for kind in LineKind.values]
        return [(kind, sums) for kind, sums in found if not sums.is_empty]

    def forecast(self, sums: Sums, today: datetime.date) -> list[int]:
        return sums.forecast(self.year.months_over(today), Method(self.year.method))


def book(user: User, year: Year, version: PlanVersion | None = None) -> Book:
    """In as many statements whatever there is to add up."""
    version = version or year.current
    centres = {one.pk: one for one in centres_for(user)}
    hidden = pay_hidden(user, year, centres.values())
    return _book(year, version, centres, frozenset(hidden))


def whole_book(year: Year) -> Book:
    """Of everything, for the desk itself."""
    centres = CostCentre.objects.select_related("team", "owner").in_bulk()
    return _book(year, year.current, centres, frozenset())


def _book(
    year: Year, version: PlanVersion, centres: Mapping[int, CostCentre], hidden: frozenset[int]
) -> Book:
    planned = Planned.objects.filter(version=version, line__centre__in=centres).select_related("line")
    rows = [(one.line, list(one.cents)) for one in planned]
    lines = {line.pk: line for line, _cents in rows}
    single = _single(lines.values())
    plan: dict[Key, list[int]] = {(line.centre_id, line.kind, line.pk): cents for line, cents in rows}
    actual = _actuals(year, centres, lines, single)
    committed = _committed(year, centres, lines, single)
    keys = {
        key: Sums(plan.get(key, nothing()), actual.get(key, nothing()), committed.get(key, nothing()))
        for key in sorted({*plan, *actual, *committed}, key=lambda key: (key[0], key[1], key[2] or 0))
        if not (key[1] in PAY and key[0] in hidden)
    }
    return Book(year, version, centres, lines, keys, hidden)


def _single(lines: Iterable[Line]) -> dict[tuple[int, str], int]:
    """The only line of a centre and kind, where there is just one."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for line in lines:
        found[line.centre_id, line.kind].append(line.pk)
    return {place: pks[0] for place, pks in found.items() if len(pks) == 1}


def _key(
    centre: int, kind: str, line: int | None, lines: Collection[int], single: Mapping[tuple[int, str], int]
) -> Key:
    """A line that the plan does not have is none."""
    return (centre, kind, line if line in lines else single.get((centre, kind)))


def _actuals(
    year: Year, centres: Collection[int], lines: Collection[int], single: Mapping[tuple[int, str], int]
) -> dict[Key, list[int]]:
    rows = (
        Posting.objects.filter(year=year, centre__in=centres).order_by()
        .annotate(month=TruncMonth("day")).values_list("centre", "kind", "line", "month")
        .annotate(total=Sum("cents"))
    )  # fmt: skip
    found: dict[Key, list[int]] = defaultdict(nothing)
    for centre, kind, line, month, cents in rows:
        found[_key(centre, kind, line, lines, single)][year.month_of(month) or 0] += cents
    return found


def _committed(
    year: Year, centres: Collection[int], lines: Collection[int], single: Mapping[tuple[int, str], int]
) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for one in with_posted(Commitment.objects.filter(year=year, centre__in=centres, ended_at=None)):
        key = _key(one.centre_id, one.kind, one.line_id, lines, single)
        found[key] = added((found.get(key, nothing()), still_open(one.cents, one.posted)))
    return found


def with_posted(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """`posted` is what was posted against each."""
    return commitments.annotate(posted=Coalesce(Sum("postings__cents"), 0))


def lines_of(year: Year, version: PlanVersion) -> list[tuple[Line, Sequence[int]]]:
    planned = version.planned.select_related("line__centre").order_by(
        "line__centre__code", "line__kind", "line__name"
    )
    return [(one.line, one.cents) for one in planned]
