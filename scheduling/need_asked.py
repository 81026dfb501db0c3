"""Who of those that are needed must have a skill or write a language, by what the forecast says of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.able import able
from scheduling.actions.forecasting import newest
from scheduling.asking import ANYBODY, Ask, split
from scheduling.choices import Work
from scheduling.headcount import Heads
from scheduling.history import Place
from scheduling.models import ForecastRun
from scheduling.weeks import HALF, place_of
from staff.models import Team
from staff.queries import colleagues

Of = tuple[datetime.datetime, str]
OfAsk = tuple[datetime.datetime, str, Ask]


def asked(team: Team, fresh: Mapping[Of, Heads], place: Place, today: datetime.date) -> dict[OfAsk, Heads]:
    """What all of the team can do is asked of nobody in particular; heads that were typed are anybody's."""
    shares = {work: shares_of(team, work, place, today) for work in {work for _at, work in fresh}}
    found: dict[OfAsk, Heads] = {}
    for (at, work), heads in fresh.items():
        of_slot = shares[work].at(at) if heads.heads and heads.why.get("kind") != "typed" else {}
        for ask, part in _parts(heads, of_slot).items():
            found[at, work, ask] = part
    return found


@dataclass(frozen=True)
class Shares:
    """By day where work can wait, by half hour where it cannot: which part asks for what."""

    by_place: Mapping[datetime.date | datetime.datetime, Mapping[Ask, float]]
    place: Place
    waits: bool

    def at(self, at: datetime.datetime) -> Mapping[Ask, float]:
        return self.by_place.get(place_of(at, self.place.zone)[0] if self.waits else at, {})


def shares_of(team: Team, work: str, place: Place, today: datetime.date) -> Shares:
    run = newest(team, work)
    waits = work == Work.TICKETS
    asks = _special(team, run, today) if run else []
    if run is None or not asks:
        return Shares({}, place, waits)
    sums: dict[datetime.date | datetime.datetime, dict[Ask, float]] = {}
    lines = run.asked()
    for number, expected in enumerate(run.expected):
        at = run.starts_at + number * HALF
        sums_of = sums.setdefault(place_of(at, place.zone)[0] if waits else at, {})
        sums_of[ANYBODY] = sums_of.get(ANYBODY, 0.0) + expected
        for ask in asks:
            sums_of[ask] = sums_of.get(ask, 0.0) + lines[ask][number]
    return Shares({key: _shares(found) for key, found in sums.items()}, place, waits)


def _shares(sums: Mapping[Ask, float]) -> dict[Ask, float]:
    whole = sums[ANYBODY]
    return {ask: n / whole for ask, n in sums.items() if ask != ANYBODY} if whole else {}


def _special(team: Team, run: ForecastRun, today: datetime.date) -> list[Ask]:
    asks = list(run.asked())
    can = able(team, list(colleagues(team)), asks, today) if asks else {}
    return [ask for ask in asks if not can or not all(ask in theirs for theirs in can.values())]


def _parts(heads: Heads, shares: Mapping[Ask, float]) -> dict[Ask, Heads]:
    if not shares:
        return {ANYBODY: heads}
    parts = split(heads.heads, _load(heads), shares)
    rest = max(parts, key=lambda ask: (ask == ANYBODY, parts[ask]))
    # In hundredths, as they are written down: so that together they stay what was needed.
    parts = {ask: round(part, 2) for ask, part in parts.items()}
    parts[rest] = round(heads.heads - sum(part for ask, part in parts.items() if ask != rest), 2)
    found = {
        ask: Heads(part, {"kind": "part", "part": round(shares[ask], 4), "of": round(heads.heads, 2)})
        for ask, part in parts.items()
        if ask != rest
    }
    more = {"all": round(heads.heads, 2)} | ({"part": round(shares[rest], 4)} if rest != ANYBODY else {})
    return {rest: Heads(parts[rest], {**heads.why, **more}), **found}


def _load(heads: Heads) -> float:
    """Of calls the work that comes; what is more is there for chance. Letters level that by waiting."""
    erlangs = heads.why.get("erlangs")
    if erlangs is None:
        return heads.heads
    return float(erlangs) / (1 - float(heads.why.get("shrinkage") or 0))
