"""Published rosters for tests, without the way there."""

import datetime

from django.db.models import Max

from scheduling.models import OnCall, Publication, Shift
from staff.models import Team, User

WEEKS = datetime.timedelta(weeks=2)


def publish(
    team: Team, around: datetime.datetime, *shifts: tuple[User, datetime.datetime, float], until=None
) -> None:
    """From two weeks before until two weeks after; each shift is somebody, from when, for how many hours."""
    number = (Publication.objects.filter(team=team).aggregate(n=Max("number"))["n"] or 0) + 1
    Publication.objects.create(
        team=team, number=number, starts_at=around - WEEKS, ends_at=until or around + WEEKS, zone="UTC",
        content={}, before={}, at=around,
    )  # fmt: skip
    for user, starts_at, hours in shifts:
        starts_at = starts_at.astimezone(datetime.UTC)  # hours are real ones, whatever the clocks do
        ends_at = starts_at + datetime.timedelta(hours=hours)
        Shift.objects.create(user=user, team=team, starts_at=starts_at, ends_at=ends_at)


def call(user: User, team: Team, starts_at: datetime.datetime, hours: float, **more) -> OnCall:
    ends_at = starts_at + datetime.timedelta(hours=hours)
    return OnCall.objects.create(user=user, team=team, starts_at=starts_at, ends_at=ends_at, **more)
