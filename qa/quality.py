"""What a sample says of all answers of its cycle."""

from collections.abc import Sequence

from qa.choices import COUNTED
from qa.models import Cycle, Draw
from qa.sampling import Drawn, Estimate, SamplingError, mean_of_all


def quality_of(cycle: Cycle) -> Estimate | None:
    """The mean of every answer of the cycle, estimated from what was reviewed; None while somebody's answers
    were not reviewed at all. Its interval has no ends where a variance cannot be told.
    """
    return qualities([cycle])[cycle.pk]


def qualities(cycles: Sequence[Cycle]) -> dict[int, Estimate | None]:
    """The same of several, by their keys."""
    rows = Draw.objects.filter(cycle__in=cycles, review__state__in=COUNTED, review__score__isnull=False)
    scores = rows.order_by().values_list("cycle", "message", "person", "chance", "review__score")
    reviewed: dict[int, list[tuple[Drawn, float]]] = {cycle.pk: [] for cycle in cycles}
    for cycle, pk, person, chance, score in scores:
        reviewed[cycle].append((Drawn(pk, person, chance), float(score)))
    return {cycle.pk: _estimated(cycle, reviewed[cycle.pk]) for cycle in cycles}


def _estimated(cycle: Cycle, reviewed: Sequence[tuple[Drawn, float]]) -> Estimate | None:
    sizes = {int(person): size for person, size in cycle.sizes.items()}
    try:
        found = mean_of_all(reviewed, sizes)
    except SamplingError:
        return None
    return clipped(found)


def clipped(found: Estimate) -> Estimate:
    """A score is from 0 to 1, and so are the ends of its interval."""
    low, high = (None if end is None else min(max(end, 0.0), 1.0) for end in (found.low, found.high))
    return Estimate(min(max(found.value, 0.0), 1.0), low, high, found.reviewed, found.population)
