"""What the page of a forecast shows: days behind and ahead, and the coming week by the hour."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts import Line, Step, lines
from scheduling.ask_words import ask_names
from scheduling.asking import ANYBODY, Ask
from scheduling.demand_words import amount, method_name, percent
from scheduling.history import Day, Past
from scheduling.models import ForecastRun
from scheduling.strips import Cell, Head, Row, shade, strip
from scheduling.weeks import HALF, ONE_DAY, place_of

BEHIND = AHEAD = 28  # days that the chart shows
LIKELY = 1.28  # deviations between which eight of ten lie


@dataclass(frozen=True)
class Ahead:
    """Half hours from `starts_at` on: a forecast, or the part of it that asks for something."""

    starts_at: datetime.datetime
    expected: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def ahead_of(run: ForecastRun, ask: Ask | None) -> Ahead:
    """All of it without an ask. A part is as uncertain as all is, and by which part it will be."""
    if ask is None:
        return Ahead(run.starts_at, run.expected, run.low, run.high)
    expected, low, high = run.expected_of(ask), [], []
    for part, whole, least, most in zip(expected, run.expected, run.low, run.high, strict=True):
        share = part / whole if whole else 0.0
        chance = LIKELY**2 * part * (1 - share)
        low.append(max(part - ((share * (whole - least)) ** 2 + chance) ** 0.5, 0.0))
        high.append(part + ((share * (most - whole)) ** 2 + chance) ** 0.5)
    return Ahead(run.starts_at, expected, low, high)


@dataclass(frozen=True)
class AskLine:
    """What asks for a skill or a language: in the last weeks, and in the coming one."""

    key: str
    name: str
    came: str
    share: str
    expected: str
    method: str


def ask_lines(run: ForecastRun, past: Past, zone: ZoneInfo, today: datetime.date) -> list[AskLine]:
    """The biggest first, and the rest."""
    methods = {Ask(one["skill"], one["language"]): one["method"] for one in run.parts}
    if not methods:
        return []
    names, came = ask_names([*methods, ANYBODY]), sum(day.total for day in past.days)
    found = []
    for ask in (*methods, ANYBODY):
        days, ahead = past.of(ask), days_ahead(ahead_of(run, ask), zone)
        week = sum(one.expected for one in ahead if today <= one.day < today + 7 * ONE_DAY)
        total = sum(day.total for day in days)
        found.append(
            AskLine(
                ask.key or "none", names[ask], amount(total), percent(total / came if came else None),
                amount(week), method_name(methods.get(ask, "")),
            )
        )  # fmt: skip
    return found


@dataclass
class DayAhead:
    day: datetime.date
    expected: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class DayLine:
    """A row of the table below the chart."""

    day: datetime.date
    came: float | None
    expected: float | None
    low: float | None
    high: float | None
    note: str = ""


def days_ahead(run: Ahead, zone: ZoneInfo) -> list[DayAhead]:
    """Sums by local day. The half hours of a day go up and down together only in part, so its interval is
    that of the root of the squares, widened by half.
    """
    found: dict[datetime.date, DayAhead] = {}
    squares: dict[datetime.date, list[float]] = {}
    for number, expected in enumerate(run.expected):
        day, _slot = place_of(run.starts_at + number * HALF, zone)
        one = found.setdefault(day, DayAhead(day))
        one.expected += expected
        below, above = squares.setdefault(day, [0.0, 0.0])
        squares[day] = [
            below + (expected - run.low[number]) ** 2,
            above + (run.high[number] - expected) ** 2,
        ]
    for day, one in found.items():
        one.low = max(one.expected - 1.5 * squares[day][0] ** 0.5, 0.0)
        one.high = one.expected + 1.5 * squares[day][1] ** 0.5
    return list(found.values())


def day_lines(
    behind: Sequence[Day], ahead: Sequence[DayAhead], said: dict[datetime.date, str]
) -> list[DayLine]:
    known = [
        DayLine(
            one.day, None if all(v is None for v in one.values) else one.total, None, None, None,
            said.get(one.day, one.holiday),
        )
        for one in behind
    ]  # fmt: skip
    coming = [
        DayLine(one.day, None, one.expected, one.low, one.high, said.get(one.day, ""))
        for one in ahead[:AHEAD]
    ]
    return known + coming


def days_chart(rows: Sequence[DayLine], today: datetime.date) -> SafeString:
    steps = [Step(_says(row), _label(row.day)) for row in rows]
    band = [None if row.low is None else (row.low, row.high or row.low) for row in rows]
    came = Line([row.came for row in rows])
    expected = Line([row.expected for row in rows], "dashed")
    now = next((n for n, row in enumerate(rows) if row.day >= today), None)
    return lines(
        "days", [came, expected], steps, band=band, now=now, title=_("By day"),
        description=in_words(rows),
    )  # fmt: skip


def in_words(rows: Sequence[DayLine]) -> str:
    came = [row.came for row in rows if row.came is not None]
    expected = [row for row in rows if row.expected is not None]
    text = _("%(n)s came in the last %(days)s days.") % {"n": amount(sum(came)), "days": len(came)}
    if expected:
        most = max(expected, key=lambda row: row.expected or 0)
        text += " " + _("Most is expected on %(day)s: %(n)s.") % {
            "day": date_format(most.day, "D j M"), "n": amount(most.expected or 0),
        }  # fmt: skip
    return text


def _label(day: datetime.date) -> str:
    return f"{day.day}.{day.month}." if day.weekday() == 0 else ""


def _says(row: DayLine) -> str:
    day = date_format(row.day, "D j M")
    if row.expected is not None:
        return _("%(day)s: %(n)s expected, likely %(low)s to %(high)s") % {
            "day": day, "n": amount(row.expected), "low": amount(row.low or 0), "high": amount(row.high or 0),
        }  # fmt: skip
    if row.came is None:
        return _("%(day)s: not counted") % {"day": day}
    return _("%(day)s: %(n)s came") % {"day": day, "n": amount(row.came)}


def hours_strip(run: Ahead, zone: ZoneInfo, first: datetime.date) -> SafeString:
    """Seven days from `first` on, by the hour, from the first in which something comes to the last."""
    sums: dict[tuple[datetime.date, int], list[float]] = {}
    for number, expected in enumerate(run.expected):
        day, slot = place_of(run.starts_at + number * HALF, zone)
        if first <= day < first + 7 * ONE_DAY:
            one = sums.setdefault((day, slot // 2), [0.0, 0.0, 0.0])
            for place, value in enumerate((expected, run.low[number], run.high[number])):
                one[place] += value
    most = max((one[0] for one in sums.values()), default=0.0)
    busy = {hour for (_day, hour), one in sums.items() if one[0] >= 0.05} or {8, 17}
    hours = range(min(busy), max(busy) + 1)
    rows = []
    for number in range(7):
        day = first + number * ONE_DAY
        cells = [_hour_cell(day, hour, sums.get((day, hour)), most) for hour in hours]
        rows.append(Row(day_name(day), cells))
    heads = [Head(f"{hour:02}") for hour in hours]
    return strip(rows, heads, caption=_("Expected by the hour"), key="hours", look="hours24")


def day_name(day: datetime.date) -> str:
    return f"{WEEKDAYS_ABBR[day.weekday()]} {date_format(day, 'j M')}"


def _hour_cell(day: datetime.date, hour: int, sums: list[float] | None, most: float) -> Cell:
    expected, low, high = sums or (0.0, 0.0, 0.0)
    says = _("%(day)s %(hour)s: %(n)s expected, likely %(low)s to %(high)s") % {
        "day": day_name(day), "hour": f"{hour:02}:00", "n": amount(expected), "low": amount(low),
        "high": amount(high),
    }  # fmt: skip
    text = "" if expected < 0.05 else f"{expected:.0f}" if expected >= 9.5 else f"{expected:.1f}"
    return Cell(text, shade(expected, most), says)
