"""Who answers a suggestion, and who is asked if they do not."""

from staff.models import Team, User
from staff.permissions import roles_with


def answerer_for(team: Team | None, *, but: User | None) -> User | None:
    """Whoever leads the team; else the next manager above `but`; else the first of the managers. Never `but`
    themselves, who suggested it with their name, or who leaves.
    """
    people = User.objects.filter(is_active=True, role__in=roles_with("suggestion.answer")).order_by("pk")
    people = people.exclude(pk=but.pk) if but else people
    lead = people.filter(memberships__team=team, memberships__leads=True).first() if team else None
    above = manager_above(but) if but and lead is None else None
    return lead or above or people.filter(role__in=roles_with("suggestion.manage")).first()


def manager_above(user: User) -> User | None:
    """Up the line of those they report to, the first who answers everything."""
    seen, one = {user.pk}, user.reports_to
    while one is not None and one.pk not in seen:
        if one.may("suggestion.manage"):
            return one
        seen.add(one.pk)
        one = one.reports_to
    return None
