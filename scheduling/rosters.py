"""What the pages of rosters show: who is in the grid, their shifts, what is wrong, what is covered."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from scheduling import grid
from scheduling.history import place_for
from scheduling.labour import Breach
from scheduling.lawful import breaches, span_of
from scheduling.models import (
    DraftShift,
    Publication,
    RosterDraft,
    Shift,
    ShiftTemplate,
)
from scheduling.models.rosters import Stretch
from scheduling.turning import Times, days_in, off_times
from scheduling.weeks import midnight
from staff.models import Contract, Team, User

WEEK = datetime.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its rows as markup, by person; `problems` counts hard breaches; `off` is when somebody has
    time off.
    """

    grid: grid.Grid
    templates: Sequence[ShiftTemplate]
    rows: Mapping[int, SafeString]
    problems: int
    shifts: Sequence[Stretch]
    names: Mapping[int, str]
    wrong: Mapping[int, Sequence[Breach]]
    off: Mapping[int, Sequence[Times]]

    @property
    def head(self) -> SafeString:
        return grid.head(self.grid)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [] if self.grid.wide else grid.kinds_in(self.shifts)


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
    off = off_times([one.id for one in people], start, end)
    frame = replace(frame_of(templates, days, zone, "", days_in(off, start, end, zone)), reader=reader)
    return _sheet(people, shifts, {}, templates, frame, off)


def draft_sheet(
    draft: RosterDraft,
    *,
    only: Collection[int] | None = None,
    week: int = 0,
    instead: Sequence[DraftShift] | None = None,
    off: Mapping[int, Sequence[Times]] | None = None,
) -> Sheet:
    """`only` the rows of these people: what a change touched. Whoever is nobody has the number `OPEN`. One
    `week` of it, or 0 for all; what it breaks is looked for in the whole draft. `instead` of its shifts those
    that it might have: only to be looked at. `off`: times off that are known already.
    """
    zone = ZoneInfo(draft.zone)
    days = grid.days_from(draft.starts_on + week_at(week) * WEEK, 7 if week else 7 * draft.weeks)
    start, end = midnight(draft.starts_on, zone), midnight(draft.ends_on, zone)
    shifts = _drawn(draft, only) if instead is None else list(instead)
    people = _people(draft.team, {one.user_id for one in shifts if one.user_id}, draft.starts_on, only)
    wrong = _wrong(draft.team, shifts, start, end, zone)
    templates = _templates(draft.team)
    base = reverse("scheduling:draft_shift", args=[draft.pk, 0]) if instead is None else ""
    if off is None:
        off = off_times([one.id for one in people], start, end)
    frame = frame_of(templates, days, zone, base, days_in(off, start, end, zone))
    people = [grid.Person(grid.OPEN, ""), *people]
    return _sheet(people, shifts, wrong, templates, frame, off, only=only)


def week_at(week: int) -> int:
    return max(week - 1, 0)


def _drawn(draft: RosterDraft, only: Collection[int] | None) -> list[DraftShift]:
    found = draft.shifts.all()
    if only is not None:
        found = found.filter(Q(user__in=only) | (Q(user=None) if grid.OPEN in only else Q(pk=None)))
    return list(found.order_by("starts_at", "pk"))


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
        {(row["user"], row["starts_at"], row["ends_at"]) for row in rows if row["user"] is not None}
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


def _people(
    team: Team, besides: Collection[int], day: datetime.date, only: Collection[int] | None = None
) -> list[grid.Person]:
    """Who is in the team, and whoever else has a shift there."""
    members = Q(memberships__team=team, is_active=True)
    rows = User.objects.filter(members | Q(pk__in=besides)).distinct().order_by("full_name")
    rows = rows if only is None else rows.filter(pk__in=only)
    contract = Contract.objects.filter(user=OuterRef("pk"), from_on__lte=day).order_by("-from_on")
    found = rows.annotate(weekly=Subquery(contract.values("weekly_hours")[:1]))
    return [
        grid.Person(pk, name, None if weekly is None else float(weekly))
        for pk, name, weekly in found.values_list("pk", "full_name", "weekly")
    ]


def frame_of(
    templates: Sequence[ShiftTemplate],
    days: Sequence[datetime.date],
    zone: ZoneInfo,
    base: str,
    off: Collection[tuple[int, datetime.date]],
) -> grid.Grid:
    return grid.Grid(
        days, zone, base, {one.pk: one.colour for one in templates},
        {one.pk: one.letter for one in templates}, {one.pk: one.name for one in templates}, off=off,
    )  # fmt: skip


def _templates(team: Team) -> list[ShiftTemplate]:
    """Those that are not in use any more too: shifts still go by them."""
    return list(ShiftTemplate.objects.filter(Q(team=team) | Q(team=None)))


def _sheet(
    people: Sequence[grid.Person], shifts: Sequence[Stretch], wrong: Mapping[int, list[Breach]],
    templates: Sequence[ShiftTemplate], frame: grid.Grid,
    off: Mapping[int, Sequence[Times]], *, only: Collection[int] | None = None,
) -> Sheet:  # fmt: skip
    mine = defaultdict(list)
    first, last = frame.days[0], frame.days[-1]
    for shift in shifts:
        if first <= shift.starts_at.astimezone(frame.zone).date() <= last:
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
        {one.id: one.name for one in people},
        wrong,
        off,
    )
