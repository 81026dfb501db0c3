"""What the pages of coverage show: days ahead by team, hours of a team, and one quarter of an hour."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scheduling.ask_words import ask_names
from scheduling.asking import Ask
from scheduling.choices import Work
from scheduling.demand_pages import day_name
from scheduling.demand_words import amount, percent
from scheduling.history import Place
from scheduling.models import CoverageRisk
from scheduling.need_words import number
from scheduling.strips import Cell, Head, Row, shade, strip
from scheduling.weeks import ONE_DAY, place_of
from staff.models import Team

DAYS = 14


def written(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M")


def worst(rows: Sequence[CoverageRisk]) -> CoverageRisk:
    return max(rows, key=lambda row: (row.p_breach, row.missing))


def says(name: str, rows: Sequence[CoverageRisk]) -> str:
    one = worst(rows)
    return _("%(when)s: %(risk)s risk, %(there)s of %(need)s people") % {
        "when": name, "risk": percent(one.p_breach), "there": number(float(one.rostered)),
        "need": number(float(one.required)),
    }  # fmt: skip


def cell(name: str, rows: Sequence[CoverageRisk], link: str, current: bool = False) -> Cell:
    """The worst of them; from one in a hundred on it is said."""
    if not rows:
        return Cell("", "shut", _("%(when)s: no roster is published") % {"when": name})
    risk = worst(rows).p_breach
    return Cell(
        f"{round(risk * 100)}" if risk >= 0.01 else "",
        shade(risk if risk >= 0.01 else 0.0, 1.0),
        says(name, rows),
        link,
        current,
    )


def days_strip(teams: Sequence[Team], places: Mapping[int, Place], now: datetime.datetime) -> SafeString:
    """By team and day, in one statement for all teams."""
    found: dict[tuple[int, datetime.date], list[CoverageRisk]] = {}
    rows = CoverageRisk.objects.filter(
        team__in=teams, starts_at__gte=now - datetime.timedelta(minutes=15)
    ).defer("why")
    for row in rows:
        day = row.starts_at.astimezone(places[row.team_id].zone).date()
        found.setdefault((row.team_id, day), []).append(row)
    today = now.astimezone(next(iter(places.values())).zone).date()
    days = [today + n * ONE_DAY for n in range(DAYS)]
    lines = []
    for team in teams:
        page = reverse("scheduling:coverage_team", args=[team.slug])
        cells = []
        for day in days:
            of_day = found.get((team.pk, day), [])
            link = f"{page}?at={written(worst(of_day).starts_at)}" if of_day else ""
            cells.append(cell(f"{team.name}, {day_name(day)}", of_day, link))
        lines.append(Row(team.name, cells, page))
    heads = [Head(f"{WEEKDAYS_ABBR[day.weekday()]} {day.day}") for day in days]
    return strip(lines, heads, caption=_("Risk by team and day, in %"), key="days", look="risk days")


def hours_strip(team: Team, place: Place, now: datetime.datetime, at: str) -> SafeString:
    """Fourteen days by the hour; each hour shows its worst quarter."""
    found: dict[tuple[datetime.date, int], list[CoverageRisk]] = {}
    for row in CoverageRisk.objects.filter(
        team=team, starts_at__gte=now - datetime.timedelta(minutes=15)
    ).defer("why"):
        day, slot = place_of(row.starts_at, place.zone)
        found.setdefault((day, slot // 2), []).append(row)
    busy = {hour for (_day, hour), rows in found.items() if any(r.required or r.rostered for r in rows)}
    busy = busy or {8, 17}
    hours = range(min(busy), max(busy) + 1)
    today, page = now.astimezone(place.zone).date(), reverse("scheduling:coverage_team", args=[team.slug])
    lines = []
    for number_ in range(DAYS):
        day = today + number_ * ONE_DAY
        lines.append(Row(day_name(day), [_hour(day, hour, found, page, at) for hour in hours]))
    heads = [Head(f"{hour:02}") for hour in hours]
    return strip(
        lines, heads, caption=_("Risk by the hour, in %"), key="risk", target="#slot", look="risk hours24"
    )


def _hour(
    day: datetime.date,
    hour: int,
    found: Mapping[tuple[datetime.date, int], Sequence[CoverageRisk]],
    page: str,
    at: str,
) -> Cell:
    rows = found.get((day, hour), [])
    link = f"{page}?at={written(worst(rows).starts_at)}" if rows else ""
    current = any(written(row.starts_at) == at for row in rows)
    return cell(f"{day_name(day)} {hour:02}:00", rows, link, current)


@dataclass(frozen=True)
class WorkLine:
    name: str
    need: str
    there: str
    expected: str
    late: str
    lacks: bool
    part: bool = False


def work_lines(row: CoverageRisk) -> list[WorkLine]:
    """By kind of work, in the order of `Work`; below each what of it asks for a skill or a language."""
    works = [(work, row.why[work]) for work in Work.values if work in row.why]
    names = ask_names([_ask(part) for _work, one in works for part in one.get("parts", ())])
    found = []
    for work, one in works:
        found.append(_line(str(Work(work).label), one))
        for part in one.get("parts", ()):
            found.append(_line(names[_ask(part)], part, part=True))
    return found


def _ask(part: Mapping[str, Any]) -> Ask:
    return Ask(part["skill"], part["language"])


def _line(name: str, one: Mapping[str, Any], part: bool = False) -> WorkLine:
    """Of nothing that comes nothing is late."""
    late, lacks = percent(one["late"] if one["expected"] else None), one["there"] < one["need"]
    return WorkLine(
        name, number(one["need"]), number(one["there"]), amount(one["expected"]), late, lacks, part
    )  # fmt: skip
