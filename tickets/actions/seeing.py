"""What each person has seen."""

import datetime

from lib import database_clock
from staff.models import User
from tickets.models import Seen, Ticket


def mark_seen(ticket: Ticket, *, by: User, at: datetime.datetime | None = None) -> None:
    """This person has seen everything up to now."""
    Seen.objects.bulk_create(
        [Seen(user=by, ticket=ticket, at=at or database_clock.now())],
        update_conflicts=True,
        unique_fields=["user", "ticket"],
        update_fields=["at"],
    )


def mark_unread(ticket: Ticket, *, by: User) -> None:
    Seen.objects.filter(user=by, ticket=ticket).delete()
