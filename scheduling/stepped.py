"""What a step in a draft changed on its page: rows of people, and days of the strip under them. Asked for by
itself, so that a key does not cost what the whole page does.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString

from scheduling import grid
from scheduling.actions.stepping import TIMES, whose
from scheduling.around import around, span_of
from scheduling.bound import Bound
from scheduling.cover_rows import Cover, Part, coverage, parts_of
from scheduling.labour import Breach
from scheduling.lawful import broken
from scheduling.models import DraftShift, RosterDraft, Shift, TimeOff
from scheduling.rosters import frame_of, week_at
from scheduling.turning import Times, days_in
from scheduling.weeks import midnight

WEEK, DAY = datetime.timedelta(weeks=1), datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stepped:
    """`cover` is None where nothing of it changed, or nothing says what is needed."""

    rows: Mapping[int, SafeString]
    wrong: Mapping[int, Sequence[Breach]]
    names: Mapping[int, str]
    zone: ZoneInfo
    cover: Part | None


def touched_by(acts: Iterable[dict[str, Any]]) -> set[int]:
    return {one or grid.OPEN for act in acts for one in whose(act)}


def days_of(acts: Iterable[dict[str, Any]], zone: ZoneInfo) -> set[datetime.date]:
    """On which some work came or went; a shift over midnight is of both days."""
    found = set()
    for act in acts:
        for _pk, *states in act["changes"]:
            for state in filter(None, states):
                start, end = (datetime.datetime.fromisoformat(state[name]) for name in TIMES)
                found |= {at.astimezone(zone).date() for at in (start, end - DAY / 86400)}
    return found


def stepped(draft: RosterDraft, acts: Sequence[dict[str, Any]], week: int, most: float) -> Stepped:
    """Of these steps. `most` is how high the strip reaches on the page: where that is not enough all of it is
    drawn again.
    """
    zone, touched = ZoneInfo(draft.zone), touched_by(acts)
    days = grid.days_from(draft.starts_on + week_at(week) * WEEK, 7 if week else 7 * draft.weeks)
    changed = sorted(days_of(acts, zone).intersection(days))
    asked = days if len(days) <= 7 or not changed else grid.days_from(changed[0], _span(changed))
    shifts = list(_shifts(draft, touched, asked if changed else (), zone))
    rows, wrong, names = _rows(draft, shifts, touched, days, zone)
    cover = None
    if changed:
        found = coverage(draft.team, shifts, asked, zone, off=_off(shifts))
        if found and found.most > most:
            found = cover_of(draft, days, zone)
            changed = days
        cover = parts_of(found, days, changed, most) if found else None
    return Stepped(rows, wrong, names, zone, cover)


def cover_of(draft: RosterDraft, days: Sequence[datetime.date], zone: ZoneInfo) -> Cover | None:
    shifts = list(_shifts(draft, (), days, zone))
    return coverage(draft.team, shifts, days, zone, off=_off(shifts))


def _span(days: Sequence[datetime.date]) -> int:
    return (days[-1] - days[0]).days + 1


def _shifts(
    draft: RosterDraft, people: Collection[int], days: Sequence[datetime.date], zone: ZoneInfo
) -> QuerySet[DraftShift]:
    """Every one of these people, and of these days those that somebody has; with the time off that lies in
    each.
    """
    asked = Q(user__in=[one for one in people if one != grid.OPEN])
    if grid.OPEN in people:
        asked |= Q(user=None)
    if days:
        start, end = midnight(days[0], zone), midnight(days[-1] + DAY, zone)
        asked |= Q(starts_at__gt=start - DAY, starts_at__lt=end) & ~Q(user=None)
    off = TimeOff.objects.approved().filter(
        user=OuterRef("user"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    away = off.order_by().values(row=JSONObject(starts_at="starts_at", ends_at="ends_at"))
    rows = draft.shifts.filter(asked).select_related("template").annotate(away=ArraySubquery(away))
    return rows.order_by("starts_at", "pk")


def _off(shifts: Iterable[DraftShift]) -> dict[int, list[Times]]:
    found: dict[int, set[Times]] = defaultdict(set)
    moment = datetime.datetime.fromisoformat
    for one in shifts:
        for row in one.away:  # type: ignore[attr-defined]
            found[one.user_id or 0].add((moment(row["starts_at"]), moment(row["ends_at"])))
    return {user: sorted(times) for user, times in found.items()}


def _rows(
    draft: RosterDraft,
    shifts: Sequence[DraftShift],
    touched: Collection[int],
    days: Sequence[datetime.date],
    zone: ZoneInfo,
) -> tuple[dict[int, SafeString], dict[int, list[Breach]], dict[int, str]]:
    mine: dict[int, list[DraftShift]] = {one: [] for one in touched}
    for shift in shifts:
        if (shift.user_id or grid.OPEN) in mine:
            mine[shift.user_id or grid.OPEN].append(shift)
    people = [one for one in touched if one != grid.OPEN]
    start, end = midnight(draft.starts_on, zone), midnight(draft.ends_on, zone)
    held = Shift.objects.filter(team=draft.team, user__in=people, starts_at__gte=start, starts_at__lt=end)
    theirs = around(people, start, end, zone, without=held.order_by().values("pk")) if people else {}
    spans = {one: [span_of(each) for each in mine[one]] for one in people}
    wrong = broken(theirs, spans, start, end, zone)
    off = days_in({one: theirs[one].off for one in people}, start, end, zone)
    templates = {one.template for each in mine.values() for one in each if one.template}
    base = reverse("scheduling:draft_shift", args=[draft.pk, 0])
    frame = frame_of(list(templates), days, zone, base, off)
    rows = {}
    for one in mine:
        person = grid.Person(one, "") if one == grid.OPEN else _person(one, theirs[one])
        shown = [each for each in mine[one] if each.starts_at.astimezone(zone).date() in days]
        rows[one] = grid.row(person, shown, wrong.get(one, ()), frame)
    return rows, wrong, {one: theirs[one].name for one in people}


def _person(number: int, bound: Bound) -> grid.Person:
    return grid.Person(number, bound.name, bound.weekly_h)
