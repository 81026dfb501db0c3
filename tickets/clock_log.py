"""A ticket's events as the timers read them."""

import datetime

from django.db.models import QuerySet

from lib.prepared import Prepared
from scheduling.calendar import ALWAYS_OPEN
from sla import clock as sla_clock
from sla.policy import Audience, Category, Metric
from tickets.choices import CLOCK_EVENTS, CLOCK_NOTICES, EventKind
from tickets.merged_log import is_of_a_merge, of_a_merge
from tickets.models import Ticket, TicketEvent
from tickets.promised import calendar_of, promise_in


def as_clock_event(event: TicketEvent, audience: Audience = Audience.CUSTOMER) -> sla_clock.ClockEvent:
    kinds = sla_clock.EventKind
    data = event.data
    if event.kind == EventKind.OPENED:
        return sla_clock.ClockEvent(
            kind=kinds.OPENED,
            at=event.at,
            category=Category(data["category"]),
            by_agent=data.get("on_behalf", False),
            message=str(event.message_id) if event.message_id else None,
        )
    if event.kind == EventKind.MOVED:
        return sla_clock.ClockEvent(kind=kinds.MOVED, at=event.at, category=Category(data["to"]))
    if event.kind == EventKind.ASSIGNED:
        return sla_clock.ClockEvent(kind=kinds.OWNED if data.get("to") else kinds.DISOWNED, at=event.at)
    if event.kind == EventKind.PROMISED:
        return sla_clock.ClockEvent(
            kind=kinds.PROMISE_CHANGED,
            at=event.at,
            promise=promise_in(data, audience),
            calendar=calendar_of(data["calendar"]) if data["calendar"] else ALWAYS_OPEN,
            label=str(event.pk),
        )
    if event.kind in _BY_A_PERSON:
        return _by_a_person(event)
    if is_of_a_merge(event):
        return of_a_merge(event)
    # An answer that is sent again counts from then, should it have failed before.
    kind = kinds.AGENT_ANSWERED if event.kind == EventKind.ANSWER_RESENT else kinds(event.kind)
    return sla_clock.ClockEvent(
        kind=kind, at=event.at, message=str(event.message_id) if event.message_id else None
    )


# About what the customer was promised, and nothing else.
_OF_THE_CUSTOMER = frozenset({EventKind.DUE_SET, EventKind.DUE_FREED, EventKind.EXCLUDED, EventKind.INCLUDED})
_BY_A_PERSON = _OF_THE_CUSTOMER | {EventKind.RETIMED}


def is_heard_by(event: TicketEvent, audience: Audience) -> bool:
    return audience is Audience.CUSTOMER or event.kind not in _OF_THE_CUSTOMER


def _by_a_person(event: TicketEvent) -> sla_clock.ClockEvent:
    """What somebody decided about a clock."""
    kinds, data = sla_clock.EventKind, event.data

    def time(name: str) -> datetime.datetime | None:
        return datetime.datetime.fromisoformat(data[name]) if data.get(name) else None

    metric = Metric(data["metric"]) if data.get("metric") else None
    match event.kind:
        case EventKind.DUE_SET | EventKind.DUE_FREED:
            return sla_clock.ClockEvent(kind=kinds.DUE_SET, at=event.at, metric=metric, due=time("due"))
        case EventKind.EXCLUDED:
            return sla_clock.ClockEvent(
                kind=kinds.EXCLUDED, at=event.at, metric=metric, since=time("since"), until=time("until"),
                message=str(event.pk),
            )  # fmt: skip
        case EventKind.INCLUDED:
            return sla_clock.ClockEvent(kind=kinds.INCLUDED, at=event.at, message=str(data["exclusion"]))
        case _:
            return sla_clock.ClockEvent(
                kind=kinds.RETIMED, at=event.at, message=str(data["what"]), since=time("to")
            )


def log_of(ticket: Ticket) -> list[TicketEvent]:
    """All that the ticket's clocks come from: what happened, and what was said about them, in order."""
    return _log(ticket_id=ticket.pk)


@Prepared
def _log(*, ticket_id: int) -> QuerySet[TicketEvent]:
    """Asked with every letter and every answer."""
    events = TicketEvent.objects.filter(ticket=ticket_id, kind__in=sorted(CLOCK_EVENTS | CLOCK_NOTICES))
    return events.order_by("at", "pk").only("kind", "at", "data", "message_id", "ticket_id")
