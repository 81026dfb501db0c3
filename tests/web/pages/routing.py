"""Pages of routing: whose a ticket is, and why."""

from staff.duty import note_here
from tests.factories import make_ticket
from tickets.actions.routing import route
from tickets.models import TeamRouting

PAGES: dict[str, str | None] = {
    "tickets:routed": "amara",
}
SHOWS: dict[str, str] = {
    "tickets:routed": "It found somebody",
}
NO_PAGES: set[str] = set()


def arguments(cast) -> dict[str, list]:
    TeamRouting.objects.get_or_create(team=cast.billing, defaults={"strategy": "load"})
    note_here(cast.amara)
    ticket = make_ticket(requester=cast.dana, team=cast.billing, subject=cast.nasty[:200])
    route(ticket)
    return {"tickets:routed": [ticket.pk]}
