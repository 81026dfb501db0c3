"""What the pages of rosters show: who is in the grid, their shifts, what is wrong, what is covered."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts import Line, Step, lines
from scheduling import grid
from scheduling.choices import Work
from scheduling.history import place_for
from scheduling.labour import Breach
from scheduling.lawful import breaches, span_of
from scheduling.models import (
    DraftShift,
    Need,
    Publication,
    RosterDraft,
    Shift,
    ShiftTemplate,
    TimeOff,
)
from scheduling.models.rosters import Stretch
from scheduling.weeks import HALF, half_hours, midnight
from staff.models import Team, User
from staff.queries import contracts_on


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its rows as markup, by person; `problems` counts hard breaches."""

    grid: grid.Grid
    templates: Sequence[ShiftTemplate]
    rows: Mapping[int, SafeString]
    problems: int
    shifts: Sequence[Stretch]

    @property
    def head(self) -> SafeString:
        return grid.head(self.grid)


def zone_of(team: Team) -> ZoneInfo:
    """By which clock their roster is read: that of what was published last, else of their opening hours."""
    last = team.publications.values_list("zone", flat=True).first()
    return ZoneInfo(last) if last else place_for(team).zone


def templates_for(team: Team) -> list[ShiftTemplate]:
    """The team's own and those of the whole desk."""
    return list(ShiftTemplate.objects.filter(Q(team=team) | Q(team=None), active=True))


def published_sheet(
    team: Team, first: datetime.date, weeks: int, zone: ZoneInfo, *, reader: int | None = None
) -> Sheet:
    """The reader's own row comes first."""
    days = grid.days_from(first, 7 * weeks)
    start, end = midnight(first, zone), midnight(days[-1] + datetime.timedelta(days=1), zone)
    shifts = list(Shift.objects.filter(team=team).between(start, end).order_by("starts_at"))
    people = _people(team, {one.user_id for one in shifts}, first)
    templates = _templates(team)
    people.sort(key=lambda one: one.id != reader)
    off = _days_off([one.id for one in people], start, end, zone)
    return _sheet(
        people, shifts, {}, templates, replace(_frame(templates, days, zone), reader=reader, off=off)
    )


def draft_sheet(draft: RosterDraft, *, only: Collection[int] | None = None) -> Sheet:
    """`only` the rows of these people: what a change touched. Whoever is nobody has the number `OPEN`."""
    zone = ZoneInfo(draft.zone)
    days = grid.days_from(draft.starts_on, 7 * draft.weeks)
    start, end = midnight(draft.starts_on, zone), midnight(draft.ends_on, zone)
    found = draft.shifts.all()
    if only is not None:
        found = found.filter(Q(user__in=only) | (Q(user=None) if grid.OPEN in only else Q(pk=None)))
    shifts = list(found.order_by("starts_at", "pk"))
    people = _people(draft.team, {one.user_id for one in shifts if one.user_id}, draft.starts_on)
    wrong = _wrong(draft.team, shifts, start, end, zone)
    templates = _templates(draft.team)
    base = reverse("scheduling:draft_shift", args=[draft.pk, 0])
    off = _days_off([one.id for one in people], start, end, zone)
    frame = replace(_frame(templates, days, zone, base), off=off)
    people = [grid.Person(grid.OPEN, ""), *people]
    return _sheet(people, shifts, wrong, templates, frame, only=only)


def _days_off(
    people: Collection[int], start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> set[tuple[int, datetime.date]]:
    """Days on which somebody has time off, halves as well."""
    found = set()
    for row in TimeOff.objects.approved().between(start, end).filter(user__in=people):
        day = max(row.starts_at, start).astimezone(zone).date()
        while midnight(day, zone) < min(row.ends_at, end):
            found.add((row.user_id, day))
            day += datetime.timedelta(days=1)
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """One day of somebody's own week."""

    day: datetime.date
    shifts: Sequence[tuple[str, str, Sequence[str]]]


def own_week(sheet: Sheet, user: int) -> list[Day]:
    """Day by day; nothing where they have no shift in it at all."""
    frame, mine = sheet.grid, defaultdict(list)
    for one in sheet.shifts:
        if getattr(one, "user_id", None) == user:
            start, end = one.starts_at.astimezone(frame.zone), one.ends_at.astimezone(frame.zone)
            name = frame.names.get(one.template_id or 0, "")
            line = f"{start:%H:%M}–{end:%H:%M}", name, grid.parts_said(one, frame.zone)
            mine[start.date()].append(line)
    return [Day(day, mine[day]) for day in frame.days] if mine else []


@dataclass(frozen=True, slots=True)
class Changed:
    """What a publication took from somebody and gave them."""

    name: str
    gone: Sequence[str]
    made: Sequence[str]


def changes_of(publication: Publication, names: Mapping[int, str]) -> list[Changed]:
    zone = ZoneInfo(publication.zone)
    before, after = (
        {(row["user"], row["starts_at"], row["ends_at"]) for row in rows}
        for rows in (publication.before, publication.content)
    )
    found: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, keys in enumerate((before - after, after - before)):
        for user, starts_at, ends_at in sorted(keys):
            start, end = (datetime.datetime.fromisoformat(at).astimezone(zone) for at in (starts_at, ends_at))
            found[user][place].append(f"{date_format(start, 'D j M')} {start:%H:%M}–{end:%H:%M}")
    rows = [Changed(names.get(user, "?"), gone, made) for user, (gone, made) in found.items()]
    return sorted(rows, key=lambda one: one.name)


def _wrong(
    team: Team, shifts: Iterable[DraftShift], start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo
) -> dict[int, list[Breach]]:
    spans = defaultdict(list)
    for one in shifts:
        if one.user_id:
            spans[one.user_id].append(span_of(one))
    held = Shift.objects.filter(team=team, user__in=list(spans), starts_at__gte=start, starts_at__lt=end)
    # Not asked for by itself: it becomes a part of the question about what is around.
    return breaches(spans, start=start, end=end, zone=zone, instead_of=held.order_by().values("pk"))


def _people(team: Team, besides: Collection[int], day: datetime.date) -> list[grid.Person]:
    """Who is in the team, and whoever else has a shift there."""
    members = Q(memberships__team=team, is_active=True)
    rows = User.objects.filter(members | Q(pk__in=besides)).distinct().order_by("full_name")
    found = list(rows.values_list("pk", "full_name"))
    contracts = contracts_on([pk for pk, _name in found], day)
    return [
        grid.Person(pk, name, float(contracts[pk].weekly_hours) if pk in contracts else None)
        for pk, name in found
    ]


def _frame(
    templates: Sequence[ShiftTemplate], days: Sequence[datetime.date], zone: ZoneInfo, base: str = ""
) -> grid.Grid:
    return grid.Grid(
        days, zone, base, {one.pk: one.colour for one in templates},
        {one.pk: one.letter for one in templates}, {one.pk: one.name for one in templates},
    )  # fmt: skip


def _templates(team: Team) -> list[ShiftTemplate]:
    """Those that are not in use any more too: shifts still go by them."""
    return list(ShiftTemplate.objects.filter(Q(team=team) | Q(team=None)))


def _sheet(
    people: Sequence[grid.Person], shifts: Sequence[Stretch], wrong: Mapping[int, list[Breach]],
    templates: Sequence[ShiftTemplate], frame: grid.Grid, *, only: Collection[int] | None = None,
) -> Sheet:  # fmt: skip
    mine = defaultdict(list)
    for shift in shifts:
        mine[shift.user_id or grid.OPEN].append(shift)
    rows = {
        one.id: grid.row(one, mine[one.id], wrong.get(one.id, ()), frame)
        for one in people
        if only is None or one.id in only
    }
    return Sheet(
        frame,
        [one for one in templates if one.active],
        rows,
        sum(one.hard for found in wrong.values() for one in found),
        shifts,
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """Need against who is there, by half hour. `missing` are head hours that nobody covers."""

    chart: SafeString
    missing: float
    worst: str


def coverage(
    team: Team, shifts: Iterable[Stretch], first: datetime.date, days: int, zone: ZoneInfo
) -> Cover | None:
    """None where nothing says what is needed."""
    start = midnight(first, zone)
    end = midnight(first + datetime.timedelta(days=days), zone)
    needs: dict[datetime.datetime, float] = defaultdict(float)
    rows = Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end)
    for at, heads in rows.values_list("starts_at", "heads"):
        slot = at.replace(minute=at.minute // 30 * 30)
        needs[slot] += float(heads) / 2
    if not needs:
        return None
    staffed = _staffed(shifts)
    slots = list(half_hours(start, end))
    need = [round(needs.get(at, 0), 2) for at in slots]
    there = [float(staffed.get(at, 0)) for at in slots]
    short = [max(0.0, a - b) for a, b in zip(need, there, strict=True)]
    worst = max(range(len(slots)), key=short.__getitem__)
    steps = [
        Step(
            _("%(when)s: %(there)s there, %(need)s needed")
            % {
                "when": date_format(at.astimezone(zone), "D j M H:i"),
                "there": number_format(b, 0),
                "need": number_format(a, 1),
            },
            date_format(at.astimezone(zone), "D") if at.astimezone(zone).hour == 12 and not at.minute else "",
        )
        for at, a, b in zip(slots, need, there, strict=True)
    ]
    missing = sum(short) / 2
    chart = lines(
        "cover",
        [Line(need, "need"), Line(there, "staffed")],
        steps,
        title=_("Who is there, and who is needed"),
        description=_("By half hour; %(hours)s head hours are not covered.")
        % {"hours": number_format(missing, 1)},
    )
    return Cover(chart, missing, steps[worst].says if short[worst] else "")


def _staffed(shifts: Iterable[Stretch]) -> dict[datetime.datetime, int]:
    """Heads at work at the middle of each half hour."""
    found: dict[datetime.datetime, int] = defaultdict(int)
    for shift in shifts:
        if getattr(shift, "user_id", None) is None:
            continue
        first = shift.starts_at.replace(minute=shift.starts_at.minute // 30 * 30, second=0, microsecond=0)
        for at in half_hours(first, shift.ends_at):
            middle = at + HALF / 2
            if shift.starts_at <= middle < shift.ends_at and shift.activity_at(middle) in Work.values:
                found[at] += 1
    return found
