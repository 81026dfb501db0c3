"""Questions about people and teams."""

from django.db.models import QuerySet

from staff.models import Team, User


def colleagues(team: Team | None = None) -> QuerySet[User]:
    """Active people, of one team or of all."""
    people = User.objects.filter(is_active=True)
    return people.filter(memberships__team=team) if team else people


def teams_of(user: User) -> QuerySet[Team]:
    """The active teams this person works in; everyone who may see all tickets sees every team."""
    teams = Team.objects.filter(active=True)
    return teams if user.may("ticket.see_all") else teams.filter(memberships__user=user)
