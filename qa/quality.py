"""What a sample says of all answers of its cycle."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django.db.models import Count, F, Q

from qa.choices import COUNTED, DrawState
from qa.models import Cycle, Draw
from qa.sampling import Drawn, Estimate, SamplingError, mean_of_all


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a cycle: how much it drew, how much of that was reviewed, and what that says of all answers."""

    drawn: int
    given: int
    quality: Estimate | None


def figures_of(cycles: Sequence[Cycle]) -> dict[int, Figures]:
    """By their keys. What nothing changed since is read as it is kept, however much a cycle drew; the rest is
    counted and kept. Whoever counts while something changes keeps it under the old number, which is not read.
    """
    stale = [one for one in cycles if one.kept.get("edit") != one.edit]
    if stale:
        counted, known = _counted(stale), qualities(stale)
        for one in stale:
            found = known[one.pk]
            said = {"edit": one.edit, "quality": found and [*astuple(found)]}
            one.kept = said | dict(zip(("drawn", "given"), counted.get(one.pk, (0, 0)), strict=True))
        Cycle.objects.bulk_update(stale, ["kept"])
    return {one.pk: _read(one) for one in cycles}


def changed(review: int) -> None:
    """Something of what a cycle drew, if this review was drawn by one."""
    Cycle.objects.filter(draws__review=review).update(edit=F("edit") + 1)


def _read(cycle: Cycle) -> Figures:
    kept = cycle.kept
    return Figures(kept["drawn"], kept["given"], Estimate(*kept["quality"]) if kept["quality"] else None)


def _counted(cycles: Sequence[Cycle]) -> dict[int, tuple[int, int]]:
    """Of each cycle what it drew, and how much of that was reviewed."""
    drawn = Draw.objects.filter(cycle__in=cycles).exclude(state__in=[DrawState.RESERVE, DrawState.REPLACED])
    given = Count("pk", filter=Q(review__state__in=COUNTED))
    rows = drawn.order_by().values("cycle").annotate(n=Count("pk"), given=given)
    return {row["cycle"]: (row["n"], row["given"]) for row in rows}


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
