"""How far the sheets of a calibration agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from qa.agreement import Agreement, alpha_with_interval, cohen_kappa
from qa.models import Calibration, Sheet

# Krippendorff (2004): what is below the first is not to be relied on, from the second on it is.
TENTATIVE, RELIABLE = 0.667, 0.8


@dataclass(frozen=True, slots=True)
class Agreed:
    """Of one criterion: alpha with its interval, the mean of the weighted kappas of every two, and how often
    two chose the very same, from 0 to 1. `rows` has what each said of each answer, None where they said
    nothing.
    """

    key: str
    title: str
    alpha: Agreement
    kappa: float | None
    same: float | None
    rows: Sequence[Sequence[float | None]]

    @property
    def verdict(self) -> str:
        """One of "unknown", "unsure", "low", "tentative", "reliable": unsure where the interval holds both a
        low and a reliable one.
        """
        if self.alpha.value is None:
            return "unknown"
        ends = (self.alpha.low, self.alpha.high)
        if None not in ends and ends[0] < TENTATIVE and ends[1] >= RELIABLE:
            return "unsure"
        if self.alpha.value < TENTATIVE:
            return "low"
        return "reliable" if self.alpha.value >= RELIABLE else "tentative"


def agreed(calibration: Calibration) -> list[Agreed]:
    """Criterion by criterion, in the order of the scorecard; the same seed each time, so the same
    interval.
    """
    sheets = [*Sheet.objects.filter(item__calibration=calibration)]
    people = sorted({one.user_id for one in sheets})
    items = [*calibration.items.values_list("pk", flat=True)]
    by_place = {(one.user_id, one.item_id): one.answers for one in sheets}
    return [
        _agreed(one, [[_chosen(by_place.get((who, item)), one["key"]) for item in items] for who in people])
        for one in calibration.scorecard.criteria
    ]


def _agreed(criterion: dict, rows: list[list[float | None]]) -> Agreed:
    alpha = alpha_with_interval(rows, seed=1) if rows else Agreement(None, None, None, 0)
    kappas = [kappa for kappa in _kappas(rows, criterion["points"]) if kappa is not None]
    return Agreed(
        criterion["key"], criterion["title"], alpha, fmean(kappas) if kappas else None, _same(rows), rows
    )


def _kappas(rows: Sequence[Sequence[float | None]], points: int) -> Iterable[float | None]:
    for one, other in combinations(rows, 2):
        table = [[0.0] * points for _ in range(points)]
        for a, b in zip(one, other, strict=True):
            if a is not None and b is not None:
                table[int(a) - 1][int(b) - 1] += 1
        yield cohen_kappa(table, weights="quadratic") if any(map(any, table)) else None


def _same(rows: Sequence[Sequence[float | None]]) -> float | None:
    pairs = [
        a == b
        for one, other in combinations(rows, 2)
        for a, b in zip(one, other, strict=True)
        if a is not None and b is not None
    ]
    return fmean(pairs) if pairs else None


def _chosen(answers: dict[str, int | None] | None, key: str) -> float | None:
    found = (answers or {}).get(key)
    return None if found is None else float(found)
