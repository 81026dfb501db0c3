"""Setting opening hours."""

from typing import Any

from django.db import transaction

from scheduling.models import Calendar, CalendarVersion, TeamCalendar
from staff.models import Team


@transaction.atomic
def set_hours(name: str, schedule: dict[str, Any], *, teams: tuple[Team, ...] = ()) -> CalendarVersion:
    """A new version of the calendar of that name (made on first use). ValidationError if it never opens or
    is malformed.
    """
    calendar, _ = Calendar.objects.get_or_create(name=name)
    newest = CalendarVersion.objects.select_for_update().filter(calendar=calendar).order_by("-number").first()
    version = CalendarVersion(calendar=calendar, number=newest.number + 1 if newest else 1, schedule=schedule)
    version.full_clean()
    version.save()
    for team in teams:
        TeamCalendar.objects.update_or_create(team=team, defaults={"calendar": calendar})
    return version
