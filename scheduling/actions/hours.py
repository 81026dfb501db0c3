"""Setting opening hours."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from scheduling import written
from scheduling.models import Calendar, CalendarVersion, TeamCalendar
from scheduling.public_holidays import public_holidays
from staff.models import Team, User

# Public holidays are written out for this year and so many more.
YEARS_AHEAD = 2


class Stale(Exception):
    """Somebody else made a newer version meanwhile."""


@transaction.atomic
def set_hours(name: str, schedule: dict[str, Any], *, teams: tuple[Team, ...] = ()) -> CalendarVersion:
    """A new version of the calendar of that name (made on first use). ValidationError if it never opens or
    is malformed.
    """
    calendar, _made = Calendar.objects.get_or_create(name=name)
    version = _next_version(calendar, schedule=schedule)
    for team in teams:
        TeamCalendar.objects.update_or_create(team=team, defaults={"calendar": calendar})
    return version


@transaction.atomic
def save_calendar(
    calendar: Calendar | None,
    *,
    name: str,
    source: written.Source,
    teams: tuple[Team, ...],
    by: User,
    seen: int = 0,
    adopt: str = "",
    today: datetime.date,
) -> CalendarVersion:
    """A calendar as it was typed; an edit makes a version and changes none that clocks were computed with.

    `seen` is the number of the version that was edited, `adopt` how open tickets take it over, if at all.
    Raises written.Wrong, UnknownRegion, ValidationError,
    and Stale when somebody was quicker.
    """
    if not by.may("promise.manage"):
        raise PermissionDenied
    if calendar is None:
        calendar = Calendar(name=name)
    else:
        calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
        calendar.name = name
    calendar.full_clean()
    calendar.save()
    newest = calendar.versions.order_by("-number").first()
    if newest and newest.number != seen:
        raise Stale
    built = build(source, today)
    if newest and (newest.schedule, newest.source) == (built.schedule, source.as_json()):
        version = newest
    else:
        version = _next_version(
            calendar,
            schedule=built.schedule,
            names=built.names,
            source=source.as_json(),
            through=today.year + YEARS_AHEAD,
            made_by=by,
        )
    _belongs_to(calendar, teams)
    for path in settings.HOURS_LISTENERS if adopt else ():
        import_string(path)(version, adopt, by)
    return version


def build(source: written.Source, today: datetime.date) -> written.Built:
    """The hours of this year and the next ones. Raises written.Wrong and UnknownRegion."""
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    return written.build(source, public_holidays(source.country, source.region, years), years)


def _belongs_to(calendar: Calendar, teams: tuple[Team, ...]) -> None:
    TeamCalendar.objects.filter(calendar=calendar).exclude(team__in=teams).delete()
    for team in teams:
        TeamCalendar.objects.update_or_create(team=team, defaults={"calendar": calendar})


def _next_version(calendar: Calendar, **fields: Any) -> CalendarVersion:
    newest = CalendarVersion.objects.select_for_update().filter(calendar=calendar).order_by("-number").first()
    version = CalendarVersion(calendar=calendar, number=newest.number + 1 if newest else 1, **fields)
    version.full_clean()
    version.save()
    return version


def extend_holidays(today: datetime.date) -> int:
    """Write out the years that came into sight since the hours were typed; how many calendars that was.

    A new year is a new version, like any other change. Safe to repeat.
    """
    extended = 0
    for number in list(Calendar.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            calendar = Calendar.objects.select_for_update().get(pk=number)
            newest = calendar.versions.order_by("-number").first()
            if newest is None or not newest.source or (newest.through or 0) >= today.year + YEARS_AHEAD:
                continue
            source = written.Source.from_json(newest.source)
            built = build(source, today)
            _next_version(
                calendar,
                schedule=built.schedule,
                names=built.names,
                source=newest.source,
                through=today.year + YEARS_AHEAD,
                made_by=newest.made_by,
            )
            extended += 1
    return extended
