"""The roster as a grid, people by days, as strings: of a hundred people in four weeks it has 2800 cells."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lib.icons import icon
from lib.marks import avatar
from scheduling.breach_words import said
from scheduling.choices import Activity
from scheduling.labour import Breach
from scheduling.models.rosters import Stretch
from scheduling.weeks import ONE_DAY

HOUR = 60
NIGHT_ENDS = 5
OPEN = 0  # the row of shifts that nobody has


@dataclass(frozen=True, slots=True)
class Grid:
    """What all rows share. `base` is the address of a shift with 0 as number; "" where nothing changes."""

    days: Sequence[datetime.date]
    zone: ZoneInfo
    base: str = ""
    hues: Mapping[int, int] = field(default_factory=dict)
    letters: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    off: Collection[tuple[int, datetime.date]] = frozenset()
    reader: int | None = None

    @property
    def wide(self) -> bool:
        """More than a week: a letter for a shift."""
        return len(self.days) > 7


@dataclass(frozen=True, slots=True)
class Person:
    """`weekly` hours of the contract; None without one. Number `OPEN` is nobody."""

    id: int
    name: str
    weekly: float | None = None


def head(grid: Grid) -> SafeString:
    cells = "".join(
        f'<th scope="col"{_off(day)} title="{escape(date_format(day, "l j F"))}">'
        f'<span class="wd">{escape(_weekday(day, grid))}</span> <b class="num">{day.day}</b></th>'
        for day in grid.days
    )
    hours = "" if grid.wide else f'<th scope="col" class="hours">{escape(_("Hours"))}</th>'
    return mark_safe(f'<tr><th scope="col" class="who">{escape(_("People"))}</th>{cells}{hours}</tr>')


def _weekday(day: datetime.date, grid: Grid) -> str:
    """Of more than a week two letters, which tell the days apart in each of our languages."""
    name = date_format(day, "D")
    return name[:2] if grid.wide else name


def row(person: Person, shifts: Iterable[Stretch], breaches: Sequence[Breach], grid: Grid) -> SafeString:
    """Of a week with the hours at its end; of more they stand beside the name, where they stay in sight."""
    by_day = defaultdict(list)
    minutes = 0
    for shift in shifts:
        by_day[shift.starts_at.astimezone(grid.zone).date()].append(shift)
        minutes += worked(shift)
    cells = "".join(_cell(person, day, by_day.get(day, ()), breaches, grid) for day in grid.days)
    told = _hours(person, minutes, grid)
    last = "" if grid.wide else f'<td class="hours">{told}{_bar(person, minutes, grid)}</td>'
    who = _who(person, told if grid.wide else "", grid)
    return mark_safe(f'<tr id="row-{person.id}">{who}{cells}{last}</tr>')


def worked(shift: Stretch) -> int:
    """Minutes without breaks."""
    return shift.minutes - sum(part["minutes"] for part in shift.parts if part["kind"] == Activity.BREAK)


def _who(person: Person, told: str, grid: Grid) -> str:
    if person.id == OPEN:
        return (
            f'<th scope="row" class="who open"><span class="person">{icon("user-plus")}'
            f"<span>{escape(_('Nobody yet'))}</span></span></th>"
        )
    mine = " mine" if person.id == grid.reader else ""
    return (
        f'<th scope="row" class="who{mine}" title="{escape(person.name)}">'
        f'<span class="person">{avatar(person.name, person.id, "tiny")}'
        f'<span class="cut">{escape(person.name)}</span>{told}</span></th>'
    )


def _hours(person: Person, minutes: int, grid: Grid) -> str:
    hours = number_format(minutes / HOUR, 0 if minutes % HOUR == 0 else 1)
    if person.id == OPEN:
        return f'<small class="num"><b>{hours}</b> h</small>' if minutes else ""
    if person.weekly is None:
        return f'<small class="num warn">{escape(_("no contract"))}</small>'
    due = _due(person, grid)
    look = " warn" if minutes / HOUR > due + 0.01 else ""
    return f'<small class="num{look}"><b>{hours}</b> / {number_format(due, 0)} h</small>'


def _due(person: Person, grid: Grid) -> float:
    return (person.weekly or 0) * len(grid.days) / 7


def _bar(person: Person, minutes: int, grid: Grid) -> str:
    """How much of their hours is planned."""
    due = _due(person, grid)
    if not due:
        return ""
    share = minutes / HOUR / due
    look = "over" if share > 1.0001 else "full" if share > 0.95 else "part"
    return (
        '<svg class="hours-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="base" width="100" height="4"/><rect class="{look}" width="{min(share, 1) * 100:.0f}"'
        ' height="4"/></svg>'
    )


def _cell(
    person: Person, day: datetime.date, shifts: Iterable[Stretch], breaches: Sequence[Breach], grid: Grid
) -> str:
    chips = "".join(_chip(shift, breaches, grid) for shift in shifts)
    away = ""
    if (person.id, day) in grid.off:
        away = f'<span class="away"><span>{escape(_("off") if grid.wide else _("Time off"))}</span></span>'
    data = f' data-user="{person.id}" data-day="{day}" tabindex="-1"' if grid.base else ""
    return f"<td{_off(day)}{data}>{chips}{away}</td>"


def _chip(shift: Stretch, breaches: Sequence[Breach], grid: Grid) -> str:
    start, end = shift.starts_at.astimezone(grid.zone), shift.ends_at.astimezone(grid.zone)
    wrong = [one for one in breaches if one.starts_at <= shift.ends_at and one.ends_at >= shift.starts_at]
    name = grid.names.get(shift.template_id or 0, "")
    told = [f"{start:%H:%M}–{end:%H:%M} {name}".strip(), *parts_said(shift, grid.zone)]
    told += [said(one, grid.zone) for one in wrong]
    look = f"shift hue-{grid.hues.get(shift.template_id or 0, 1)}"
    look += (" broken" if any(one.hard for one in wrong) else " doubted") if wrong else ""
    sign = icon("triangle-alert") if wrong else icon("moon") if _is_night(start, end) else ""
    letter = grid.letters.get(shift.template_id or 0, f"{start:%H}")
    title = escape(" · ".join(told))
    if grid.wide:
        inside = f'<i aria-hidden="true">{escape(letter)}</i>{sign if wrong else ""}'
    else:
        inside = (
            f'<span class="line" aria-hidden="true"><b class="num">{_hour(start)}–{_hour(end)}</b>'
            f'<span class="cut">{escape(name)}</span>{sign}</span>{mix(shift)}'
        )
    spoken = f'<span class="visually-hidden">{title}</span>'
    if not grid.base:
        return f'<span class="{look}" title="{title}">{inside}{spoken}</span>'
    href = grid.base.replace("/0/", f"/{shift.pk}/")
    return (
        f'<a class="{look}" href="{href}" data-shift="{shift.pk}" draggable="false" tabindex="-1"'
        f' title="{title}">{inside}{spoken}</a>'
    )


def mix(shift: Stretch) -> str:
    """What the shift is made of, to scale: work that comes by itself is thick, other work thin, a break is
    left out. Most shifts are alike, so each is drawn once.
    """
    return _mix(shift.minutes, tuple((part["from"], part["minutes"], part["kind"]) for part in shift.parts))


@lru_cache(maxsize=256)
def _mix(minutes: int, parts: tuple[tuple[int, int, str], ...]) -> str:
    at, pieces = 0, []
    for since, length, kind in sorted(parts):
        pieces += [(at, since, Activity.TICKETS), (since, since + length, kind)]
        at = since + length
    pieces.append((at, minutes, Activity.TICKETS))
    drawn = "".join(
        f'<rect class="{kind}" x="{100 * since / minutes:.1f}" width="{100 * (until - since) / minutes:.1f}"'
        f' y="{_HIGH[kind][0]}" height="{_HIGH[kind][1]}"/>'
        for since, until, kind in pieces
        if until > since and kind in _HIGH
    )
    return f'<svg class="mix" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


# From the top and how high; a break is what is not there.
_HIGH: dict[str, tuple[float, float]] = {
    Activity.PHONE: (0, 6), Activity.CHAT: (1.5, 4.5), Activity.TICKETS: (3, 3),
    Activity.TRAINING: (0, 6), Activity.MEETING: (0, 6),
}  # fmt: skip


def kinds_in(shifts: Iterable[Stretch]) -> list[tuple[str, str]]:
    """What they are made of, for the legend."""
    found = {str(part["kind"]) for shift in shifts for part in shift.parts} | {str(Activity.TICKETS)}
    return [(value, str(label)) for value, label in Activity.choices if value in found and value in _HIGH]


def _is_night(start: datetime.datetime, end: datetime.datetime) -> bool:
    return (end.date() > start.date() and (end.hour, end.minute) > (0, 0)) or start.hour < NIGHT_ENDS


def parts_said(shift: Stretch, zone: ZoneInfo) -> list[str]:
    """“Break 11:00–11:30” for each part that is not tickets."""
    labels = dict(Activity.choices)
    lines = []
    for part in sorted(shift.parts, key=lambda part: part["from"]):
        start = (shift.starts_at + datetime.timedelta(minutes=part["from"])).astimezone(zone)
        end = (start.astimezone(datetime.UTC) + datetime.timedelta(minutes=part["minutes"])).astimezone(zone)
        lines.append(f"{labels[part['kind']]} {start:%H:%M}–{end:%H:%M}")
    return lines


def days_from(first: datetime.date, count: int) -> list[datetime.date]:
    return [first + n * ONE_DAY for n in range(count)]


def _hour(at: datetime.datetime) -> str:
    return f"{at:%H:%M}" if at.minute else f"{at:%H}"


def _off(day: datetime.date) -> str:
    return ' class="off"' if day.weekday() >= 5 else ""
