"""Questions about time."""

from scheduling.models import CalendarVersion
from staff.models import Team


def calendar_version_for(team: Team) -> CalendarVersion | None:
    """The newest version of the team's opening hours; None means around the clock."""
    return (
        CalendarVersion.objects.filter(calendar__team_links__team=team)
        .select_related("calendar")
        .order_by("-number")
        .first()
    )
