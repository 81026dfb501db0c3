"""Who is on shift now with what they have in hand, and who is called: of the teams that the reader plans."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from scheduling.access import planned_teams
from scheduling.adhering import State
from scheduling.load import Standing
from scheduling.models import CoverageRisk, OnCall
from scheduling.queries import on_call_now
from scheduling.wall import Person, TeamNow, wall_lately
from staff.models import Team, User
from tickets.access import tickets_for

GONE = (State.SOON, State.OFF)


@dataclass(frozen=True)
class Hand:
    """One person with how many active tickets they have of those that the reader sees."""

    person: Person
    tickets: int

    @property
    def standing(self) -> str:
        """high from the soft cap on, over at the hard one."""
        standing = self.person.load.load.standing
        return "" if standing is Standing.FREE else str(standing)


@dataclass(frozen=True)
class Crew:
    """A team with those who are on shift or should be; who only begins soon is counted."""

    now: TeamNow
    people: Sequence[Hand]
    soon: int

    @property
    def team(self) -> Team:
        return self.now.team

    @property
    def full(self) -> int:
        """How many are above a cap."""
        return sum(one.burdened for one in self.now.people)


@dataclass(frozen=True)
class OnShift:
    crews: Sequence[Crew]
    called: Sequence[OnCall]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Who is called, with their team: once, whatever for."""
        return [*dict.fromkeys((one.user.full_name, one.team.name) for one in self.called)]

    @property
    def there(self) -> int:
        return sum(one.now.there for one in self.crews)

    @property
    def missing(self) -> int:
        return sum(one.now.missing for one in self.crews)

    @property
    def breaks(self) -> int:
        return sum(one.now.breaks for one in self.crews)


def teams_planned(user: User) -> list[Team]:
    """None for who plans for nobody."""
    return list(planned_teams(user).order_by("name")) if user.may("roster.plan") else []


def on_shift(
    user: User, teams: Sequence[Team], at: datetime.datetime, risks: Sequence[CoverageRisk]
) -> OnShift:
    """In as many statements however many teams and people there are; `risks` of these teams from now on."""
    found = wall_lately(teams, at, risks) if teams else []
    in_hand = tickets_of(user, (one.user.pk for team in found for one in team.people))
    crews = [
        Crew(
            team,
            [Hand(one, in_hand.get(one.user.pk, 0)) for one in team.people if one.state not in GONE],
            sum(one.state is State.SOON for one in team.people),
        )
        for team in found
    ]
    return OnShift(crews, on_call_now(teams, at) if teams else [])


def tickets_of(user: User, people: Iterable[int]) -> dict[int, int]:
    """How many active tickets each has, as the list of what is assigned to them counts."""
    rows = tickets_for(user).active().filter(assignee__in=set(people)).order_by()
    return dict(rows.values_list("assignee").annotate(n=Count("pk")))
