"""Who comes first where two change the shifts of one person at once: their team, they, then the rows."""

from collections.abc import Collection

from staff.models import Team, User


def lock(team: int, users: Collection[int]) -> None:
    """Against a roster that is published meanwhile, and against two shifts for one person at once."""
    Team.objects.select_for_update().get(pk=team)
    lock_people(users)


def lock_people(users: Collection[int]) -> None:
    """Whatever comes to one of them, or keeps them away, is decided one after the other: of two teams too."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk"))
