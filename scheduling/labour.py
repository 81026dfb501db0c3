"""Whether somebody may work these shifts. Pure: no Django, no database.

Rest and length are measured on instants, so a night over which the clocks change has the hours it really
has. A shift belongs to the local day on which it starts: days in a row, hours of a day and of a week (Monday
to Sunday), Sundays. Weekly rest is looked for in the seven times 24 hours after each start of work and not in
calendar weeks. What is before the first and after the last shift is taken to be free: give the neighbourhood
with it, or the rest across the edge of a roster is not seen. Where the figures come from: `regimes`.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from zoneinfo import ZoneInfo

from scheduling.nights import NIGHTS
from scheduling.regimes import REGIMES, Kind, Limits, Regime, Rules, stricter
from scheduling.resting import RESTS
from scheduling.spans import Breach, LabourError, Span, roster_of
from scheduling.working import WORK

__all__ = [
    "REGIMES", "Breach", "Kind", "LabourError", "Limits", "Regime", "Rules", "Span", "added", "check",
    "stricter",
]  # fmt: skip


def check(
    spans: Iterable[Span],
    rules: Rules,
    zone: ZoneInfo,
    *,
    away: Collection[datetime.date] = (),
    weeks: Mapping[datetime.date, float] | None = None,
) -> list[Breach]:
    """What these shifts of one person break, in order. `away` are days of leave and sickness: averages take
    no notice of them. `weeks` are hours worked farther away, by Monday: only averages ask for them.
    """
    roster = roster_of(spans, rules, zone, away, weeks or {})
    found = [breach for rule in (*RESTS, *WORK, *NIGHTS) for breach in rule(roster)]
    # What the law forbids already the cap need not say again.
    short = {one.starts_at for one in found if one.kind is Kind.DAILY_REST}
    found = [one for one in found if one.kind is not Kind.CAP_REST or one.starts_at not in short]
    return sorted(found, key=lambda one: (one.starts_at, one.kind))


def added(after: Iterable[Breach], before: Iterable[Breach]) -> list[Breach]:
    """Of `after` what `before` had not, or not so badly: what a change is to blame for."""
    old = defaultdict(list)
    for one in before:
        old[one.kind].append(one)
    return [one for one in after if not any(_covers(each, one) for each in old[one.kind])]


def _covers(old: Breach, new: Breach) -> bool:
    """One that reaches farther, or lies elsewhere, is another one."""
    within = old.starts_at <= new.starts_at and new.ends_at <= old.ends_at
    return within and abs(new.found - new.limit) <= abs(old.found - old.limit)
