"""The parts of a saved report: which figure, of which days by their name, taken apart by what.

A part is a dict of strings: measure, by, step ("" for the days as one), period, team (a number, or ""),
working ("1" for opening hours), and for days of one's own the first and the last of them: since, last.
"""

import datetime
from collections.abc import Mapping, Sequence

from reports.choices import Dimension
from reports.cuts import Cut
from reports.figure_rows import LEVELS
from reports.measures import MEASURES, WORKING
from reports.periods import STEPS, USUAL, Period, named, starts, step_for, typed
from reports.trends.asked import HOUR, OWN, PERIODS, Asked, first_weekday

MOST_PARTS = 8
KEYS = ("measure", "by", "step", "period", "team", "working")
DAYS = ("since", "last")

Part = Mapping[str, str]


def part(given: Mapping[str, object]) -> dict[str, str]:
    """As it is stored; ValueError if it asks for what there is not."""
    found = {key: str(given.get(key) or "") for key in (*KEYS, *DAYS)}
    found["period"] = found["period"] or USUAL
    known = found["measure"] in MEASURES and found["by"] in (*Dimension.values, HOUR)
    if not known or found["step"] not in ("", *STEPS) or found["period"] not in PERIODS:
        raise ValueError(f"no such figure: {found}")
    if found["team"] and not (found["team"].isascii() and found["team"].isdecimal()):
        raise ValueError("A team is a number.")
    if found["period"] != OWN:
        found |= dict.fromkeys(DAYS, "")
    elif typed(found["since"], found["last"]) is None:
        raise ValueError("These are no days.")
    measure = MEASURES[found["measure"]]
    if found["by"] == HOUR:  # hours of the week have no steps, and what is to do has no hour
        found |= {"by": "" if measure.statistic in LEVELS else HOUR, "step": ""}
    return found | {"working": "1" if found["working"] and measure.kind in WORKING else ""}


def parts_of(asked: Asked) -> list[dict[str, str]]:
    """What the trends show of this, but for what it is compared with."""
    own = asked.name == OWN
    whole = {
        "measure": asked.measure, "period": asked.name, "team": str(asked.team_id or ""),
        "working": "1" if asked.hours == "working" else "",
        "since": asked.period.since.isoformat() if own else "",
        "last": asked.period.last.isoformat() if own else "",
    }  # fmt: skip
    steps = part({**whole, "step": asked.step, "by": "" if asked.by == HOUR else asked.by})
    apart = part({**whole, "by": asked.by})
    return [steps, apart] if apart["by"] else [steps]


def period_of(one: Part, today: datetime.date) -> Period:
    own = typed(one.get("since", ""), one.get("last", "")) if one["period"] == OWN else None
    return own or named(one["period"], today, first_weekday())


def cut_of(one: Part, today: datetime.date) -> tuple[Cut, str]:
    """As of that day, with the step that it is drawn in."""
    period = period_of(one, today)
    step = step_for(period, one["step"]) if one["step"] else ""
    days: Sequence[datetime.date] = starts(period, step, first_weekday()) if step else ()
    where = {Dimension.TEAM.value: one["team"]} if one["team"] else {}
    cut = Cut(
        one["measure"], period.since, period.until, by="" if one["by"] == HOUR else one["by"], starts=days,
        where=where, working=bool(one["working"]),
    )  # fmt: skip
    return cut, step
