"""Who else is at a ticket right now: they look at it, or write on it. True for some seconds, then forgotten.

An open page says so each time it asks what is new; what somebody writes says so each time it is saved. Only
whoever may see the ticket is ever told.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from staff.models import User
from tickets.choices import MessageKind
from tickets.models import Presence, Ticket

# An open page asks every four seconds, and every two while somebody else is there.
ALONE, TOGETHER = 4, 2
LOOKING_FOR = datetime.timedelta(seconds=3 * ALONE)
WRITING_FOR = datetime.timedelta(seconds=30)
FORGOTTEN_AFTER = datetime.timedelta(hours=1)
LOOKS, ANSWERS, NOTES = "looks", "answers", "notes"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    doing: str


def look(user: User, number: int) -> None:
    """This colleague has the ticket before them; whoever calls has made sure that they may see it."""
    Presence.objects.bulk_create(
        [Presence(user=user, ticket_id=number, at=timezone.now())],
        update_conflicts=True, unique_fields=["ticket", "user"], update_fields=["at"],
    )  # fmt: skip


def people_at(ticket: Ticket) -> list[Person]:
    """Who writes first, then who looks; of a ticket that was read with `looking` and `writing`."""
    found = {
        row["id"]: Person(row["id"], row["name"], NOTES if row["kind"] == MessageKind.NOTE else ANSWERS)
        for row in ticket.writing
        if row["recent"]
    }
    for row in ticket.looking:
        found.setdefault(row["id"], Person(row["id"], row["name"], LOOKS))
    return list(found.values())


def told(people: Sequence[Person]) -> str:
    """What changes when anybody comes, goes, or begins to do something else."""
    return "-".join(f"{one.id}{one.doing[0]}" for one in sorted(people, key=lambda one: one.id))


def pace(people: Sequence[Any]) -> int:
    """After how many seconds an open page asks again."""
    return TOGETHER if people else ALONE


def forget_old(now: datetime.datetime) -> int:
    gone, _ = Presence.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()
    return gone
