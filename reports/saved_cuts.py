"""The parts of a saved report: which figure, of which days by their name, taken apart by what.

A part is a dict of strings: measure, by, step ("" for the days as one), period, team (a number, or ""),
and working ("1" for opening hours).
"""

import datetime
from collections.abc import Mapping, Sequence

from reports.asked import OWN, PERIODS, first_weekday
from reports.choices import Dimension
from reports.figures import Cut
from reports.measures import MEASURES, WORKING
from reports.periods import STEPS, USUAL, named, starts, step_for

MOST_PARTS = 8
KEYS = ("measure", "by", "step", "period", "team", "working")
NAMED = {name: words for name, words in PERIODS.items() if name != OWN}

Part = Mapping[str, str]


def part(given: Mapping[str, object]) -> dict[str, str]:
    """As it is stored; ValueError if it asks for what there is not."""
    found = {key: str(given.get(key) or "") for key in KEYS}
    found["period"] = found["period"] or USUAL
    known = found["measure"] in MEASURES and found["by"] in Dimension.values
    if not known or found["step"] not in ("", *STEPS) or found["period"] not in NAMED:
        raise ValueError(f"no such figure: {found}")
    if found["team"] and not (found["team"].isascii() and found["team"].isdecimal()):
        raise ValueError("A team is a number.")
    counted = MEASURES[found["measure"]].kind in WORKING
    return found | {"working": "1" if found["working"] and counted else ""}


def cut_of(one: Part, today: datetime.date) -> tuple[Cut, str]:
    """As of that day, with the step that it is drawn in."""
    first = first_weekday()
    period = named(one["period"], today, first)
    step = step_for(period, one["step"]) if one["step"] else ""
    days: Sequence[datetime.date] = starts(period, step, first) if step else ()
    where = {Dimension.TEAM.value: one["team"]} if one["team"] else {}
    cut = Cut(
        one["measure"], period.since, period.until, by=one["by"], starts=days, where=where,
        working=bool(one["working"]),
    )  # fmt: skip
    return cut, step
