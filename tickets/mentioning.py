"""Whom one may mention on a ticket: colleagues who may see it, and nobody else."""

from staff.models import User
from tickets.access import colleagues_for
from tickets.mentions import Person, handles_of
from tickets.models import Ticket

MOST = 8


def handles_on(ticket: Ticket, *, by: User) -> dict[str, int]:
    return handles_of(_people(ticket, by))


def suggested(ticket: Ticket, *, by: User, typed: str) -> list[tuple[str, str]]:
    """Handle and name of those whose handle, or a word of whose name, begins so."""
    people = _people(ticket, by)
    handles: dict[int, list[str]] = {}
    for handle, pk in handles_of(people).items():
        handles.setdefault(pk, []).append(handle)
    begun = typed.casefold()
    found = [
        (handles[one.pk][0], one.name)
        for one in people
        if one.pk in handles
        and any(word.startswith(begun) for word in (*handles[one.pk], *one.name.casefold().split()))
    ]
    return found[:MOST]


def _people(ticket: Ticket, by: User) -> list[Person]:
    rows = colleagues_for(ticket).exclude(pk=by.pk).order_by("full_name", "pk")
    return [Person(*row) for row in rows.values_list("pk", "full_name", "email")]
