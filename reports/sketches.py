"""The times of a cut as sketches, added up: by step and by what it is taken apart by."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.choices import SEVERAL
from reports.counted.sketch_sums import Sums, alone, sums_of
from reports.cuts import Cut
from reports.figure_rows import group, place, rows_of
from staff.models import User

# What one reader asked already on one page: the median and the ninetieth are read from the same sketches, and
# what is not taken apart is what its parts add up to.
Read = dict[tuple[Any, ...], list[Sums]]


def sketches_of(user: User, cut: Cut, zone: str, steps: Sequence[datetime.date], read: Read) -> list[Sums]:
    """As reports.counted.sketch_sums adds them up; in one statement, or none."""
    key = _key(cut, zone)
    if key not in read:
        wanted = ("place", "group", "n", "working_sketch" if cut.working else "sketch")
        days, *months = (
            one.annotate(place=place(steps), group=group(cut)).values_list(*wanted)
            for one in rows_of(user, cut, zone, steps, from_the_start=False)
        )
        read[key] = sums_of(days.union(*months, all=True))
        if cut.by not in SEVERAL:
            read.setdefault(_key(replace(cut, by="", starts=()), zone), alone(read[key]))
    return read[key]


def spread_of(user: User, cut: Cut, zone: str, read: Read) -> dict[str, int]:
    """All times of a cut that is not taken apart, as one sketch."""
    whole = sketches_of(user, cut, zone, (cut.since, cut.until), read)[-1]
    return next((dict(sketch) for _n, sketch in whole.values()), {})


def _key(cut: Cut, zone: str) -> tuple[Any, ...]:
    asked = (cut.told.kind, cut.since, cut.until, cut.by, *cut.starts, cut.working, zone)
    without = ((name, *values) for name, values in sorted(cut.without.items()))
    return (*asked, "of", *sorted(cut.where.items()), "without", *without)
