"""What came to a team, day by day on its own clock, with what there is no counting on taken out."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, Sum

from scheduling.asking import ANYBODY, Ask
from scheduling.choices import MarkKind, Work
from scheduling.hours import read_hours
from scheduling.models import Arrivals, CalendarVersion, CountedDay, DemandMark
from scheduling.queries import calendar_version_for
from scheduling.weeks import A_DAY, HALF, ONE_DAY, half_hours, midnight, place_of
from staff.models import Team

GAP, OUTAGE, HOLIDAY, CLOCKS, UNLIKE = "gap", "outage", "holiday", "clocks", "unlike"
# A measured handling time needs so many tickets behind it.
FEWEST_HANDLED = 20


@dataclass
class Day:
    """48 half hours; None where it is not known or does not count. `left_out` says why, if any is."""

    day: datetime.date
    values: list[float | None]
    left_out: set[str] = field(default_factory=set)
    holiday: str = ""

    @property
    def total(self) -> float:
        return sum(one or 0.0 for one in self.values)


@dataclass(frozen=True)
class Place:
    """Where and when a team works: its zone, and the days that its calendar calls special."""

    zone: ZoneInfo
    version: CalendarVersion | None
    holidays: Mapping[datetime.date, str]


def place_for(team: Team) -> Place:
    version = calendar_version_for(team)
    if version is None:
        return Place(ZoneInfo(settings.TIME_ZONE), None, {})
    hours = read_hours(version.schedule)
    names = {day: version.names.get(day.isoformat(), "") for day in hours.holidays}
    return Place(hours.zone, version, names)


def channels_of(work: str) -> Q:
    """The channels by which this kind of work comes."""
    named = [channel for channel, kind in settings.DEMAND_WORK.items() if kind == work]
    if work == Work.TICKETS:
        return ~Q(channel__in=[name for name, kind in settings.DEMAND_WORK.items() if kind != work])
    return Q(channel__in=named)


def works_of(team: Team) -> list[str]:
    """The kinds of work that ever came to the team by themselves; tickets always."""
    channels = set(Arrivals.objects.filter(team=team).order_by().values_list("channel", flat=True).distinct())
    kinds = {settings.DEMAND_WORK.get(channel, Work.TICKETS) for channel in channels} | {Work.TICKETS}
    return [work for work in Work.values if work in kinds]


Counts = Mapping[tuple[datetime.date, int], float]


@dataclass(frozen=True)
class Past:
    """`counts` are those of all by place, `by_ask` how many of them asked for a skill or for another language
    than the team's.
    """

    days: list[Day]
    counts: Counts
    by_ask: Mapping[Ask, Counts]

    def of(self, ask: Ask) -> list[Day]:
        """The days of that alone; of ANYBODY what nothing was asked for."""
        return [self._day(day, ask) for day in self.days]

    def _day(self, day: Day, ask: Ask) -> Day:
        values = [
            None if value is None else value * self._share((day.day, slot), ask)
            for slot, value in enumerate(day.values)
        ]
        return Day(day.day, values, day.left_out, day.holiday)

    def _share(self, place: tuple[datetime.date, int], ask: Ask) -> float:
        if not (came := self.counts.get(place)):
            return 0.0
        if ask != ANYBODY:
            return self.by_ask.get(ask, {}).get(place, 0.0) / came
        return 1 - sum(one.get(place, 0.0) for one in self.by_ask.values()) / came


def history(
    team: Team, work: str, first: datetime.date, last: datetime.date, place: Place | None = None
) -> Past:
    """Both days counted, in four statements."""
    place = place or place_for(team)
    start, end = midnight(first, place.zone), midnight(last + ONE_DAY, place.zone)
    by_ask = _counts(team, work, start, end, place.zone)
    counts: dict[tuple[datetime.date, int], float] = defaultdict(float)
    for several in by_ask.values():
        for at, count in several.items():
            counts[at] += count
    marks = list(marks_for(team, work, start, end))
    gaps = _gaps(start, end)
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    by_ask.pop(ANYBODY, None)
    return Past([_day(day, place, counts, marks, gaps) for day in days], counts, by_ask)


def marks_for(
    team: Team, work: str, start: datetime.datetime, end: datetime.datetime
) -> Iterable[DemandMark]:
    """Those that stand, of this team or of the whole desk."""
    found = DemandMark.objects.standing().between(start, end).filter(Q(team=team) | Q(team=None))
    return found.filter(Q(work="") | Q(work=work)).select_related("by", "team")


def _counts(
    team: Team, work: str, start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> dict[Ask, dict[tuple[datetime.date, int], float]]:
    rows = Arrivals.objects.filter(channels_of(work), team=team, starts_at__gte=start, starts_at__lt=end)
    sums = rows.order_by().values_list("starts_at", "skill", "language").annotate(n=Sum("count"))
    found: dict[Ask, dict[tuple[datetime.date, int], float]] = defaultdict(lambda: defaultdict(float))
    for at, skill, language, count in sums:
        ask = Ask(skill, language if language != team.language else "")
        found[ask][place_of(at, zone)] += count
    return found


def _gaps(start: datetime.datetime, end: datetime.datetime) -> set[datetime.date]:
    """Days (UTC) that nobody counted."""
    known = set(
        CountedDay.objects.filter(day__gte=start.date(), day__lte=end.date()).values_list("day", flat=True)
    )
    days = {start.date() + number * ONE_DAY for number in range((end.date() - start.date()).days + 1)}
    return days - known


def _day(
    day: datetime.date,
    place: Place,
    counts: Mapping[tuple[datetime.date, int], float],
    marks: Iterable[DemandMark],
    gaps: set[datetime.date],
) -> Day:
    seen = [0] * A_DAY
    found = Day(day, [None] * A_DAY, holiday=place.holidays.get(day, ""))
    if day in place.holidays:
        found.left_out.add(HOLIDAY)
    for at in half_hours(midnight(day, place.zone), midnight(day + ONE_DAY, place.zone)):
        slot = place_of(at, place.zone)[1]
        seen[slot] += 1
        if at.date() in gaps:
            found.left_out.add(GAP)
            continue
        found.values[slot] = counts.get((day, slot), 0.0)
        _apply(found, slot, at, marks)
    if any(times != 1 for times in seen):
        found.left_out.add(CLOCKS)
        found.values = [
            value if times == 1 else None for value, times in zip(found.values, seen, strict=True)
        ]
    return found


def _apply(found: Day, slot: int, at: datetime.datetime, marks: Iterable[DemandMark]) -> None:
    """What was marked: an outage does not count, of an event so many times as much came."""
    for mark in marks:
        if not mark.starts_at < at + HALF or not mark.ends_at > at:
            continue
        value = found.values[slot]
        if mark.kind == MarkKind.OUTAGE or (mark.kind == MarkKind.EVENT and not mark.factor):
            found.values[slot] = None
            found.left_out.add(OUTAGE)
        elif mark.kind == MarkKind.HOLIDAY:
            found.left_out.add(HOLIDAY)
            found.holiday = found.holiday or mark.note or str(mark.get_kind_display())
        elif value is not None and mark.factor:
            found.values[slot] = value / float(mark.factor)


def measured_handling(team: Team, work: str, since: datetime.datetime) -> tuple[int | None, int]:
    """Seconds that one takes, and of how many that was measured; None if of too few."""
    rows = Arrivals.objects.filter(channels_of(work), team=team, starts_at__gte=since, handled__gt=0)
    sums = rows.aggregate(n=Sum("handled"), seconds=Sum("handle_seconds"))
    number = sums["n"] or 0
    return (round(sums["seconds"] / number) if number >= FEWEST_HANDLED else None), number
