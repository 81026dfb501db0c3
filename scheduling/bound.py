"""What binds one person, and what shifts would break of it: law, contract, overwork, absence. Pure.

Every way in which a shift comes to somebody is decided here; who reads it from the database is `around`.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from scheduling.labour import Breach, Rules, Span, added, check
from scheduling.load import DEFAULT
from scheduling.regimes import Kind
from scheduling.weeks import hours_of, midnight

UTC = ZoneInfo("UTC")
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
CAPS = frozenset({Kind.CAP_WORKED, Kind.CAP_NIGHTS, Kind.CAP_REST})
BESIDE = frozenset({Kind.DAILY_REST, Kind.CAP_REST})
FOREVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
Times = tuple[datetime.datetime, datetime.datetime]


@dataclass(slots=True)
class Bound:
    """`zone` is the person's own clock; `weekly_h` is what the contract at the beginning asks for.
    `contracts` are rules by the day from which they hold, in order. `weeks` are hours of published shifts
    that are farther away than `shifts`, by Monday; `off` approved time off as instants and `away` as whole
    days; `available` from when to when by weekday, None: not at all.
    """

    zone: ZoneInfo = UTC
    here: bool = True
    contracts: list[tuple[datetime.date, Rules]] = field(default_factory=list)
    shifts: list[Span] = field(default_factory=list)
    weeks: Counter[datetime.date] = field(default_factory=Counter)
    off: list[Times] = field(default_factory=list)
    away: set[datetime.date] = field(default_factory=set)
    available: dict[int, tuple[datetime.time, datetime.time] | None] = field(default_factory=dict)
    cap_worked_h: float = DEFAULT.worked.hard / 60
    cap_nights: float = DEFAULT.nights.hard
    cap_rest_h: float = DEFAULT.rest.hard / 60
    name: str = ""
    weekly_h: float | None = None

    def breaches(self, spans: Sequence[Span], zone: ZoneInfo) -> list[Breach]:
        """Of these shifts with those around, by the clock of the roster's `zone`. Who has no contract when a
        shift begins may not have it: that is a breach of its own kind, and so is to have left.
        """
        if not self.here:
            return [Breach(Kind.LEFT, one.starts_at, one.ends_at, 0, 0) for one in spans[:1]]
        first = midnight(self.contracts[0][0], zone) if self.contracts else FOREVER
        none = [one for one in spans if one.starts_at < first]
        found = [Breach(Kind.NO_CONTRACT, one.starts_at, one.ends_at, 0, 0) for one in none[:1]]
        for rules, since, until in self._terms(zone):
            broken = check([*self.shifts, *spans], rules, zone, away=self.away, weeks=self.weeks)
            found += [one for one in broken if one.starts_at < until and one.ends_at > since]
        return [*dict.fromkeys(found), *self._absent(spans)]

    def _terms(self, zone: ZoneInfo) -> Iterator[tuple[Rules, datetime.datetime, datetime.datetime]]:
        """Each contract holds for whatever touches its days: in a week in which one follows another, both."""
        caps = {name: getattr(self, name) for name in ("cap_worked_h", "cap_nights", "cap_rest_h")}
        ends = [midnight(day, zone) for day, _rules in self.contracts[1:]]
        for (day, rules), until in zip(self.contracts, [*ends, FOREVER], strict=False):
            yield replace(rules, **caps), midnight(day, zone), until

    def _absent(self, spans: Iterable[Span]) -> Iterator[Breach]:
        for span in spans:
            for start, end in self.off:
                since, until = max(span.starts_at, start), min(span.ends_at, end)
                if since < until:
                    yield Breach(Kind.TIME_OFF, since, until, 0, (until - since) / HOUR)
            if not self._can(span):
                yield Breach(Kind.UNAVAILABLE, span.starts_at, span.ends_at, 0, 0)

    def _can(self, span: Span) -> bool:
        """On each of their days that it touches, within the hours of that weekday."""
        day = span.starts_at.astimezone(self.zone).date()
        while (opens := midnight(day, self.zone)) < span.ends_at:
            since, until = max(span.starts_at, opens), min(span.ends_at, midnight(day + DAY, self.zone))
            if day.weekday() in self.available and not self._within(day, since, until):
                return False
            day += DAY
        return True

    def _within(self, day: datetime.date, since: datetime.datetime, until: datetime.datetime) -> bool:
        said = self.available[day.weekday()]
        if said is None:
            return False
        opens, shuts = hours_of(day, *said, self.zone)
        return opens <= since and until <= shuts


def within(
    found: Iterable[Breach], spans: Sequence[Span], start: datetime.datetime, end: datetime.datetime
) -> list[Breach]:
    """Those that lie in weeks, of which the last shift may end in the week after. Too short a rest lies
    beside its shift, and so may be only at their edge.
    """
    end = max([end, *(one.ends_at for one in spans)])
    return [
        one
        for one in found
        if (one.starts_at < end and one.ends_at > start)
        or (one.kind in BESIDE and one.starts_at <= end and one.ends_at >= start)
    ]


def blamed(after: Iterable[Breach], before: Iterable[Breach], spans: Collection[Span]) -> list[Breach]:
    """The hard ones that these shifts bring, or make worse. Within a hard cap nobody gets anything, however
    it was before.
    """
    touched = [one for one in after if one.hard and any(_touch(one, span) for span in spans)]
    worse = added(touched, before)
    return [one for one in touched if one.kind in CAPS or one in worse]


def _touch(breach: Breach, span: Span) -> bool:
    """Too short a rest lies beside its shift."""
    return breach.starts_at <= span.ends_at and span.starts_at <= breach.ends_at
