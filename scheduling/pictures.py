"""Opening hours drawn: the usual week, and a year of days; SVG strings with words for who cannot see them."""

# ruff: noqa: S308  every text is escaped where it enters the markup

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduling.hours import DAY, Dates, OpeningHours

NAME = 12.0  # per cent of the width for the names of days and months
ROW, CELL = 22, 18  # pixels
LONG = 31


@dataclass(frozen=True, slots=True)
class Special:
    """A dated entry of the coming year. `hours` is what is open then, '' when it is closed."""

    day: datetime.date
    name: str
    hours: str


def week(hours: OpeningHours) -> SafeString:
    """Seven rails of 24 hours, the open time filled in."""
    foot = 7 * ROW + 18
    parts = [
        f'<svg class="chart hours" height="{foot}" role="img" aria-label="{escape(_("The usual week"))}: '
        f'{escape(_in_words(hours))}">'
    ]
    for hour in (6, 12, 18):
        x = _x(hour * 60)
        parts.append(f'<line class="grid" x1="{x}%" x2="{x}%" y1="0" y2="{7 * ROW}"/>')
    for hour in (0, 6, 12, 18, 24):
        parts.append(
            f'<text class="say" x="{_x(hour * 60)}%" y="{7 * ROW + 14}" text-anchor="middle">{hour:02}</text>'
        )
    for number, spans in enumerate(hours.weekly):
        y = number * ROW
        parts.append(f'<text class="say" x="0" y="{y + 14}">{escape(WEEKDAYS_ABBR[number])}</text>')
        parts.append(
            f'<rect class="rail" x="{_x(0)}%" y="{y + 5}" width="{100 - NAME:g}%" height="10" rx="2"/>'
        )
        early = [(start, min(end, DAY)) for start, end in spans]
        late = [(0, end - DAY) for _start, end in hours.weekly[number - 1] if end > DAY]
        for start, end in [*late, *early]:
            width = round((end - start) / DAY * (100 - NAME), 2)
            parts.append(
                f'<rect class="open" x="{_x(start)}%" y="{y + 3}" width="{width}%" height="14" rx="2"/>'
            )
    return mark_safe("".join([*parts, "</svg>"]))


def _x(minute: int) -> float:
    return round(NAME + minute / DAY * (100 - NAME), 2)


def _in_words(hours: OpeningHours) -> str:
    days = zip(WEEKDAYS_ABBR.values(), hours.weekly, strict=True)
    return "; ".join(f"{name} {spell(spans) or _('closed')}" for name, spans in days)


def spell(spans: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> str:
    """`09:00–12:30, 13:15–18:00`."""
    return ", ".join(f"{_clock(start)}–{_clock(end if end <= DAY else end - DAY)}" for start, end in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def year(hours: OpeningHours, names: dict[str, str], start: datetime.date) -> SafeString:
    """Twelve months from the one `start` lies in, a cell a day: open, shorter than usual, closed, holiday."""
    dates = Dates(hours)
    first = start.replace(day=1)
    height = 12 * CELL
    parts = [
        f'<svg class="chart hours" height="{height}" role="img" aria-label="{escape(_("The coming year"))}">'
    ]
    step = (100 - NAME) / LONG
    width = round(step * 0.86, 2)
    for row, month in enumerate(_months(first)):
        y = row * CELL
        label = f"{MONTHS_3[month.month].capitalize()} {month:%y}"
        parts.append(f'<text class="say" x="0" y="{y + 13}">{escape(label)}</text>')
        day = month
        while day.month == month.month:
            look, says = _cell(hours, dates, names, day)
            x = round(NAME + (day.day - 1) * step, 2)
            parts.append(
                f'<rect class="{look}" x="{x}%" y="{y + 2}" width="{width}%" height="{CELL - 4}" rx="2">'
                f"<title>{escape(says)}</title></rect>"
            )
            day += datetime.timedelta(days=1)
    return mark_safe("".join([*parts, "</svg>"]))


def _months(first: datetime.date) -> Iterator[datetime.date]:
    month = first
    for _number in range(12):
        yield month
        month = (month + datetime.timedelta(days=32)).replace(day=1)


def _cell(hours: OpeningHours, dates: Dates, names: dict[str, str], day: datetime.date) -> tuple[str, str]:
    """The look of a day and what it says: `24 February: Independence Day, closed`."""
    spans = dates.open_on(day)
    name = names.get(day.isoformat(), "")
    what = spell(spans) if spans else _("closed")
    says = f"{formats.date_format(day, 'D j E')}: {f'{name}, ' if name else ''}{what}"
    dated = (
        name or day in hours.holidays or any(day == other for other, _spans in hours.shifts + hours.breaks)
    )
    if dated:
        return ("shorter" if spans else "holiday"), says
    return ("open" if spans else "shut"), says


def specials(hours: OpeningHours, names: dict[str, str], start: datetime.date) -> list[Special]:
    """The dated entries of the year that begins with `start`, in order."""
    dates, end = Dates(hours), start + datetime.timedelta(days=366)
    dated = {*hours.holidays, *(day for day, _spans in hours.shifts + hours.breaks)}
    return [
        Special(day, names.get(day.isoformat(), ""), spell(dates.open_on(day)))
        for day in sorted(dated)
        if start <= day < end
    ]


def open_hours(hours: OpeningHours) -> str:
    """`40 hours a week`, minutes rounded down."""
    total = sum(end - start for spans in hours.weekly for start, end in spans) // 60
    return ngettext("%(n)d hour a week", "%(n)d hours a week", total) % {"n": total}
