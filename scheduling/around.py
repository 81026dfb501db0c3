"""What people have around the shifts that are planned for them: published shifts, time off, caps."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from scheduling.bound import DAY, HOUR, Bound, Times
from scheduling.choices import Activity
from scheduling.labour import REGIMES, Limits, Rules, Span, stricter
from scheduling.load import DEFAULT
from scheduling.models import Availability, Shift, TimeOff
from scheduling.models.rosters import Stretch
from scheduling.weeks import monday_of
from staff.models import Contract, Membership, User
from staff.queries import contracts_through

# Rest and weeks are counted across the edges of what is planned; averages farther, by whole weeks.
# Three weeks and a day: of four Sundays in a row each may be the first or the last.
NEAR = datetime.timedelta(days=22)


def span_of(stretch: Stretch) -> Span:
    return Span(stretch.starts_at, stretch.ends_at, tuple(_breaks(stretch.starts_at, stretch.parts)))


def _breaks(starts_at: datetime.datetime, parts: Sequence[Mapping[str, Any]]) -> Iterator[Times]:
    for part in sorted(parts, key=lambda part: part["from"]):
        if part["kind"] == Activity.BREAK:
            at = starts_at + datetime.timedelta(minutes=part["from"])
            yield at, at + datetime.timedelta(minutes=part["minutes"])


def around(
    users: Collection[int],
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    *,
    without: Collection[int] | QuerySet,
) -> dict[int, Bound]:
    """What binds each of them before, in and after this; averages look farther. In three statements."""
    near = (start - NEAR, end + NEAR)
    found: dict[int, Bound] = defaultdict(Bound)
    through = contracts_through(users, start.astimezone(zone).date(), end.astimezone(zone).date())
    for user, contracts in through.items():
        found[user].contracts = [(one.from_on, rules_of(one)) for one in contracts]
        begun = [one for one in contracts if one.from_on <= start.astimezone(zone).date()]
        found[user].weekly_h = float(begun[-1].weekly_hours) if begun else None
    far = datetime.timedelta(weeks=_weeks_asked(found.values()))
    for person in _people(users, near[0] - far, near[1] + far):
        _say(found[person.pk], person)
    rows = Shift.objects.of(*users).between(near[0] - far, near[1] + far).exclude(pk__in=without)
    for user, *shift in rows.order_by().values_list("user", "starts_at", "ends_at", "parts"):
        _put(found[user], *shift, near, zone)
    return found


def _weeks_asked(people: Iterable[Bound]) -> int:
    every = [rules for one in people for _day, rules in one.contracts]
    return max((one.average_weeks for one in every if one.max_week_avg_h is not None), default=0)


def rules_of(contract: Contract) -> Rules:
    limits = Limits(
        max_day_h=float(contract.max_day_hours),
        max_week_h=float(contract.max_week_hours),
        min_rest_h=float(contract.min_rest_hours),
        night_work=contract.night_work,
    )
    return stricter(REGIMES[contract.regime].rules, limits)


def _put(
    person: Bound,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    parts: Sequence[Mapping[str, Any]],
    near: Times,
    zone: ZoneInfo,
) -> None:
    if ends_at > near[0] and starts_at < near[1]:
        person.shifts.append(Span(starts_at, ends_at, tuple(_breaks(starts_at, parts))))
        return
    rest = sum((b - a for a, b in _breaks(starts_at, parts)), datetime.timedelta())
    person.weeks[monday_of(starts_at.astimezone(zone).date())] += (ends_at - starts_at - rest) / HOUR


def _people(users: Collection[int], first: datetime.datetime, last: datetime.datetime) -> QuerySet[User]:
    """With time off, availability and caps beside them: a page of a hundred people asks once."""
    theirs = OuterRef("pk")
    off = TimeOff.objects.approved().between(first, last).filter(user=theirs).order_by()
    said = Availability.objects.filter(user=theirs).order_by()
    teams = Membership.objects.filter(user=theirs, team__active=True).order_by()
    return User.objects.filter(pk__in=users).only("pk", "full_name", "time_zone", "is_active").annotate(
        off=_rows(off, "starts_at", "ends_at", "first_on", "last_on", "half"),
        available=_rows(said, "weekday", "never", "starts", "ends"),
        caps=_rows(
            teams, worked="team__load_caps__worked_hard", nights="team__load_caps__nights_hard",
            rest="team__load_caps__rest_hard",
        ),
    )  # fmt: skip


def _rows(found: QuerySet[Any], *names: str, **renamed: str) -> ArraySubquery:
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in names}, **renamed)))


def _say(person: Bound, row: Any) -> None:
    person.zone, person.here, person.name = ZoneInfo(row.time_zone), row.is_active, row.full_name
    for one in row.off:
        person.off.append((_instant(one["starts_at"]), _instant(one["ends_at"])))
        if not one["half"]:
            person.away.update(_days(one["first_on"], one["last_on"]))
    for one in row.available:
        times = (one["starts"], one["ends"])
        person.available[one["weekday"]] = None if one["never"] else (_time(times[0]), _time(times[1]))
    person.cap_worked_h = _strictest(row.caps, "worked", DEFAULT.worked.hard) / 60
    person.cap_nights = _strictest(row.caps, "nights", DEFAULT.nights.hard)
    person.cap_rest_h = _strictest(row.caps, "rest", DEFAULT.rest.hard, max) / 60


def _strictest(
    rows: Iterable[Mapping[str, float | None]], name: str, usual: float, pick: Callable[..., float] = min
) -> float:
    """Of all their teams; one that says nothing has the usual one."""
    said = [row[name] for row in rows]
    return pick((usual if one is None else one for one in said), default=usual)


def _days(first: str, last: str) -> Iterator[datetime.date]:
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= end:
        yield day
        day += DAY


_instant, _time = datetime.datetime.fromisoformat, datetime.time.fromisoformat
