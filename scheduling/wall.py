"""Who is on shift now, who should be and is not, and how much each has in hand: what the wall shows."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lib.remembering import remembered
from scheduling.adherence import Clocked, Part, part_at, share, walk
from scheduling.adhering import State, state_at
from scheduling.choices import Activity, Work
from scheduling.clocked import USED, clocked
from scheduling.demand_words import percent
from scheduling.hours import read_hours
from scheduling.known import AFTER, Known, caps_of, shifts_around, speaks, teams_by_person, told_of
from scheduling.known import BEFORE as WEEK
from scheduling.load import Standing
from scheduling.loads import PersonLoad, loads_of
from scheduling.models import Attendance, CalendarVersion, CoverageRisk, Shift
from scheduling.my_shifts import parts_of
from scheduling.need_words import number
from scheduling.spells import spells_of
from staff.models import Membership, Team, User

# Who begins so soon is on the wall already, and since so long it is known who came.
SOON, BEFORE = datetime.timedelta(hours=1), datetime.timedelta(hours=36)
LATELY = 15  # seconds
ORDER = {state: place for place, state in enumerate(State)}
WORDS = {
    State.LATE: gettext_lazy("not there yet"),
    State.LEFT: gettext_lazy("has left"),
    State.LONG_BREAK: gettext_lazy("long on a break"),
    State.BREAK: gettext_lazy("on a break"),
    State.HERE: gettext_lazy("there"),
    State.EXTRA: gettext_lazy("there without a shift"),
    State.SOON: gettext_lazy("begins"),
    State.OFF: gettext_lazy("excused"),
}
MISSING, BREAKS = (State.LATE, State.LEFT), (State.BREAK, State.LONG_BREAK)


@dataclass(frozen=True)
class Person:
    """`kept` is the share of the shift so far in which they did what was planned."""

    user: User
    state: State
    words: str
    plan: str
    kept: str
    load: PersonLoad

    @property
    def looks(self) -> str:
        return {State.LATE: "soon", State.LEFT: "soon", State.LONG_BREAK: "soon"}.get(self.state, "")

    @property
    def full(self) -> bool:
        return self.load.load.standing is not Standing.FREE

    @property
    def burdened(self) -> bool:
        """On shift, and above a cap."""
        return self.full and self.state not in (State.SOON, State.OFF)

    @property
    def bar(self) -> int:
        return min(self.load.load.index, 100)


@dataclass(frozen=True)
class TeamNow:
    team: Team
    people: Sequence[Person]
    needed: str
    there: int
    missing: int
    breaks: int
    risk: str
    short: bool


def wall(
    teams: Sequence[Team], at: datetime.datetime, risks: Iterable[CoverageRisk] | None = None
) -> list[TeamNow]:
    """Each team with those who are on shift, begin soon, or are there without one. `risks` of these teams
    from now on, if they are known already.
    """
    rows = list(_memberships(teams, at))
    people = {row.user_id: row.user for row in rows}
    everybody, told = list(people.values()), {row.user_id for row in rows if row.tells}
    known, zones = _known(rows, at)
    loads = loads_of(everybody, at, duty=False, known=known)
    times = clocked(everybody, at - BEFORE, at, told, known.spells)
    shifts = _shifts(known, at)
    risk = {
        row.team_id: row for row in (_risks(teams, at) if risks is None else risks) if row.starts_at <= at
    }
    return [
        _team(
            team, zones.get(team.pk, ZoneInfo(settings.TIME_ZONE)),
            [people[row.user_id] for row in rows if row.team_id == team.pk], shifts, times, told, loads,
            risk.get(team.pk), at,
        )
        for team in teams
    ]  # fmt: skip


def _memberships(teams: Sequence[Team], at: datetime.datetime) -> QuerySet[Membership]:
    """Of everybody of these teams, also those in others; `tells` says whether they use the clock."""
    theirs = Membership.objects.filter(team__in=teams, user__is_active=True).values("user")
    used = Attendance.objects.filter(user=OuterRef("user"), starts_at__gt=at - USED)
    return (
        Membership.objects.filter(user__in=theirs, team__active=True)
        .annotate(tells=Exists(used))
        .select_related("user")
        .defer("user__password", "user__signature")
        .order_by("user__full_name")
    )


def _known(rows: Sequence[Membership], at: datetime.datetime) -> tuple[Known, dict[int, ZoneInfo]]:
    """And the zones of the teams that have opening hours."""
    users, teams = {row.user_id for row in rows}, {row.team_id for row in rows}
    newest = CalendarVersion.objects.filter(calendar__team_links__team=OuterRef("pk")).order_by("-number")
    told = list(told_of(teams, at).annotate(schedule=Subquery(newest.values("schedule")[:1])))
    known = Known(
        teams_by_person((row.user_id, row.team_id) for row in rows),
        {team.pk: team.until for team in told if speaks(team, at)},
        caps_of(told), shifts_around(users, at), spells_of(users, at - WEEK, at, off_until=at + AFTER),
    )  # fmt: skip
    return known, {team.pk: read_hours(team.schedule).zone for team in told if team.schedule}


def wall_lately(
    teams: Sequence[Team], at: datetime.datetime, risks: Iterable[CoverageRisk] | None = None
) -> list[TeamNow]:
    """The same for the board, which asks all day: looked at every quarter of a minute for all who plan for
    these teams.
    """
    key = f"wall-{get_language()}-{'.'.join(str(team.pk) for team in teams)}"
    return remembered(key, LATELY, lambda: wall(teams, at, risks))


# What a list of people may be asked for, by name.
WHO: dict[str, Callable[[Person], bool]] = {
    "there": lambda one: one.state is State.HERE,
    "missing": lambda one: one.state in MISSING,
    "break": lambda one: one.state in BREAKS,
    "full": lambda one: one.burdened,
}


def only(team: TeamNow, who: str) -> TeamNow:
    """The team with those alone who are asked for."""
    return replace(team, people=[one for one in team.people if WHO[who](one)])


def _shifts(known: Known, at: datetime.datetime) -> dict[int, Shift]:
    """The one they are in, or else the one that begins soon."""
    found: dict[int, Shift] = {}
    for user, theirs in known.shifts.items():
        if one := next((one for one in theirs if one.ends_at > at and one.starts_at < at + SOON), None):
            found[user] = one
    return found


def _risks(teams: Sequence[Team], at: datetime.datetime) -> QuerySet[CoverageRisk]:
    return CoverageRisk.objects.filter(
        team__in=teams, starts_at__lte=at, starts_at__gt=at - datetime.timedelta(minutes=15)
    )


def _team(
    team: Team,
    zone: ZoneInfo,
    members: Sequence[User],
    shifts: Mapping[int, Shift],
    times: Mapping[int, Clocked],
    known: Collection[int],
    loads: Mapping[int, PersonLoad],
    risk: CoverageRisk | None,
    at: datetime.datetime,
) -> TeamNow:
    found = []
    for one in members:
        shift = shifts.get(one.pk)
        # Who works for another team now is on the wall there.
        if shift is not None and shift.team_id != team.pk:
            continue
        person = _person(one, shift, times[one.pk], one.pk in known, loads[one.pk], zone, at)
        if person is not None:
            found.append(person)
    found.sort(key=lambda one: (ORDER[one.state], one.user.full_name))
    return TeamNow(
        team, found,
        needed=number(float(risk.required)) if risk else "–",
        there=sum(one.state is State.HERE for one in found),
        missing=sum(one.state in MISSING for one in found),
        breaks=sum(one.state in BREAKS for one in found),
        risk=percent(risk.p_breach) if risk else "–",
        short=risk is not None and risk.rostered < risk.required,
    )  # fmt: skip


def _person(
    user: User,
    shift: Shift | None,
    times: Clocked,
    told: bool,
    load: PersonLoad,
    zone: ZoneInfo,
    at: datetime.datetime,
) -> Person | None:
    if shift is not None and shift.starts_at > at:
        return Person(user, State.SOON, str(WORDS[State.SOON]), _clock(shift.starts_at, zone), "", load)
    parts: Sequence[Part] = parts_of(shift) if shift else []
    state = state_at(parts, times, at)
    if shift is None and state is not State.EXTRA:
        return None
    kept = share(walk(parts, times, at)) if told else None
    return Person(
        user, state, str(WORDS[state]), _plan(shift, parts, zone, at) if shift else "",
        percent(kept) if kept is not None else "", load,
    )  # fmt: skip


def _plan(shift: Shift, parts: Sequence[Part], zone: ZoneInfo, at: datetime.datetime) -> str:
    """`Phone · break 12:30 · until 17:00`."""
    now = part_at(parts, at)
    said = [str(Activity(now.kind).label)] if now else []
    pause = next((one for one in parts if one.kind == Activity.BREAK and one.starts_at > at), None)
    if pause:
        said.append(_("break %(at)s") % {"at": _clock(pause.starts_at, zone)})
    if now and now.kind not in Work.values and now.ends_at < shift.ends_at:
        said.append(_("back %(at)s") % {"at": _clock(now.ends_at, zone)})
    said.append(_("until %(at)s") % {"at": _clock(shift.ends_at, zone)})
    return " · ".join(said)


def _clock(at: datetime.datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "H:i")
