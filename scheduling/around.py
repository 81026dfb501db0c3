"""What people have around the shifts that are planned for them: published shifts, time off, caps."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from scheduling.choices import Activity
from scheduling.labour import Breach, Rules, Span, check
from scheduling.load import DEFAULT
from scheduling.models import Availability, Shift, TimeOff
from scheduling.models.rosters import Stretch
from scheduling.regimes import Kind
from scheduling.weeks import hours_of, midnight, monday_of
from staff.models import Membership, User

# Rest and weeks are counted across the edges of what is planned; averages farther, by whole weeks.
NEAR = datetime.timedelta(days=15)
UTC = ZoneInfo("UTC")
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Times = tuple[datetime.datetime, datetime.datetime]


def span_of(stretch: Stretch) -> Span:
    return Span(stretch.starts_at, stretch.ends_at, tuple(_breaks(stretch.starts_at, stretch.parts)))


def _breaks(starts_at: datetime.datetime, parts: Sequence[Mapping[str, Any]]) -> Iterator[Times]:
    for part in sorted(parts, key=lambda part: part["from"]):
        if part["kind"] == Activity.BREAK:
            at = starts_at + datetime.timedelta(minutes=part["from"])
            yield at, at + datetime.timedelta(minutes=part["minutes"])


@dataclass(slots=True)
class Around:
    """Of one person, whose own clock `zone` is. `weeks` are hours of published shifts that are farther away,
    by Monday; `off` approved time off as instants and `away` as whole days; `available` from when to when by
    weekday, None: not at all.
    """

    zone: ZoneInfo = UTC
    shifts: list[Span] = field(default_factory=list)
    weeks: Counter[datetime.date] = field(default_factory=Counter)
    off: list[Times] = field(default_factory=list)
    away: set[datetime.date] = field(default_factory=set)
    available: dict[int, tuple[datetime.time, datetime.time] | None] = field(default_factory=dict)
    cap_worked_h: float = DEFAULT.worked.hard / 60
    cap_nights: float = DEFAULT.nights.hard

    def check(self, spans: Sequence[Span], rules: Rules, zone: ZoneInfo) -> Iterator[Breach]:
        capped = replace(rules, cap_worked_h=self.cap_worked_h, cap_nights=self.cap_nights)
        yield from check([*self.shifts, *spans], capped, zone, away=self.away, weeks=self.weeks)
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


def around(
    users: Collection[int],
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    *,
    without: Collection[int] | QuerySet,
    weeks: int,
) -> dict[int, Around]:
    """What each of them has before and after this; averages look `weeks` far. In two statements."""
    near = (start - NEAR, end + NEAR)
    far = datetime.timedelta(weeks=weeks)
    found: dict[int, Around] = defaultdict(Around)
    for person in _people(users, near[0] - far, near[1] + far):
        _say(found[person.pk], person)
    rows = Shift.objects.of(*users).between(near[0] - far, near[1] + far).exclude(pk__in=without)
    for user, *shift in rows.order_by().values_list("user", "starts_at", "ends_at", "parts"):
        _put(found[user], *shift, near, zone)
    return found


def _put(
    person: Around,
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
    return User.objects.filter(pk__in=users).only("pk", "time_zone").annotate(
        off=_rows(off, "starts_at", "ends_at", "first_on", "last_on", "half"),
        available=_rows(said, "weekday", "never", "starts", "ends"),
        caps=_rows(teams, worked="team__load_caps__worked_hard", nights="team__load_caps__nights_hard"),
    )  # fmt: skip


def _rows(found: QuerySet[Any], *names: str, **renamed: str) -> ArraySubquery:
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in names}, **renamed)))


def _say(person: Around, row: Any) -> None:
    person.zone = ZoneInfo(row.time_zone)
    for one in row.off:
        person.off.append((_instant(one["starts_at"]), _instant(one["ends_at"])))
        if not one["half"]:
            person.away.update(_days(one["first_on"], one["last_on"]))
    for one in row.available:
        times = (one["starts"], one["ends"])
        person.available[one["weekday"]] = None if one["never"] else (_time(times[0]), _time(times[1]))
    person.cap_worked_h = _strictest(row.caps, "worked", DEFAULT.worked.hard) / 60
    person.cap_nights = _strictest(row.caps, "nights", DEFAULT.nights.hard)


def _strictest(rows: Iterable[Mapping[str, float | None]], name: str, usual: float) -> float:
    """Of all their teams; one that says nothing has the usual one."""
    said = [row[name] for row in rows]
    return min((usual if one is None else one for one in said), default=usual)


def _days(first: str, last: str) -> Iterator[datetime.date]:
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= end:
        yield day
        day += DAY


_instant, _time = datetime.datetime.fromisoformat, datetime.time.fromisoformat
