"""What the page of the need shows: a week of half hours, and why each is what it is."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scheduling.ask_words import ask_names
from scheduling.asking import ANYBODY, Ask
from scheduling.choices import Work
from scheduling.demand_pages import day_name
from scheduling.history import Place
from scheduling.models import Need
from scheduling.need_words import number, sentences
from scheduling.strips import Cell, Head, Row, shade, strip
from scheduling.weeks import HALF, ONE_DAY, clock, midnight, place_of
from staff.models import Team

ALL = "all"


@dataclass(frozen=True)
class Week:
    """`by_place`: of each half hour what is needed, by kind of work."""

    first: datetime.date
    by_place: dict[tuple[datetime.date, int], list[Need]]

    @property
    def hours(self) -> float:
        return float(sum(row.heads for rows in self.by_place.values() for row in rows)) / 2

    @property
    def most(self) -> float:
        return float(max((total(rows) for rows in self.by_place.values()), default=Decimal(0)))


def total(rows: Sequence[Need]) -> Decimal:
    return sum((row.heads for row in rows), Decimal(0))


def week_of(
    team: Team, place: Place, first: datetime.date, work: str, ask: Ask | None = None
) -> tuple[Week, list[Ask]]:
    """Each half hour by its first quarter: both need the same. And what is asked for in that week."""
    start, end = midnight(first, place.zone), midnight(first + 7 * ONE_DAY, place.zone)
    rows = Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=end).order_by("starts_at")
    if work != ALL:
        rows = rows.filter(activity=work)
    found: dict[tuple[datetime.date, int], list[Need]] = {}
    asks: dict[Ask, float] = {}
    for row in rows:
        asks[row.ask] = asks.get(row.ask, 0.0) + float(row.heads)
        if ask not in (None, row.ask):
            continue
        day, slot = place_of(row.starts_at, place.zone)
        known = found.setdefault((day, slot), [])
        if all((one.activity, one.ask) != (row.activity, row.ask) for one in known):
            known.append(row)
    return Week(first, found), sorted(asks, key=lambda one: (one == ANYBODY, -asks[one], one.key))


def week_strip(week: Week, place: Place, address: str, query: Mapping[str, str], at: str) -> SafeString:
    """`query` is what every link keeps."""
    slots = [slot for _day, slot in week.by_place] or [16, 35]
    first, last = min(slots) // 2 * 2, max(slots) // 2 * 2 + 1
    most, rows = week.most, []
    for number_ in range(7):
        day = week.first + number_ * ONE_DAY
        cells = [_cell(day, slot, week, place, address, query, at, most) for slot in range(first, last + 1)]
        rows.append(Row(day_name(day), cells))
    heads = [Head(f"{slot // 2:02}", 2) for slot in range(first, last + 1, 2)]
    look = "halves" if last - first > 26 else "halves24"
    return strip(rows, heads, caption=_("People needed"), key="need", target="#slot", look=look)


def _cell(
    day: datetime.date,
    slot: int,
    week: Week,
    place: Place,
    address: str,
    kept: Mapping[str, str],
    at: str,
    most: float,
) -> Cell:
    rows = week.by_place.get((day, slot), [])
    heads = float(total(rows))
    moment = (midnight(day, place.zone) + slot * HALF) if rows == [] else rows[0].starts_at
    written = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M")
    says = _("%(day)s %(time)s: %(n)s needed") % {
        "day": day_name(day), "time": clock(slot), "n": number(heads)
    }  # fmt: skip
    look = shade(heads, most)
    if any(row.why.get("kind") == "override" for row in rows):
        look += " set"
        says += ", " + _("set by hand")
    query = urlencode({**kept, "week": week.first.isoformat(), "at": written})
    return Cell(number(heads) if heads else "", look, says, f"{address}?{query}", current=written == at)


@dataclass(frozen=True)
class Explained:
    work: str
    label: str
    heads: str
    lines: list[str]


def explained(team: Team, at: datetime.datetime, work: str, ask: Ask | None = None) -> list[Explained]:
    """Of that quarter of an hour, by kind of work and what is asked for: those for anybody first."""
    rows = list(Need.objects.filter(team=team, starts_at=at).order_by("activity", "-heads", "pk"))
    rows = [row for row in rows if work in (ALL, row.activity) and ask in (None, row.ask)]
    names, several = ask_names([row.ask for row in rows]), len(rows) > len({row.activity for row in rows})
    return [
        Explained(
            row.activity,
            _label(row, names, several),
            number(float(row.heads)),
            sentences(row.why, float(row.heads)),
        )
        for row in sorted(rows, key=lambda row: (row.activity, row.ask != ANYBODY))
    ]


def _label(row: Need, names: Mapping[Ask, str], several: bool) -> str:
    work = str(Work(row.activity).label)
    return f"{work}: {names[row.ask]}" if several or row.ask != ANYBODY else work
