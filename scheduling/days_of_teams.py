"""Public holidays where teams work: those of the country of their opening hours, whether they open on them or
not; without a country, the whole days on which they are closed.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduling.hours import read_hours
from scheduling.models import CalendarVersion
from scheduling.public_holidays import UnknownRegion, public_holidays


@dataclass(frozen=True, slots=True)
class PublicDays:
    """Local dates of `zone`, each with its name, which may be empty."""

    zone: ZoneInfo
    names: Mapping[datetime.date, str]


def public_days(teams: Collection[int], first: datetime.date, last: datetime.date) -> dict[int, PublicDays]:
    """Of each team that has opening hours, in the years of these days; by the newest version, in one
    statement.
    """
    years = range(first.year, last.year + 1)
    rows = CalendarVersion.objects.filter(calendar__team_links__team__in=teams)
    newest = rows.order_by("calendar__team_links__team", "-number").distinct("calendar__team_links__team")
    told = newest.values_list("calendar__team_links__team", "schedule", "source", "names")
    return {team: _days(years, *version) for team, *version in told}


def _days(years: range, schedule: dict, source: dict, names: dict[str, str]) -> PublicDays:
    hours = read_hours(schedule)
    closed = {day: names.get(day.isoformat(), "") for day in hours.holidays if day.year in years}
    try:
        public = public_holidays(source.get("country", ""), source.get("region", ""), years)
    except UnknownRegion:
        public = {}
    return PublicDays(hours.zone, public or closed)
