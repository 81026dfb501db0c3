"""Questions about people and teams."""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from staff.models import Team, User


def colleagues(team: Team | None = None) -> QuerySet[User]:
    """Active people, of one team or of all."""
    people = User.objects.filter(is_active=True)
    return people.filter(memberships__team=team) if team else people


def emails_of_ours(addresses: Collection[str]) -> set[str]:
    """Which of these addresses are somebody's of us, active or not. Asked with every letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM staff_user WHERE email = ANY(%s)", [list(addresses)])
        return {email for (email,) in cursor.fetchall()}


def teams_of(user: User) -> QuerySet[Team]:
    """The active teams this person works in; everyone who may see all tickets sees every team."""
    teams = Team.objects.filter(active=True)
    return teams if user.may("ticket.see_all") else teams.filter(memberships__user=user)
