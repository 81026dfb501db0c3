"""The next hours: people against need, and how likely it is that what comes is answered late."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lib.charts import Bar, Picture, Sheet, SheetCell, SheetRow, bars
from scheduling.coverage_pages import written
from scheduling.demand_words import percent
from scheduling.models import CoverageRisk
from scheduling.need_words import number
from staff.models import Team

HOURS = 12
QUARTER, HALF = datetime.timedelta(minutes=15), datetime.timedelta(minutes=30)
A_HEAD = 0.05  # less of one is nothing that a person could fill


@dataclass(frozen=True)
class Half:
    """Half an hour of all teams together, in the quarter of it that lacks most; `team` lacks most then."""

    at: datetime.datetime
    need: float
    there: float
    team: Team
    quarter: datetime.datetime

    @property
    def short(self) -> bool:
        return self.need - self.there > A_HEAD

    @property
    def link(self) -> str:
        return _page(self.team, self.quarter)


@dataclass(frozen=True)
class Risk:
    """Of one team: now, and when it is highest in the hours ahead. `link` opens that quarter of an hour,
    `now_link` the one that we are in.
    """

    team: Team
    now: str
    need: str
    there: str
    worst: str
    at: datetime.datetime | None
    likely: bool
    link: str
    now_link: str


def _page(team: Team, at: datetime.datetime) -> str:
    return f"{reverse('scheduling:coverage_team', args=[team.slug])}?at={written(at)}"


def rows_ahead(teams: Sequence[Team], at: datetime.datetime) -> list[CoverageRisk]:
    """From the quarter of an hour that we are in."""
    rows = CoverageRisk.objects.filter(
        team__in=teams, starts_at__gt=at - QUARTER, starts_at__lt=at + datetime.timedelta(hours=HOURS)
    )
    return list(rows.defer("why").order_by("starts_at")) if teams else []


def halves(rows: Sequence[CoverageRisk], teams: Mapping[int, Team]) -> list[Half]:
    """Only where something is known; a team that has no roster is in neither sum."""
    quarters: dict[datetime.datetime, list[CoverageRisk]] = {}
    for row in rows:
        quarters.setdefault(row.starts_at, []).append(row)
    found: dict[datetime.datetime, Half] = {}
    for at, of_then in quarters.items():
        need, there = (float(sum(getattr(one, side) for one in of_then)) for side in ("required", "rostered"))
        worst = max(of_then, key=lambda one: (one.missing, one.p_breach))
        start = at - (at - at.replace(minute=0)) % HALF
        known = found.get(start)
        if known is None or need - there > known.need - known.there:
            found[start] = Half(start, need, there, teams[worst.team_id], at)
    return list(found.values())


def risks(rows: Sequence[CoverageRisk], teams: Sequence[Team], at: datetime.datetime) -> list[Risk]:
    """Each team that has a roster, the likeliest to be late first."""
    found = []
    for team in teams:
        own = [row for row in rows if row.team_id == team.pk]
        if not own:
            continue
        now = next((row for row in own if row.starts_at <= at), None)
        worst = max(own, key=lambda row: row.p_breach)
        risk = Risk(
            team, percent(now.p_breach if now else None),
            number(float(now.required)) if now else "–", number(float(now.rostered)) if now else "–",
            percent(worst.p_breach), worst.starts_at if worst.p_breach >= 0.01 else None,
            worst.p_breach >= 0.3, _page(team, worst.starts_at), _page(team, now.starts_at) if now else "",
        )  # fmt: skip
        found.append((-worst.p_breach, team.name, risk))
    return [risk for _risk, _name, risk in sorted(found, key=lambda one: one[:2])]


def picture(found: Sequence[Half], zone: datetime.tzinfo) -> Picture:
    """Bars are who is there, the shade behind each is who is needed; each leads to where most is lacking."""
    title = _("People against need, the next 12 hours")
    heads = [_("There"), _("Needed")]
    sheet = Sheet(title, _("From"), heads, [_row(one, zone) for one in found])
    nothing = _("No roster is published for the next hours, or nothing says what is needed.")
    if not any(one.need or one.there for one in found):
        return Picture("cover", title, "", sheet, nothing=nothing)
    marks = [
        Bar(
            one.there,
            one.need,
            _says(one, zone),
            _label(one, zone),
            "soon" if one.short else "full",
            one.link,
        )
        for one in found
    ]
    about = in_words(found, zone)
    return Picture("cover", title, bars("cover", marks, title=title, description=about), sheet, about=about)


def in_words(found: Sequence[Half], zone: datetime.tzinfo) -> str:
    short = [one for one in found if one.short]
    if not short:
        return _("Enough people are on the roster for all of it.")
    worst = max(short, key=lambda one: one.need - one.there)
    return _("Too few people from %(first)s; most at %(at)s: %(there)s there, %(need)s needed.") % {
        "first": _clock(short[0].at, zone), "at": _clock(worst.at, zone),
        "there": number(worst.there), "need": number(worst.need),
    }  # fmt: skip


def _says(one: Half, zone: datetime.tzinfo) -> str:
    text = _("%(at)s: %(there)s there, %(need)s needed") % {
        "at": _clock(one.at, zone), "there": number(one.there), "need": number(one.need),
    }  # fmt: skip
    return text + (_(", most lacking in %(team)s") % {"team": one.team.name} if one.short else "")


def _row(one: Half, zone: datetime.tzinfo) -> SheetRow:
    cells = [SheetCell(number(one.there), one.link), SheetCell(number(one.need), one.link)]
    return SheetRow(_clock(one.at, zone), cells)


def _label(one: Half, zone: datetime.tzinfo) -> str:
    local = one.at.astimezone(zone)
    return f"{local:%H}" if local.minute < 30 and local.hour % 2 == 0 else ""


def _clock(at: datetime.datetime, zone: datetime.tzinfo) -> str:
    return date_format(at.astimezone(zone), "H:i")
