"""Whether what was counted is what a plain count finds."""

import datetime

from scheduling.actions.counting import figures_of, key_of
from scheduling.arriving import bounds, summed
from scheduling.models import Arrivals
from scheduling.sources import sources


def differences(name: str, day: datetime.date) -> list[str]:
    """One line for each row that is missing, too much or another; of a day (UTC)."""
    since, until = bounds(day)
    right = summed(sources()[name].plain(since, until))
    rows = Arrivals.objects.filter(source=name, starts_at__gte=since, starts_at__lt=until)
    stored = {key_of(row): figures_of(row) for row in rows}
    return [
        f"{key[4]:%Y-%m-%d %H:%M} team {key[0]} {key[1]} {key[2]}: "
        f"counted {stored.get(key)}, is {right.get(key)}"
        for key in sorted({*right, *stored}, key=lambda key: (key[4], key[0], key[1], key[2], key[3] or 0))
        if right.get(key) != stored.get(key)
    ]
