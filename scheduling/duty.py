"""Who is on duty: as the roster says where one is published, else as far as opening hours tell."""

import datetime
from collections.abc import Collection

from django.db.models import F

from scheduling.models import CalendarVersion
from scheduling.queries import rostered, working
from staff.duty import here, is_away
from staff.models import Membership, User


def on_roster(users: Collection[User], at: datetime.datetime) -> dict[int, bool]:
    """Of whom the roster of one of their teams is published for then: at work in a shift, and not away. Their
    browser may sleep; and who is off may read a ticket on the sofa.
    """
    teams = _teams_of(users)
    published = rostered(set().union(*teams.values()), at)
    known = [one for one in users if published & teams.get(one.pk, set())]
    there = working(known, at)
    return {one.pk: one.pk in there and not is_away(one, at) for one in known}


def at_work(users: Collection[User], at: datetime.datetime) -> dict[int, bool]:
    """Signed in lately, not away, and one of their teams is open; who is in no team goes by the first two."""
    seen, teams = here(users), _teams_of(users)
    shut = _shut(set().union(*teams.values()), at)
    return {
        one.pk: one.pk in seen and not is_away(one, at) and not _all_shut(teams.get(one.pk, set()), shut)
        for one in users
    }


def _all_shut(teams: set[int], shut: set[int]) -> bool:
    return bool(teams) and teams <= shut


def _teams_of(users: Collection[User]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Membership.objects.filter(user__in=[one.pk for one in users], team__active=True)
    for user, team in rows.values_list("user", "team"):
        found.setdefault(user, set()).add(team)
    return found


def _shut(teams: Collection[int], at: datetime.datetime) -> set[int]:
    """Those of the teams that have opening hours and are not open."""
    versions = (
        CalendarVersion.objects.filter(calendar__team_links__team__in=teams)
        .annotate(of=F("calendar__team_links__team"))
        .order_by("of", "-number")
        .distinct("of")
    )
    return {one.of for one in versions if not one.working_calendar().is_open(at)}
