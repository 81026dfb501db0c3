"""Who decides about whose time: leads about those in their teams, managers about everybody; nobody about
themselves. Not theirs is not found.
"""

from django.db.models import QuerySet
from django.http import Http404

from scheduling.access import planned_teams
from staff.models import Membership, User


def led_people(by: User) -> QuerySet[User]:
    """Active people whose time they decide about."""
    people = User.objects.filter(is_active=True).exclude(pk=by.pk)
    if by.may("roster.manage"):
        return people
    members = Membership.objects.filter(team__in=planned_teams(by)).values("user")
    return people.filter(pk__in=members)


def may_decide(by: User, user: User) -> bool:
    return led_people(by).filter(pk=user.pk).exists()


def led_person(by: User, user_id: int) -> User:
    person = led_people(by).filter(pk=user_id).first()
    if person is None:
        raise Http404(f"nobody {user_id} to decide about")
    return person


def deciders(user: User) -> list[User]:
    """Whoever leads a team that they are in; the managers where nobody does."""
    teams = user.memberships.filter(team__active=True).values("team")
    leads = Membership.objects.filter(team__in=teams, leads=True).values("user")
    active = User.objects.filter(is_active=True).exclude(pk=user.pk)
    found = [one for one in active.filter(pk__in=leads) if one.may("roster.plan")]
    return found or [one for one in active.filter(role="manager") if one.may("roster.manage")]
