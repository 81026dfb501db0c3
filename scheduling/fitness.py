"""May they take it, and who may: what `lawful` says, and the team. Every way by which a published shift comes
to somebody asks here.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from scheduling.bound import blamed
from scheduling.breach_words import hinted, said
from scheduling.history import place_for
from scheduling.labour import Breach
from scheduling.lawful import breaches, span_of
from scheduling.leading import led_people
from scheduling.models import Shift
from scheduling.models.rosters import Stretch
from staff.models import HeldSkill, Membership, Team, TeamNeed, User
from staff.queries import colleagues

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take it: `minutes` they have in the days around, `fits` how many of the skills that
    the team needs; `why_not` is empty if they may.
    """

    user: User
    minutes: int
    fits: int
    why_not: tuple[str, ...]


def refused(
    planned: Mapping[User, Sequence[Stretch]],
    team: Team,
    *,
    instead_of: Collection[int] = (),
    reader: User | None = None,
) -> dict[int, list[str]]:
    """For each of them why they may not work these, with what they work already; nothing if they may. Of
    their published shifts those `instead_of` are left out, by number. `reader` is told everything about
    themselves and about those whose time they decide about, of others only what kind of rule it is.
    """
    every = [one for stretches in planned.values() for one in stretches]
    if not every:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    people = [one.pk for one in planned]
    members = set(Membership.objects.filter(team=team, user__in=people).values_list("user", flat=True))
    for user in planned:
        if user.pk not in members or not user.is_active:
            found[user.pk].append(_("is not in %(team)s") % {"team": team.name})
    zone = place_for(team).zone
    start, end = min(one.starts_at for one in every), max(one.ends_at for one in every)
    broken = _broken(planned, start - WEEK, end + WEEK, zone, instead_of)
    known = known_to(reader, broken) if reader and broken else broken.keys()
    for user, all_of in broken.items():
        words = [said(one, zone) if user in known else hinted(one) for one in all_of]
        found[user] += dict.fromkeys(words)
    return dict(found)


def _broken(
    planned: Mapping[User, Sequence[Stretch]],
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    instead_of: Collection[int],
) -> dict[int, list[Breach]]:
    """Only what the change is to blame for; hard rules only."""
    spans = {user.pk: [span_of(one) for one in stretches] for user, stretches in planned.items()}
    after = breaches(spans, start=start, end=end, zone=zone, instead_of=instead_of)
    before = breaches({user: [] for user in spans}, start=start, end=end, zone=zone)
    hard = {user: blamed(all_of, before[user], spans[user]) for user, all_of in after.items()}
    return {user: all_of for user, all_of in hard.items() if all_of}


def known_to(reader: User, people: Collection[int]) -> set[int]:
    """Of whom the reader may know everything."""
    others = [one for one in people if one != reader.pk]
    led = led_people(reader).filter(pk__in=others).values_list("pk", flat=True) if others else ()
    return {reader.pk, *led}


def candidates(stretch: Stretch, team: Team, *, without: Collection[int] = ()) -> list[Candidate]:
    """Everybody in the team: who may take it first, and of those the one with the skills and the least work
    in the two weeks around.
    """
    people = [one for one in colleagues(team).order_by("full_name") if one.pk not in without]
    why_not = refused({one: [stretch] for one in people}, team)
    minutes = _minutes(people, stretch.starts_at)
    fits = _fits(people, team, stretch.starts_at.date())
    found = [Candidate(one, minutes[one.pk], fits[one.pk], tuple(why_not.get(one.pk, ()))) for one in people]
    return sorted(found, key=lambda one: (bool(one.why_not), -one.fits, one.minutes, one.user.full_name))


def _minutes(people: Collection[User], at: datetime.datetime) -> dict[int, int]:
    found = {one.pk: 0 for one in people}
    for shift in Shift.objects.of(*found).between(at - WEEK, at + WEEK):
        found[shift.user_id] += shift.minutes
    return found


def _fits(people: Collection[User], team: Team, on: datetime.date) -> dict[int, int]:
    """How many of the skills that the team needs each of them has, at the level it needs."""
    needs = dict(TeamNeed.objects.filter(team=team).values_list("skill", "level"))
    found = {one.pk: 0 for one in people}
    for row in HeldSkill.objects.filter(user__in=found, skill__in=needs):
        lasts = row.expires_on is None or row.expires_on >= on
        found[row.user_id] += lasts and row.level >= needs[row.skill_id]
    return found


def zone_of(user: User) -> ZoneInfo:
    return ZoneInfo(user.time_zone)
