"""The roster as a grid, people by days, as strings: of a hundred people in four weeks it has 2800 cells."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Person:
    """`weekly` hours of the contract; None without one. Number `OPEN` is nobody."""

    id: int
    name: str
    weekly: float | None = None


def head(grid: Grid) -> SafeString:
    cells = "".join(
        f'<th scope="col"{_off(day)} title="{escape(date_format(day, "l j F"))}">'
        f'<span class="wd">{escape(date_format(day, "D"))}</span> <b class="num">{day.day}</b></th>'
        for day in grid.days
    )
    return mark_safe(f'<tr><th scope="col" class="who">{escape(_("People"))}</th>{cells}</tr>')


def row(person: Person, shifts: Iterable[Stretch], breaches: Sequence[Breach], grid: Grid) -> SafeString:
    by_day = defaultdict(list)
    minutes = 0
    for shift in shifts:
        by_day[shift.starts_at.astimezone(grid.zone).date()].append(shift)
        minutes += worked(shift)
    cells = "".join(_cell(person, day, by_day.get(day, ()), breaches, grid) for day in grid.days)
    return mark_safe(f'<tr id="row-{person.id}">{_who(person, minutes, grid)}{cells}</tr>')


def worked(shift: Stretch) -> int:
    """Minutes without breaks."""
    return shift.minutes - sum(part["minutes"] for part in shift.parts if part["kind"] == Activity.BREAK)


def _who(person: Person, minutes: int, grid: Grid) -> str:
    if person.id == OPEN:
        return (
            f'<th scope="row" class="who open">{icon("user-plus")}<span>{escape(_("Nobody yet"))}</span></th>'
        )
    mine = " mine" if person.id == grid.reader else ""
    hours = number_format(minutes / HOUR, 0 if minutes % HOUR == 0 else 1)
    if person.weekly is None:
        told = f'<small class="num warn">{escape(_("no contract"))}</small>'
    else:
        due = person.weekly * len(grid.days) / 7
        look = " warn" if minutes / HOUR > due + 0.01 else ""
        told = f'<small class="num{look}">{hours} / {number_format(due, 0)} h</small>'
    return (
        f'<th scope="row" class="who{mine}">{avatar(person.name, person.id, "tiny")}'
        f'<span class="cut">{escape(person.name)}</span>{told}</th>'
    )


def _cell(
    person: Person, day: datetime.date, shifts: Iterable[Stretch], breaches: Sequence[Breach], grid: Grid
) -> str:
    chips = "".join(_chip(shift, breaches, grid) for shift in shifts)
    away = f'<span class="away">{escape(_("off"))}</span>' if (person.id, day) in grid.off else ""
    data = f' data-user="{person.id}" data-day="{day}" tabindex="-1"' if grid.base else ""
    return f"<td{_off(day)}{data}>{chips}{away}</td>"


def _chip(shift: Stretch, breaches: Sequence[Breach], grid: Grid) -> str:
    start, end = shift.starts_at.astimezone(grid.zone), shift.ends_at.astimezone(grid.zone)
    wrong = [one for one in breaches if one.starts_at <= shift.ends_at and one.ends_at >= shift.starts_at]
    times = f"{_hour(start)}–{_hour(end)}"
    name = grid.names.get(shift.template_id or 0, "")
    told = [f"{start:%H:%M}–{end:%H:%M} {name}".strip(), *parts_said(shift, grid.zone)]
    told += [said(one, grid.zone) for one in wrong]
    look = f"shift hue-{grid.hues.get(shift.template_id or 0, 1)}"
    look += (" broken" if any(one.hard for one in wrong) else " doubted") if wrong else ""
    sign = icon("triangle-alert") if wrong else ""
    letter = grid.letters.get(shift.template_id or 0, f"{start:%H}")
    inside = f'<b class="num">{times}</b><i aria-hidden="true">{escape(letter)}</i>{sign}'
    title = escape(" · ".join(told))
    if not grid.base:
        spoken = f'<span class="visually-hidden">{title}</span>'
        return f'<span class="{look}" title="{title}">{inside}{spoken}</span>'
    href = grid.base.replace("/0/", f"/{shift.pk}/")
    return (
        f'<a class="{look}" href="{href}" data-shift="{shift.pk}" draggable="false" tabindex="-1"'
        f' title="{title}">{inside}<span class="visually-hidden">{title}</span></a>'
    )


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
