"""Somebody has seen that a promise is at risk or missed, and sees to it: nobody above them is told."""

import datetime

from django.db import transaction

from lib import database_clock
from staff.models import User
from tickets import escalations, events
from tickets.actions.locking import copy_back, locked
from tickets.actors import require
from tickets.choices import EscalationEnd, EventKind
from tickets.models import Escalation, Ticket

LONGEST_REASON = 300


@transaction.atomic
def acknowledge(ticket: Ticket, *, by: User, reason: str = "", at: datetime.datetime | None = None) -> int:
    """Stop every ladder that is climbed for this ticket; how many. Twice, or too late, is no error: 0.

    What falls due later starts anew.
    """
    require(by, "ticket.acknowledge")
    fresh = locked(ticket)
    open_ones = list(Escalation.objects.filter(ticket=fresh, ended_at=None))
    if not open_ones:
        return 0
    at = at or database_clock.now()
    escalations.finish(open_ones, EscalationEnd.ACKNOWLEDGED, at, by=by)
    events.touch(fresh)
    events.record(
        fresh, EventKind.ACKNOWLEDGED, by=by, at=at, reason=" ".join(reason.split())[:LONGEST_REASON],
        what=[[one.audience, one.metric, one.cycle, one.threshold] for one in open_ones],
    )  # fmt: skip
    copy_back(fresh, ticket)
    return len(open_ones)
