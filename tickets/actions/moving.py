"""State moves: the table says which, this does them."""

import datetime
from typing import Any

from django.db import transaction

from customers.models import Contact
from lib import database_clock
from tickets import clocks, events, workflow
from tickets.actions.ending_backup import finish
from tickets.actions.locking import copy_back, locked
from tickets.actors import Actor, Desk, require
from tickets.choices import EventKind, State
from tickets.models import Ticket
from tickets.queries import open_children
from tickets.readiness import require_ready
from tickets.snooze import awake_if_ended

CLOSE_AFTER = datetime.timedelta(days=14)


@transaction.atomic
def move(ticket: Ticket, name: str, *, by: Actor, at: datetime.datetime | None = None) -> Ticket:
    """Make the named move. MoveRefused if the ticket is not in a state for it, PermissionDenied if `by`
    may not. HeldOpen if it waits for a child, NotReady if it lacks what is needed to solve it.
    """
    fresh = locked(ticket)
    step = workflow.check(name, fresh.state)
    if not (isinstance(by, Contact) and step.by_customer):
        require(by, step.permission or "ticket.move")
    at = at or database_clock.now()
    apply_move(fresh, name, by=by, at=at)
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


def apply_move(ticket: Ticket, name: str, *, by: Actor, at: datetime.datetime) -> None:
    """The move itself, on a locked ticket; the caller has checked who, and refreshes the clocks after."""
    step = workflow.check(name, ticket.state)
    if step.target == State.SOLVED and ticket.waits_for_children and (children := open_children(ticket)):
        raise workflow.HeldOpen(name, ticket.state, children)
    if step.target == State.SOLVED:
        require_ready(ticket, name)
    before = ticket.state
    fields: dict[str, Any] = {"state": step.target}
    fields |= awake_if_ended(step.target) if ticket.snoozed_until else {}
    if step.target in workflow.ENDED:
        fields["solved_at"] = ticket.solved_at or at
    elif before in workflow.ENDED:
        fields["solved_at"] = None
    events.touch(ticket, **fields)
    events.record(ticket, EventKind.MOVED, by=by, at=at, move=name, was=before, to=step.target)
    if ticket.asks_backup and step.target in workflow.ENDED:
        finish(ticket, by=by, at=at)


def close_old(now: datetime.datetime) -> int:
    """Close what has stayed solved for CLOSE_AFTER. Locks each row, skips those somebody is working on."""
    closed = 0
    stale = Ticket.objects.filter(state=State.SOLVED, solved_at__lt=now - CLOSE_AFTER).order_by("solved_at")
    for number in stale.values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            ticket = (
                Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
                .filter(pk=number, state=State.SOLVED, solved_at__lt=now - CLOSE_AFTER)
                .first()
            )
            if ticket:
                apply_move(ticket, "close", by=Desk("upkeep"), at=now)
                closed += 1
    return closed
