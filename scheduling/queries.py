"""Questions about time."""

from django.db.models import QuerySet

from lib.prepared import Prepared
from scheduling.models import CalendarVersion
from staff.models import Team


def calendar_version_for(team: Team) -> CalendarVersion | None:
    """The newest version of the team's opening hours; None means around the clock."""
    return next(iter(_newest(team=team.pk)), None)


@Prepared
def _newest(*, team: int) -> QuerySet[CalendarVersion]:
    """Asked with every letter that opens a ticket."""
    return (
        CalendarVersion.objects.filter(calendar__team_links__team=team)
        .select_related("calendar")
        .order_by("-number")[:1]
    )
