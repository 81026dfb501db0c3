"""What was put aside comes back: its time has come, or a promise is due soon."""

import datetime
import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lib import database_clock
from tickets.actions.snoozing import rouse
from tickets.actors import Desk
from tickets.choices import ClockState, Waking
from tickets.models import Ticket, TicketClock
from tickets.snooze import AHEAD

log = logging.getLogger(__name__)
BATCH = 200


def wake_due(now: datetime.datetime | None = None) -> int:
    """Wake all that is due by `now`, or by the database's clock; how many woke. Each in a transaction of its
    own: any number of workers may run and die, and after an outage the next tick does what was missed.
    """
    now, woken, seen = now or database_clock.now(), 0, 0
    while numbers := list(_due(now).filter(pk__gt=seen).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for number in numbers:
            woken += _woken(number, now)
        seen = numbers[-1]
    return woken


def _woken(number: int, now: datetime.datetime) -> bool:
    """One that fails, or that somebody holds, must not keep the others asleep: the next tick tries again."""
    try:
        return _wake(number, now)
    except Exception:
        log.exception("ticket %s could not be woken", number)
        return False


@transaction.atomic
def _wake(number: int, now: datetime.datetime) -> bool:
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    ticket = rows.select_related("team").filter(pk=number, snoozed_until__isnull=False).first()
    # Asked again, now that nobody changes it.
    if ticket is None or not _due(now).filter(pk=number).exists():
        return False
    by_time = ticket.snoozed_until is not None and ticket.snoozed_until <= now
    rouse(ticket, Waking.TIME if by_time else Waking.PROMISE, by=Desk("snooze"), at=now)
    return True


def _due(now: datetime.datetime) -> QuerySet[Ticket]:
    """The same as tickets.snooze.roused_by, for all that is put aside: few, and one index has just these."""
    since = OuterRef("snoozed_at")
    asks = (
        Q(warn_at__gt=since, warn_at__lte=now)
        | Q(due_at__gt=since + AHEAD, due_at__lte=now + AHEAD)
        | Q(due_at__gt=since, due_at__lte=now)
    )
    clocks = TicketClock.objects.filter(
        asks, ticket=OuterRef("pk"), stopped_at=None, state=ClockState.RUNNING
    )
    return Ticket.objects.filter(Q(snoozed_until__lte=now) | Exists(clocks), snoozed_until__isnull=False)
