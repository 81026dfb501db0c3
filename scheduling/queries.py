"""Questions about time, and about who is on shift. Drafts are never asked."""

import datetime
from collections.abc import Collection

from django.db.models import Q, QuerySet

from lib.prepared import Prepared
from scheduling.choices import Work
from scheduling.models import CalendarVersion, OnCall, Publication, Shift, TimeOff
from scheduling.models.rosters import ShiftQuerySet
from staff.duty import is_away
from staff.models import Team, User


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


def shifts_of(users: Collection[User], start: datetime.datetime, end: datetime.datetime) -> ShiftQuerySet:
    """Their published shifts that lie in it at least with a part, in order."""
    return Shift.objects.of(*(one.pk for one in users)).between(start, end)


def on_shift(users: Collection[User], at: datetime.datetime) -> set[int]:
    """Who of them is on a shift then, breaks and meetings included."""
    return set(Shift.objects.of(*(one.pk for one in users)).at(at).values_list("user", flat=True))


def working(users: Collection[User], at: datetime.datetime) -> set[int]:
    """Who of them is in a part of a shift in which work that comes is done."""
    shifts = Shift.objects.of(*(one.pk for one in users)).at(at)
    return {shift.user_id for shift in shifts if shift.activity_at(at) in Work.values}


def rostered(teams: Collection[int], at: datetime.datetime) -> set[int]:
    """For which of the teams a roster is published then: only there it says who is off."""
    published = Publication.objects.filter(team__in=teams, starts_at__lte=at, ends_at__gt=at)
    return set(published.values_list("team", flat=True))


def has_roster(team: Team, at: datetime.datetime) -> bool:
    return bool(rostered([team.pk], at))


def on_call_now(teams: Collection[Team], at: datetime.datetime) -> list[OnCall]:
    """Of all these teams, the first to be asked first in each. Nobody who has time off, or is away."""
    off = TimeOff.objects.approved().filter(starts_at__lte=at, ends_at__gt=at).values("user")
    found = OnCall.objects.filter(team__in=teams, starts_at__lte=at, ends_at__gt=at, user__is_active=True)
    rows = found.exclude(user__in=off).select_related("user", "skill", "team")
    return [one for one in rows.order_by("team__name", "order", "pk") if not is_away(one.user, at)]


def on_call(team: Team | int, at: datetime.datetime, skills: Collection[int] | QuerySet = ()) -> list[OnCall]:
    """Who is called then, the first to be asked first; who is there for just one of these skills before the
    others. Nobody who has time off, or said that they are away.
    """
    off = TimeOff.objects.approved().filter(starts_at__lte=at, ends_at__gt=at).values("user")
    found = OnCall.objects.filter(team=team, starts_at__lte=at, ends_at__gt=at, user__is_active=True)
    fit = found.filter(Q(skill=None) | Q(skill__in=skills)).exclude(user__in=off)
    there = [one for one in fit.select_related("user", "skill") if not is_away(one.user, at)]
    return sorted(there, key=lambda one: (one.skill_id is None, one.order, one.pk))
