"""Who stands on a level of the ladder right now. Where a roster speaks it is those of the part who are on
shift, else whoever is on call for the team, for what the ticket needs first; where nobody is either, or there
is no roster, those who have the part and are not absent. If all of them are, better all than nobody.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from scheduling.there import absent, called, speaks, there
from sla.escalation import Level, Part
from staff.choices import Role
from staff.models import Membership, User
from tickets.models import Ticket
from tickets.wants import skills_of


class How(StrEnum):
    """Why it is they."""

    PART = ""
    ON_SHIFT = "on_shift"
    ON_CALL = "on_call"


@dataclass(frozen=True)
class Stand:
    people: list[User]
    how: How = How.PART


def stand_on(level: Level, ticket: Ticket, at: datetime.datetime, *, is_last: bool = False) -> Stand:
    """Whoever has that part and may see the ticket. One that names a person goes to that person, unless they
    are off and there is a level above: then that one follows at once.
    """
    people = list(_who_may_see(_active(_PARTS[level.to](level, ticket), ticket), ticket))
    if level.to is Part.PERSON:
        return Stand(people if is_last else _there(people, at))
    if not speaks(ticket.team_id, at):
        return Stand(_not_absent(people, at))
    present = there(people, at)
    if on_shift := [one for one in people if present[one.pk].on_shift]:
        return Stand(on_shift, How.ON_SHIFT)
    if on_call := _first(called(ticket.team_id, at, skills_of(ticket)), ticket):
        return Stand(on_call, How.ON_CALL)
    # Whose ticket it is cannot help it while they are off: the next level follows at once.
    return Stand([] if level.to is Part.ASSIGNEE else _not_absent(people, at))


def _there(people: list[User], at: datetime.datetime) -> list[User]:
    """Without those who have time off or are away, or of whom a roster says that they are off and not on
    call.
    """
    away, seen = absent(people, at), there(people, at)
    on = {number for number, one in seen.items() if one.on_shift or one.on_call or not one.rostered}
    return [one for one in people if one.pk not in away and one.pk in on]


def _not_absent(people: list[User], at: datetime.datetime) -> list[User]:
    away = absent(people, at)
    return [one for one in people if one.pk not in away] or people


def _first(numbers: list[int], ticket: Ticket) -> list[User]:
    """Whoever of them is called first."""
    people = {one.pk: one for one in _who_may_see(_active(Q(pk__in=numbers), ticket), ticket)}
    return [people[number] for number in numbers if number in people][:1]


def _active(part: Q, ticket: Ticket) -> Iterable[User]:
    member = Exists(Membership.objects.filter(user=OuterRef("pk"), team=ticket.team_id))
    return User.objects.filter(part, is_active=True).annotate(is_member=member).order_by("pk")


def _who_may_see(people: Iterable[User], ticket: Ticket) -> Iterator[User]:
    """The same as tickets.access.tickets_for, for many people and one ticket."""
    for user in people:
        theirs = user.is_member or user.pk == ticket.assignee_id  # type: ignore[attr-defined]
        if user.may("ticket.see_all") or (theirs and user.may("ticket.see_team")):
            yield user


def _leads(level: Level, ticket: Ticket) -> Q:
    leading = Membership.objects.filter(team=ticket.team_id, leads=True)
    return Q(pk__in=leading.values("user"))


_PARTS: Mapping[Part, Callable[[Level, Ticket], Q]] = {
    Part.ASSIGNEE: lambda level, ticket: Q(pk=ticket.assignee_id),
    Part.TEAM_LEAD: _leads,
    Part.SHIFT_LEAD: _leads,
    Part.MANAGER: lambda level, ticket: Q(role=Role.MANAGER),
    Part.PERSON: lambda level, ticket: Q(pk=level.person),
}
