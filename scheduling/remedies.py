"""What would close a gap, the cheapest first: who is there already, a longer day, a call, a free day."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from scheduling.arriving import QUARTER
from scheduling.choices import Activity, Work
from scheduling.labour import Breach, Span
from scheduling.lawful import breaches, span_of
from scheduling.models import CoverageRisk, OnCall, Shift, TimeOff
from scheduling.queries import on_call
from staff.duty import is_away
from staff.models import Team, User

NEAR, LONGEST = datetime.timedelta(hours=2), datetime.timedelta(hours=24)
# Nobody comes for less.
CALLED = datetime.timedelta(hours=4)
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Remedy:
    """`kind` is move, longer, call, free or train; `until` and `since` say when they are there."""

    kind: str
    user: User | None = None
    shift: Shift | None = None
    activity: str = ""
    on_call: OnCall | None = None


@dataclass(frozen=True)
class There:
    """Somebody on shift at that moment, and what they do."""

    user: User
    shift: Shift
    activity: str

    @property
    def counts(self) -> bool:
        return self.activity in Work.values

    @property
    def label(self) -> str:
        return str(Activity(self.activity).label)


def there_at(team: Team, at: datetime.datetime) -> list[There]:
    """Who has time off is not, whatever the roster says."""
    shifts = Shift.objects.filter(team=team).at(at).select_related("user").order_by("user__full_name")
    off = set(TimeOff.objects.approved().between(at, at + QUARTER).values_list("user", flat=True))
    return [There(one.user, one, one.activity_at(at)) for one in shifts if one.user_id not in off]


def remedies(team: Team, at: datetime.datetime, zone: ZoneInfo) -> list[Remedy]:
    """Nobody who is off then, and nobody whom the law or a contract would not let."""
    found = [
        Remedy("move", one.user, one.shift, one.activity) for one in there_at(team, at) if not one.counts
    ]
    members = User.objects.filter(is_active=True, memberships__team=team).order_by("full_name").distinct()
    off = set(TimeOff.objects.approved().between(at, at + CALLED).values_list("user", flat=True))
    people = [one for one in members if one.pk not in off and not is_away(one, at)]
    shifts: dict[int, list[Shift]] = {one.pk: [] for one in people}
    for shift in Shift.objects.of(*shifts).between(at - LONGEST, at + LONGEST):
        shifts[shift.user_id].append(shift)
    found += [
        Remedy("longer", one, near)
        for one in people
        if (near := _near(shifts[one.pk], at)) is not None and _may_be_longer(one, near, at, zone)
    ]
    calls = on_call(team, at)
    found += [Remedy("call", one.user, on_call=one) for one in calls]
    called = {one.user_id for one in calls}
    free = {one.pk: [Span(at, at + CALLED)] for one in people if one.pk not in called and not shifts[one.pk]}
    broken = breaches(free, start=at, end=at + CALLED, zone=zone) if free else {}
    found += [Remedy("free", one) for one in people if one.pk in free and not _hard(broken.get(one.pk, ()))]
    if weekly(team, at):
        found.append(Remedy("train"))
    return found


def _near(shifts: Collection[Shift], at: datetime.datetime) -> Shift | None:
    """A shift that ends shortly before, or begins shortly after."""
    return next(
        (
            one
            for one in shifts
            if one.ends_at <= at < one.ends_at + NEAR or one.starts_at - NEAR <= at < one.starts_at
        ),
        None,
    )


def _may_be_longer(user: User, shift: Shift, at: datetime.datetime, zone: ZoneInfo) -> bool:
    start, end = min(shift.starts_at, at), max(shift.ends_at, at + QUARTER)
    longer = replace(span_of(shift), starts_at=start, ends_at=end)
    found = breaches({user.pk: [longer]}, start=start, end=end, zone=zone, instead_of=[shift.pk])
    return not _hard(found.get(user.pk, ()))


def _hard(found: Collection[Breach]) -> bool:
    return any(one.hard for one in found)


def weekly(team: Team, at: datetime.datetime) -> bool:
    """The same gap a week later or before: more hours do not help for long."""
    rows = CoverageRisk.objects.filter(team=team, starts_at__in=[at, at - WEEK, at + WEEK])
    return sum(row.rostered < row.required for row in rows) > 1
