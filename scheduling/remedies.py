"""What would close a gap, the cheapest first: who is there already, a longer day, a call, a free day."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from scheduling.choices import Activity, Work
from scheduling.models import CoverageRisk, OnCall, Shift
from scheduling.queries import on_call
from staff.duty import is_away
from staff.models import Team, User

NEAR = datetime.timedelta(hours=2)
LONGEST = datetime.timedelta(hours=12)
REST = datetime.timedelta(hours=11)
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
    shifts = Shift.objects.filter(team=team).at(at).select_related("user").order_by("user__full_name")
    return [There(one.user, one, one.activity_at(at)) for one in shifts]


def remedies(team: Team, at: datetime.datetime) -> list[Remedy]:
    found = [
        Remedy("move", one.user, one.shift, one.activity) for one in there_at(team, at) if not one.counts
    ]
    people = list(
        User.objects.filter(is_active=True, memberships__team=team).order_by("full_name").distinct()
    )
    around = Shift.objects.of(*(one.pk for one in people)).between(at - 2 * LONGEST, at + 2 * LONGEST)
    shifts: dict[int, list[Shift]] = {}
    for shift in around:
        shifts.setdefault(shift.user_id, []).append(shift)
    found += [
        Remedy("longer", one, near)
        for one in people
        if (near := _near(shifts.get(one.pk, ()), at)) is not None
    ]
    found += [Remedy("call", one.user, on_call=one) for one in on_call(team, at)]
    called = {one.user_id for one in on_call(team, at)}
    found += [
        Remedy("free", one)
        for one in people
        if one.pk not in called and not is_away(one, at) and _rested(shifts.get(one.pk, ()), at)
    ]
    if weekly(team, at):
        found.append(Remedy("train"))
    return found


def _near(shifts: Collection[Shift], at: datetime.datetime) -> Shift | None:
    """A shift that ends shortly before, or begins shortly after, and would not be too long."""
    for one in shifts:
        if one.ends_at <= at <= one.ends_at + NEAR and at + NEAR - one.starts_at <= LONGEST:
            return one
        if one.starts_at - NEAR <= at < one.starts_at and one.ends_at - at <= LONGEST:
            return one
    return None


def _rested(shifts: Collection[Shift], at: datetime.datetime) -> bool:
    """Nothing else within the rest that is due before and after."""
    return all(one.ends_at + REST <= at or one.starts_at >= at + REST + NEAR for one in shifts)


def weekly(team: Team, at: datetime.datetime) -> bool:
    """The same gap a week later or before: more hours do not help for long."""
    rows = CoverageRisk.objects.filter(team=team, starts_at__in=[at, at - WEEK, at + WEEK])
    return sum(row.rostered < row.required for row in rows) > 1
