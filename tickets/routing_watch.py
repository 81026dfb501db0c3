"""The watch over work that nobody has: routed by whichever worker comes first."""

import datetime
import logging

from lib import database_clock
from tickets.actions.routing import give, handing_out, read, waiting_in
from tickets.choices import OURS, EventKind, Occasion, RoutingStrategy
from tickets.crews import Crew
from tickets.models import TeamRouting, TicketEvent
from tickets.reassigning import move_on

log = logging.getLogger(__name__)
BATCH = 200


def route_waiting(now: datetime.datetime | None = None) -> int:
    """Route what waits, team by team; how many were given to somebody. Again and again: a skill that nobody
    had may be overlooked by now, a shift may have begun, a hint may have been lost.
    """
    with handing_out() as ours:
        if not ours:
            return 0
        given = 0
        routings = TeamRouting.objects.exclude(strategy=RoutingStrategy.MANUAL).filter(team__active=True)
        for routing in routings.select_related("team").order_by("pk"):
            try:
                given += _route_team(routing, now)
            except Exception:  # the next tick tries it again
                log.exception("what waits in %s could not be routed", routing.team)
        return given


def _route_team(routing: TeamRouting, now: datetime.datetime | None) -> int:
    at = now or database_clock.now()
    waiting = waiting_in(routing.team)
    if not waiting:
        return 0
    crew, given = Crew(routing.team, at, routing), 0
    for first in range(0, len(waiting), BATCH):
        made = give(read(waiting[first : first + BATCH]), at=at, occasion=Occasion.WAITED, crew=crew)
        given += sum(choice.person is not None for choice in made)
    return given


def route_one(number: int, occasion: str, now: datetime.datetime | None = None) -> bool:
    """One that came just now; if tickets are being handed out at this moment, the next tick does it."""
    with handing_out() as ours:
        ticket = next(iter(read([number])), None) if ours else None
        if ticket is None or ticket.assignee_id or ticket.state not in OURS or ticket.snoozed_until:
            return False
        routing = TeamRouting.objects.filter(team=ticket.team_id).first()
        if routing is None or routing.strategy == RoutingStrategy.MANUAL:
            return False
        at = now or database_clock.now()
        crew = Crew(ticket.team, at, routing)
        return any(one.person is not None for one in give([ticket], at=at, occasion=occasion, crew=crew))


def route_after(event_id: int, now: datetime.datetime | None = None) -> bool:
    """A ticket came, or came back: to nobody, or to somebody who may be off."""
    event = (
        TicketEvent.objects.filter(pk=event_id)
        .select_related("ticket")
        .only("kind", "ticket__assignee")
        .first()
    )
    if event is None:
        return False
    if owner := event.ticket.assignee_id:
        return move_on(now, only=[owner]) > 0
    return route_one(event.ticket_id, _OCCASIONS.get(event.kind, Occasion.WAITED), now)


_OCCASIONS = {
    EventKind.OPENED: Occasion.OPENED,
    EventKind.CUSTOMER_WROTE: Occasion.REOPENED,
    EventKind.TEAM_CHANGED: Occasion.TEAM,
}
