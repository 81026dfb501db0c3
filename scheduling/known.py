"""What rosters and the clock say of people around a moment, read once for whoever asks."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery

from scheduling.load import DEFAULT, Caps
from scheduling.models import Publication, Shift
from scheduling.spells import Kind, Spell, spells_of
from staff.models import Membership, Team

# Shifts of so long before and after are looked at.
DAY = datetime.timedelta(days=1)
BEFORE, AFTER = datetime.timedelta(days=8), datetime.timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Known:
    """`teams` are the active ones by person; `until`, by team, until when its published roster speaks, if it
    speaks now; `caps` by team, of those that have their own. Shifts, by person, and spells are of the weeks
    around.
    """

    teams: Mapping[int, Collection[int]]
    until: Mapping[int, datetime.datetime]
    caps: Mapping[int, Caps]
    shifts: Mapping[int, Sequence[Shift]]
    spells: Sequence[Spell]

    def speaks_until(self, user: int) -> datetime.datetime | None:
        """Of whom the roster of a team speaks now."""
        theirs = self.teams.get(user, ())
        return max((self.until[team] for team in theirs if team in self.until), default=None)

    def caps_of(self, user: int) -> Caps:
        """Of several teams the strictest of each cap counts."""
        found = [self.caps.get(team, DEFAULT) for team in self.teams.get(user, ())]
        strictest = found[0] if found else DEFAULT
        for one in found[1:]:
            strictest = strictest.strictest(one)
        return strictest


def known_of(users: Collection[int], at: datetime.datetime) -> Known:
    """In four statements, however many people."""
    rows = Membership.objects.filter(user__in=users, team__active=True)
    teams = teams_by_person(rows.values_list("user", "team"))
    told = list(told_of({team for theirs in teams.values() for team in theirs}, at))
    until = {team.pk: team.until for team in told if speaks(team, at)}
    planned = [user for user, theirs in teams.items() if until.keys() & set(theirs)]
    shifts = shifts_around(planned, at) if planned else {}
    kinds = (Kind.CLOCKED_IN, Kind.OFF)
    spells = spells_of(users, at - BEFORE, at, kinds=kinds, off_until=at + AFTER) if users else []
    return Known(teams, until, caps_of(told), shifts, spells)


def teams_by_person(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for user, team in rows:
        found.setdefault(user, []).append(team)
    return found


def told_of(teams: Collection[int], at: datetime.datetime) -> QuerySet[Team]:
    """With their caps, and from when until when the rosters are published that are not over."""
    ahead = Publication.objects.filter(team=OuterRef("pk"), ends_at__gt=at).order_by().values("team")
    return (
        Team.objects.filter(pk__in=teams)
        .select_related("load_caps")
        .annotate(
            since=Subquery(ahead.annotate(first=Min("starts_at")).values("first")),
            until=Subquery(ahead.annotate(last=Max("ends_at")).values("last")),
        )
        .order_by()
    )


def speaks(team: Team, at: datetime.datetime) -> bool:
    """Whether its roster does: `team` as `told_of` gives it."""
    return team.since is not None and team.since <= at  # type: ignore[attr-defined]


def caps_of(teams: Iterable[Team]) -> dict[int, Caps]:
    """As `told_of` gives them; a team without caps of its own is not in it."""
    return {team.pk: team.load_caps.caps() for team in teams if hasattr(team, "load_caps")}


def shifts_around(users: Collection[int], at: datetime.datetime) -> dict[int, list[Shift]]:
    """In their order."""
    found: dict[int, list[Shift]] = {}
    for one in Shift.objects.of(*users).between(at - BEFORE, at + AFTER).order_by("starts_at"):
        found.setdefault(one.user_id, []).append(one)
    return found
