"""Need against who is there, day by day under the grid: a table that draws each day and says it too."""

# ruff: noqa: S308  every text is escaped where it enters the markup

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lib.icons import icon
from scheduling.heads import HALF_HOUR, Planned, Times, staffed
from scheduling.models import Need
from scheduling.weeks import ONE_DAY, midnight
from staff.models import Team

A_HEAD = 0.05  # less of one is nothing that a person could fill
HIGH = 100  # how high the drawing of a day is, in its own measure


@dataclass(slots=True)
class CoverDay:
    """By half hours of real time: 46 or 50 of them where the clocks change."""

    day: datetime.date
    starts_at: datetime.datetime
    need: list[float]
    there: list[float] = field(default_factory=list)

    @property
    def short(self) -> list[float]:
        return [max(0.0, a - b) for a, b in zip(self.need, self.there, strict=True)]

    @property
    def missing(self) -> float:
        """Head hours."""
        return sum(one for one in self.short if one > A_HEAD) / 2

    @property
    def worst(self) -> int | None:
        """Which half hour lacks most."""
        short = self.short
        most = max(range(len(short)), key=short.__getitem__)
        return most if short[most] > A_HEAD else None


@dataclass(frozen=True, slots=True)
class Cover:
    days: Sequence[CoverDay]
    zone: ZoneInfo
    wide: bool

    @property
    def missing(self) -> float:
        return sum(one.missing for one in self.days)

    @property
    def most(self) -> float:
        """How high the drawings reach: a round number, so that not every shift draws all of them again."""
        most = max(max(max(one.need), max(one.there)) for one in self.days)
        step = 1 if most < 10 else 5 if most < 100 else 50
        return math.ceil(most / step) * step or 1

    @property
    def rows(self) -> SafeString:
        return mark_safe("".join(_rows(self)))


def coverage(
    team: Team,
    shifts: Iterable[Planned],
    days: Sequence[datetime.date],
    zone: ZoneInfo,
    *,
    off: Mapping[int, Sequence[Times]],
    is_planned: Callable[[datetime.datetime], bool] = lambda at: True,
) -> Cover | None:
    """None where nothing says what is needed. What is not planned yet is not short of anybody; who is `off`
    then is not there, whatever they are planned for.
    """
    edges = [midnight(day, zone) for day in (*days, days[-1] + ONE_DAY)]
    rows = Need.objects.filter(team=team, starts_at__gte=edges[0], starts_at__lt=edges[-1])
    needed = list(rows.values_list("starts_at", "heads"))
    if not needed:
        return None
    need = [0.0] * _slot(edges[0], edges[-1])
    for at, heads in needed:
        if is_planned(at):
            need[_slot(edges[0], at)] += float(heads) / 2
    there = staffed(shifts, edges[0], len(need), off)
    found = []
    for day, (start, end) in zip(days, pairwise(edges), strict=True):
        since, until = _slot(edges[0], start), _slot(edges[0], end)
        found.append(CoverDay(day, start, need[since:until], there[since:until]))
    return Cover(found, zone, len(days) > 7)


def _slot(first: datetime.datetime, at: datetime.datetime) -> int:
    return int((at - first).total_seconds()) // 60 // HALF_HOUR


@dataclass(frozen=True, slots=True)
class Part:
    """What of the strip is drawn again: all of it (`rows`), or by day the cells from top to bottom, and what
    stands at the end of each row. `most` is how high it reaches.
    """

    most: float
    rows: str = ""
    days: Mapping[int, Sequence[str]] = field(default_factory=dict)
    ends: Sequence[str] = ()


def parts_of(
    cover: Cover, days: Sequence[datetime.date], changed: Collection[datetime.date], most: float
) -> Part:
    """Of a page with these `days` on which it reaches up to `most`; days are counted from 0."""
    if cover.most > most:
        return Part(cover.most, cover.rows)
    wide = len(days) > 7
    cover = replace(cover, wide=wide)  # it may be of fewer days than the page
    cells = {
        days.index(one.day): [_drawn(one, most, cover), *([] if wide else [_sum(one)]), _short(one, cover)]
        for one in cover.days
        if one.day in changed
    }
    return Part(most, days=cells, ends=[] if wide else [_scale(most), *_sums(cover)])


def _rows(cover: Cover) -> Iterator[str]:
    legend = "".join(
        f'<span class="{look}">{escape(word)}</span>'
        for look, word in (("need", _("needed")), ("staffed", _("there")), ("lacks", _("short")))
    )
    most = cover.most
    yield (
        f'<tr class="cover"><th scope="row" class="who">{escape(_("Coverage"))}'
        f'<span class="cover-legend" aria-hidden="true">{legend}</span></th>'
    )
    yield from (_drawn(one, most, cover) for one in cover.days)
    if not cover.wide:
        yield _scale(most)
    yield "</tr>"
    if not cover.wide:
        yield f'<tr class="sum"><th scope="row" class="who">{escape(_("There / needed, h"))}</th>'
        yield from (_sum(one) for one in cover.days)
        yield f"{_sums(cover)[0]}</tr>"
    short = _("Short, h") if cover.wide else _("Short, h (most at)")
    yield f'<tr class="sum"><th scope="row" class="who">{escape(short)}</th>'
    yield from (_short(one, cover) for one in cover.days)
    if not cover.wide:
        yield _sums(cover)[1]
    yield "</tr>"


def _scale(most: float) -> str:
    said = escape(_("heads, 0–%(most)s") % {"most": number_format(most, 0)})
    return f'<td class="hours"><small>{said}</small></td>'


def _sum(one: CoverDay) -> str:
    return f'<td class="num{_off(one)}">{_hours(one)}</td>'


def _sums(cover: Cover) -> tuple[str, str]:
    there, need = (sum(sum(side) for side in sides) / 2 for sides in _sides(cover))
    return (
        f'<td class="hours num"><b>{number_format(there, 0)}</b> / {number_format(need, 0)}</td>',
        f'<td class="hours num"><b>{_number(cover.missing)}</b></td>',
    )


def _sides(cover: Cover) -> tuple[list[list[float]], list[list[float]]]:
    return [one.there for one in cover.days], [one.need for one in cover.days]


def _hours(one: CoverDay) -> str:
    return f"<b>{number_format(sum(one.there) / 2, 0)}</b> / {number_format(sum(one.need) / 2, 0)}"


def _short(one: CoverDay, cover: Cover) -> str:
    if one.worst is None:
        return f'<td class="num{_off(one)}"><span class="ink3">–</span></td>'
    sign = "" if cover.wide else icon("triangle-alert")
    at = _clock(one, one.worst, cover.zone)
    when = "" if cover.wide else f" <small>({at})</small>"
    return f'<td class="num warn{_off(one)}"><span>{sign}{_number(one.missing)}{when}</span></td>'


def _drawn(one: CoverDay, most: float, cover: Cover) -> str:
    ticks = "" if cover.wide else _ticks()
    return (
        f'<td class="drawn{_off(one)}" data-cover tabindex="-1" title="{escape(says(one, cover.zone))}">'
        f"{_picture(one, most)}{ticks}"
        f'<span class="visually-hidden">{escape(says(one, cover.zone))}</span></td>'
    )


def says(one: CoverDay, zone: ZoneInfo) -> str:
    """“Tue 1 Dec: 62 h there, 58 h needed. Short 1.5 h, most at 12:00: 3 there, 4.2 needed.”"""
    told = _("%(day)s: %(there)s h there, %(need)s h needed.") % {
        "day": date_format(one.day, "D j M"), "there": _number(sum(one.there) / 2),
        "need": _number(sum(one.need) / 2),
    }  # fmt: skip
    if one.worst is None:
        return told
    return f"{told} " + _("Short %(hours)s h, most at %(time)s: %(there)s there, %(need)s needed.") % {
        "hours": _number(one.missing), "time": _clock(one, one.worst, zone),
        "there": number_format(one.there[one.worst], 0), "need": _number(one.need[one.worst]),
    }  # fmt: skip


def _clock(one: CoverDay, slot: int, zone: ZoneInfo) -> str:
    return f"{(one.starts_at + slot * datetime.timedelta(minutes=HALF_HOUR)).astimezone(zone):%H:%M}"


@lru_cache(maxsize=1)
def _ticks() -> str:
    return '<span class="ticks" aria-hidden="true"><i>6</i><i>12</i><i>18</i></span>'


def _picture(one: CoverDay, most: float) -> str:
    slots, high = len(one.need), HIGH / most
    pairs = enumerate(zip(one.need, one.there, strict=True))
    gaps = "".join(
        f'<rect class="lacks" x="{n}" width="1" y="{HIGH - need * high:.1f}"'
        f' height="{(need - there) * high:.1f}"/>'
        for n, (need, there) in pairs
        if need - there > A_HEAD
    )
    return (
        f'<svg viewBox="0 0 {slots} {HIGH}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="need" d="{_path(one.need, high)}V{HIGH}H0Z"/>{gaps}'
        f'<path class="staffed" d="{_path(one.there, high)}"/></svg>'
    )


def _path(values: Sequence[float], high: float) -> str:
    """Steps, drawn only where they change."""
    parts, last = [f"M0 {HIGH - values[0] * high:.1f}"], values[0]
    for n, value in enumerate(values):
        if value != last:
            parts.append(f"H{n}V{HIGH - value * high:.1f}")
            last = value
    return "".join([*parts, f"H{len(values)}"])


def _number(value: float) -> str:
    return number_format(round(value, 1), 0 if round(value, 1) == int(value) else 1)


def _off(one: CoverDay) -> str:
    return " off" if one.day.weekday() >= 5 else ""
