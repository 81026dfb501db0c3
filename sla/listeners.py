"""What promises hear of opening hours."""

from scheduling.models import CalendarVersion
from sla.actions import begin_adoption
from staff.models import User


def on_hours(version: CalendarVersion, how: str, by: User) -> None:
    """Somebody saved opening hours for open tickets too."""
    begin_adoption(by=by, how=how, calendar_version=version)
