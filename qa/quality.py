"""What a sample says of all answers of its cycle."""

from qa.choices import COUNTED
from qa.models import Cycle
from qa.sampling import Drawn, Estimate, SamplingError, mean_of_all


def quality_of(cycle: Cycle) -> Estimate | None:
    """The mean of every answer of the cycle, estimated from what was reviewed; None while somebody's answers
    were not reviewed at all. Its interval has no ends where a variance cannot be told.
    """
    rows = cycle.draws.filter(review__state__in=COUNTED, review__score__isnull=False)
    scores = rows.values_list("message", "person", "chance", "review__score")
    reviewed = [(Drawn(pk, person, chance), float(score)) for pk, person, chance, score in scores]
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
