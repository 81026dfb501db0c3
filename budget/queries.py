"""A year added up: plan, actuals and commitments of what somebody may see."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from budget.access import centres_for, pay_hidden
from budget.choices import LineKind
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
    """A year as one reader sees it. `hidden`: centre and kind of pay they do not see; it is in no sum."""

    year: Year
    version: PlanVersion
    centres: Mapping[int, CostCentre]
    lines: Mapping[int, Line]
    keys: Mapping[Key, Sums]
    hidden: frozenset[tuple[int, str]]

    def hides(self, centre_id: int) -> bool:
        return any(centre == centre_id for centre, _kind in self.hidden)

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
    """Of one plan of it, the one in force if none is named."""
    return _books(user, {year: version or year.current})[0]


def books(user: User, years: Sequence[Year]) -> list[Book]:
    """Of many, in as many statements as of one."""
    return _books(user, {year: year.current for year in years})


def whole_book(year: Year) -> Book:
    """Of everything, for the desk itself."""
    centres = CostCentre.objects.select_related("team", "owner").in_bulk()
    return _added({year: year.current}, centres, set())[0]


def _books(user: User, versions: Mapping[Year, PlanVersion]) -> list[Book]:
    centres = {one.pk: one for one in centres_for(user)}
    return _added(versions, centres, pay_hidden(user, list(versions), list(centres.values())))


def _added(
    versions: Mapping[Year, PlanVersion], centres: Mapping[int, CostCentre], hidden: set[tuple[int, int, str]]
) -> list[Book]:
    years = {year.pk: year for year in versions}
    lines: dict[int, dict[int, Line]] = {year: {} for year in years}
    plan: dict[int, dict[Key, list[int]]] = {year: {} for year in years}
    planned = Planned.objects.filter(version__in=versions.values(), line__centre__in=centres)
    for one in planned.select_related("line"):
        line = one.line
        lines[line.year_id][line.pk] = line
        plan[line.year_id][line.centre_id, line.kind, line.pk] = list(one.cents)
    keyed = {year: _Keyed(lines[year]) for year in years}
    actual, committed = _actuals(years, centres, keyed), _committed(years, centres, keyed)
    found = []
    for year, version in versions.items():
        away = frozenset((centre, kind) for one, centre, kind in hidden if one == year.pk)
        sums = _sums(plan[year.pk], actual[year.pk], committed[year.pk], away)
        found.append(Book(year, version, centres, lines[year.pk], sums, away))
    return found


def _sums(
    plan: Mapping[Key, list[int]], actual: Mapping[Key, list[int]], committed: Mapping[Key, list[int]],
    hidden: frozenset[tuple[int, str]],
) -> dict[Key, Sums]:  # fmt: skip
    return {
        key: Sums(*(part.get(key, nothing()) for part in (plan, actual, committed)))
        for key in sorted({*plan, *actual, *committed}, key=lambda key: (key[0], key[1], key[2] or 0))
        if (key[0], key[1]) not in hidden
    }


class _Keyed:
    """Which line of a plan something counts for."""

    def __init__(self, lines: Mapping[int, Line]) -> None:
        self.lines = lines
        places: dict[tuple[int, str], list[int]] = defaultdict(list)
        for line in lines.values():
            places[line.centre_id, line.kind].append(line.pk)
        self.single = {place: pks[0] for place, pks in places.items() if len(pks) == 1}

    def __call__(self, centre: int, kind: str, line: int | None) -> Key:
        """Without a line, or with one that the plan does not have: the only one of its place, if there is."""
        return (centre, kind, line if line in self.lines else self.single.get((centre, kind)))


def _actuals(
    years: Mapping[int, Year], centres: Collection[int], keyed: Mapping[int, _Keyed]
) -> dict[int, dict[Key, list[int]]]:
    rows = (
        Posting.objects.filter(year__in=years, centre__in=centres).order_by()
        .annotate(month=TruncMonth("day")).values_list("year", "centre", "kind", "line", "month")
        .annotate(total=Sum("cents"))
    )  # fmt: skip
    found: dict[int, dict[Key, list[int]]] = {year: defaultdict(nothing) for year in years}
    for year, centre, kind, line, month, cents in rows:
        found[year][keyed[year](centre, kind, line)][years[year].month_of(month) or 0] += cents
    return found


def _committed(
    years: Mapping[int, Year], centres: Collection[int], keyed: Mapping[int, _Keyed]
) -> dict[int, dict[Key, list[int]]]:
    found: dict[int, dict[Key, list[int]]] = {year: {} for year in years}
    for one in with_posted(Commitment.objects.filter(year__in=years, centre__in=centres, ended_at=None)):
        key, sums = keyed[one.year_id](one.centre_id, one.kind, one.line_id), found[one.year_id]
        sums[key] = added((sums.get(key, nothing()), still_open(one.cents, one.posted)))
    return found


def with_posted(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """`posted` is what was posted against each."""
    return commitments.annotate(posted=Coalesce(Sum("postings__cents"), 0))


def lines_of(year: Year, version: PlanVersion) -> list[tuple[Line, Sequence[int]]]:
    planned = version.planned.select_related("line__centre").order_by(
        "line__centre__code", "line__kind", "line__name"
    )
    return [(one.line, one.cents) for one in planned]
