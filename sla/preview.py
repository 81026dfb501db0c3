"""What a policy would mean for a ticket that comes in now: by when, under whose opening hours."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from lib.conditions import Group, How
from scheduling.calendar import ALWAYS_OPEN, NeverOpens, WorkingCalendar
from scheduling.models import CalendarVersion, TeamCalendar
from sla import words
from sla.policy import Hours, Metric, Target
from sla.terms import Terms
from staff.models import Team

MOST = 3  # calendars that are shown
# These begin when the ticket does.
AT_ONCE = (
    Metric.FIRST_RESPONSE,
    Metric.TIME_TO_OWN,
    Metric.RESOLUTION,
    Metric.CUSTOMER_WAIT,
    Metric.WORK_TIME,
)


@dataclass(frozen=True, slots=True)
class Due:
    metric: str
    at: datetime.datetime | None  # None: the desk never opens for long enough


@dataclass(frozen=True, slots=True)
class Under:
    """Under the hours of these teams: for each priority what is due when. `zone` is empty day and night."""

    teams: Sequence[str]
    calendar: str
    zone: str
    rows: Sequence[tuple[str, Sequence[Due]]]


def preview(terms: Terms, asked: Group, priorities: Mapping[str, str], now: datetime.datetime) -> list[Under]:
    """For the teams that the conditions name, else for all: by their hours, the busiest calendars first."""
    found = []
    for name, version, teams in list(_calendars(_teams(asked)))[:MOST]:
        hours = version.working_calendar() if version else ALWAYS_OPEN
        rows = [(label, list(_due(terms, word, hours, now))) for word, label in priorities.items()]
        zone = version.schedule["tz"] if version else ""
        found.append(Under(teams, name, zone, [(label, due) for label, due in rows if due]))
    return found


def _teams(asked: Group) -> list[Team]:
    named = {
        value
        for one in asked.conditions()
        if one.field == "team" and one.how is How.IS
        for value in one.values
    }
    teams = Team.objects.filter(active=True)
    return list(teams.filter(pk__in=named) if named else teams)


def _calendars(teams: list[Team]) -> Iterator[tuple[str, CalendarVersion | None, list[str]]]:
    links = TeamCalendar.objects.filter(team__in=teams).select_related("team")
    newest = (
        CalendarVersion.objects.filter(calendar__team_links__team__in=teams)
        .select_related("calendar")
        .prefetch_related(Prefetch("calendar__team_links", links, to_attr="links_here"))
        .order_by("calendar_id", "-number")
        .distinct("calendar_id")
    )
    with_hours: set[int] = set()
    for version in sorted(newest, key=lambda version: -len(version.calendar.links_here)):
        here = [link.team for link in version.calendar.links_here]
        with_hours |= {team.pk for team in here}
        yield version.calendar.name, version, sorted(team.name for team in here)
    if rest := [team.name for team in teams if team.pk not in with_hours]:
        yield "", None, rest


def _due(terms: Terms, priority: str, hours: WorkingCalendar, now: datetime.datetime) -> Iterator[Due]:
    promise = terms.promise(priority)
    for metric in AT_ONCE:
        if target := promise.target(metric):
            yield Due(str(words.METRICS[metric]), _at(target, hours, now))


def _at(target: Target, hours: WorkingCalendar, now: datetime.datetime) -> datetime.datetime | None:
    try:
        return (hours if target.hours is Hours.BUSINESS else ALWAYS_OPEN).add(now, target.span)
    except NeverOpens:
        return None
