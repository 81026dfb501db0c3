"""Questions about people and teams."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from staff.models import Membership, Team, User


def colleagues(team: Team | None = None) -> QuerySet[User]:
    """Active people, of one team or of all."""
    people = User.objects.filter(is_active=True)
    return people.filter(memberships__team=team) if team else people


def emails_of_ours(addresses: Collection[str]) -> set[str]:
    """Which of these addresses are somebody's of us, active or not. Asked with every letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM staff_user WHERE email = ANY(%s)", [list(addresses)])
        return {email for (email,) in cursor.fetchall()}


def is_supervised(user: User, team_id: int) -> bool:
    """Whether somebody else approves what they answer for this team."""
    return supervised_in(user, team_id).exists()


def supervised_in(user: User, team: Any) -> QuerySet[Membership]:
    """Why they are supervised when they answer for this team, an outer reference or a number: in it they are,
    or they are no member of it and are somewhere else.
    """
    outer = OuterRef(team) if isinstance(team, OuterRef) else team
    here = Membership.objects.filter(user=OuterRef("user"), team=outer)
    return Membership.objects.filter(Q(team=team) | ~Exists(here), user=user, supervised=True)


def supervisable_by(user: User) -> QuerySet[Membership]:
    """Whom this person can have supervised: the members of the teams they lead, or of all; not themselves."""
    rows = Membership.objects.filter(team__active=True, user__is_active=True).exclude(user=user)
    if not user.may("staff.manage"):
        rows = rows.filter(team__in=user.memberships.filter(leads=True).values("team"))
    if not user.may("answer.approve"):
        rows = rows.none()
    return rows.select_related("user", "team").order_by("team__name", "user__full_name")


def signed_by(user: User) -> QuerySet[Team]:
    """The teams whose signatures this person writes: those they lead, or all."""
    if not user.may("signature.write"):
        return Team.objects.none()
    teams = Team.objects.filter(active=True)
    led = teams.filter(memberships__user=user, memberships__leads=True)
    return teams if user.may("staff.manage") else led


def teams_of(user: User) -> QuerySet[Team]:
    """The active teams this person works in; everyone who may see all tickets sees every team."""
    teams = Team.objects.filter(active=True)
    return teams if user.may("ticket.see_all") else teams.filter(memberships__user=user)


def led_by(user: User) -> QuerySet[User]:
    """Members of the teams this person leads, themselves too."""
    led = user.memberships.filter(leads=True, team__active=True).values("team")
    return User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), team__in=led)))
