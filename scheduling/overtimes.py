"""Overtime of everybody, read from the clock, the published shifts and the contracts; in five statements."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from scheduling.choices import Activity
from scheduling.models import Attendance, Shift, TimeOff
from scheduling.overtime import USES, Over, Stretch, beyond, worked
from scheduling.regimes import REGIMES
from scheduling.weeks import ONE_DAY, monday_of
from staff.models import Contract, Membership

Terms = tuple[datetime.date, Fraction, bool]  # from when on, hours a week, whether breaks are work
Off = tuple[datetime.datetime, datetime.datetime]
PAUSE = F("pauses__ends_at") - F("pauses__starts_at")


def overtime(since: datetime.date, until: datetime.date, now: datetime.datetime) -> list[Over]:
    """Of these days, the last not counted, in order of time. Of weeks that began before, their first days
    count towards what the contract asks.
    """
    first = monday_of(since)
    contracts, away = _contracts(until), _Away(first, until)
    begin = datetime.datetime.combine(first, datetime.time(), datetime.UTC) - ONE_DAY
    end = min(datetime.datetime.combine(until, datetime.time(), datetime.UTC) + ONE_DAY, now)
    planned = [one for one in _planned(begin, end, contracts) if not away.from_shift(one)]
    stretches = worked(planned, _clocked(begin - USES, end, contracts))
    within = [one for one in stretches if first <= one.day < until]
    found = beyond(within, cache(lambda user, monday: _owed(contracts.get(user, ()), away, user, monday)))
    return sorted(
        (one for one in found if one.stretch.day >= since),
        key=lambda one: (one.stretch.starts_at, one.stretch.user),
    )


def _contracts(until: datetime.date) -> Mapping[int, list[Terms]]:
    """The newest first."""
    found: dict[int, list[Terms]] = defaultdict(list)
    rows = Contract.objects.filter(from_on__lt=until).order_by("-from_on")
    for user, from_on, weekly, regime in rows.values_list("user", "from_on", "weekly_hours", "regime"):
        found[user].append((from_on, Fraction(weekly), REGIMES[regime].rules.breaks_are_work))
    return found


class _Away:
    """Approved time off: whole days of it, and from when to when."""

    def __init__(self, first: datetime.date, until: datetime.date) -> None:
        self.days: dict[int, set[datetime.date]] = defaultdict(set)
        self.spans: dict[int, list[Off]] = defaultdict(list)
        rows = TimeOff.objects.approved().filter(first_on__lt=until, last_on__gte=first).order_by()
        for one in rows.values_list("user", "first_on", "last_on", "half", "starts_at", "ends_at"):
            user, first_on, last_on, half, *span = one
            self.spans[user].append((span[0], span[1]))
            if not half:
                self.days[user] |= {first_on + n * ONE_DAY for n in range((last_on - first_on).days + 1)}

    def from_shift(self, one: Stretch) -> bool:
        return any(start < one.ends_at and one.starts_at < end for start, end in self.spans[one.user])


def _owed(terms: Sequence[Terms], away: _Away, user: int, monday: datetime.date) -> int | None:
    """Seconds: each day a seventh of the week, days off nothing."""
    days = [monday + n * ONE_DAY for n in range(7)]
    weekly = [_on(terms, day) for day in days]
    if not any(each and each[1] for each in weekly):  # who owes no hours has nothing to go beyond
        return None
    asked = [each[1] for day, each in zip(days, weekly, strict=True) if each and day not in away.days[user]]
    return int(sum(asked, Fraction(0)) * 3600 / 7)


def _on(terms: Sequence[Terms], day: datetime.date) -> Terms | None:
    return next((one for one in terms if one[0] <= day), None)


def _planned(
    begin: datetime.datetime, end: datetime.datetime, contracts: Mapping[int, list[Terms]]
) -> Iterator[Stretch]:
    rows = Shift.objects.filter(starts_at__gte=begin, ends_at__lte=end).order_by()
    for user, team, zone, starts_at, ends_at, parts in rows.values_list(
        "user", "team", "user__time_zone", "starts_at", "ends_at", "parts"
    ):
        pause = sum(part["minutes"] for part in parts if part["kind"] == Activity.BREAK) * 60
        yield _stretch(user, team, zone, starts_at, ends_at, pause, contracts)


def _clocked(
    begin: datetime.datetime, end: datetime.datetime, contracts: Mapping[int, list[Terms]]
) -> Iterator[Stretch]:
    """What lasts is not over; without a shift it is for the first team of its person."""
    rows = Attendance.objects.filter(starts_at__gte=begin, ends_at__lte=end).annotate(pause=Sum(PAUSE))
    told = list(rows.order_by().values_list("user", "user__time_zone", "starts_at", "ends_at", "pause"))
    teams: dict[int, int] = dict(Membership.objects.order_by("-pk").values_list("user", "team"))
    for user, zone, starts_at, ends_at, pause in told:
        if user in teams:
            seconds = int(pause.total_seconds()) if pause else 0
            yield _stretch(user, teams[user], zone, starts_at, ends_at, seconds, contracts)


def _stretch(
    user: int, team: int, zone: str, starts_at: datetime.datetime, ends_at: datetime.datetime, pause: int,
    contracts: Mapping[int, list[Terms]],
) -> Stretch:  # fmt: skip
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    terms = _on(contracts.get(user, ()), day)
    seconds = int((ends_at - starts_at).total_seconds()) - (0 if terms and terms[2] else pause)
    return Stretch(user, team, starts_at, ends_at, max(seconds, 0), day)
