"""Following a ticket: being told of what is said on it."""

import datetime

from django.db import transaction

from lib import database_clock
from staff.models import User
from tickets.access import tickets_for
from tickets.actors import require
from tickets.models import Follow, Ticket


@transaction.atomic
def follow(ticket: Ticket, *, by: User, at: datetime.datetime | None = None) -> None:
    """Whoever may see it may follow it; twice is once. The caller has checked that they may see it."""
    require(by, "ticket.see_team")
    Follow.objects.bulk_create(
        [Follow(ticket=ticket, user=by, at=at or database_clock.now())], ignore_conflicts=True
    )


@transaction.atomic
def unfollow(ticket: Ticket, *, by: User) -> None:
    """Twice is once."""
    Follow.objects.filter(ticket=ticket, user=by).delete()


def followers_of(ticket: Ticket) -> list[User]:
    """Of this ticket and of those merged into it, each once. Who may not see it any more follows no more."""
    here = Follow.objects.filter(ticket=ticket) | Follow.objects.filter(ticket__merged_into=ticket)
    people = {row.user_id: row.user for row in here.select_related("user")}
    lost = [pk for pk, one in people.items() if not tickets_for(one).filter(pk=ticket.pk).exists()]
    if lost:
        here.filter(user__in=lost).delete()
    return [one for pk, one in people.items() if pk not in lost]
