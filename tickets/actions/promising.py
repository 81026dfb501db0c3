"""What people decide about a promise: that no answer is needed, and when something is due."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from sla.clock import Clock
from sla.policy import Audience
from staff.models import User
from tickets import clocks, events
from tickets.actions.locking import copy_back, locked
from tickets.actors import require
from tickets.choices import EventKind, Metric
from tickets.models import Ticket, TicketEvent

LONGEST_REASON = 300
FARTHEST = datetime.timedelta(days=366)


def clean_reason(text: str) -> str:
    """One line that says why. ValidationError without one: the history must explain itself."""
    reason = " ".join(text.replace("\x00", " ").split())
    if not reason:
        raise ValidationError(_("Say why: the history shows it."))
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            _("The reason is longer than %(most)s characters."), params={"most": LONGEST_REASON}
        )
    return reason


def written(at: datetime.datetime) -> str:
    """A time as events keep it."""
    return at.astimezone(datetime.UTC).isoformat()


def clock_of(ticket: Ticket, metric: str, now: datetime.datetime, cycle: int | None = None) -> Clock:
    """A clock of what the customer was promised, by its kind, the newest unless told. ValidationError if
    there is none.
    """
    theirs = [c for c in clocks.read(ticket, now) if c.audience is Audience.CUSTOMER]
    found = [c for c in theirs if c.metric == metric and cycle in (None, c.cycle)]
    if not found:
        raise ValidationError(_("This ticket has no such clock."))
    return found[-1]


@transaction.atomic
def no_reply_needed(ticket: Ticket, *, by: User, reason: str, at: datetime.datetime | None = None) -> Ticket:
    """The customer's last words want no answer: their turn ends, neither met nor missed, and is counted
    apart. ValidationError if nobody waits.
    """
    require(by, "ticket.reply")
    reason = clean_reason(reason)
    fresh = locked(ticket)
    if fresh.unanswered_since is None:
        raise ValidationError(_("Nobody is waiting for an answer here."))
    at = at or database_clock.now()
    was = fresh.unanswered_since
    events.touch(fresh, unanswered_since=None)
    events.record(
        fresh, EventKind.NO_REPLY_NEEDED, by=by, at=at, reason=reason, since=was.isoformat()
    )  # fmt: skip
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


@transaction.atomic
def set_due(
    ticket: Ticket,
    *,
    by: User,
    metric: str,
    due: datetime.datetime,
    reason: str,
    at: datetime.datetime | None = None,
) -> Ticket:
    """Promise a moment instead of a span: it holds by the wall clock, whatever policies say later, until it
    is taken back. ValidationError if no such clock is open, or the moment is past or too far.
    """
    require(by, "promise.set_due")
    reason = clean_reason(reason)
    fresh, at = locked(ticket), at or database_clock.now()
    if due <= at:
        raise ValidationError(_("The new time lies in the past."))
    if due > at + FARTHEST:
        raise ValidationError(_("The new time is more than a year away."))
    clock = _open_clock(fresh, metric, at)
    events.touch(fresh)
    events.record(
        fresh, EventKind.DUE_SET, by=by, at=at, metric=metric, cycle=clock.cycle, reason=reason,
        due=written(due), was=clock.due_at.isoformat() if clock.due_at else None,
    )  # fmt: skip
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


@transaction.atomic
def free_due(
    ticket: Ticket, *, by: User, metric: str, reason: str, at: datetime.datetime | None = None
) -> Ticket:
    """Take back a time that was set by hand: the promise decides again."""
    require(by, "promise.set_due")
    reason = clean_reason(reason)
    fresh, at = locked(ticket), at or database_clock.now()
    clock = _open_clock(fresh, metric, at)
    if not clock.by_hand or clock.due_at is None:
        raise ValidationError(_("Nobody has set this time by hand."))
    events.touch(fresh)
    events.record(
        fresh, EventKind.DUE_FREED, by=by, at=at, metric=metric, cycle=clock.cycle, reason=reason,
        was=clock.due_at.isoformat(),
    )  # fmt: skip
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


def _open_clock(ticket: Ticket, metric: str, now: datetime.datetime) -> Clock:
    clock = clock_of(ticket, metric, now)
    if clock.stopped_at:
        words = {"metric": Metric(metric).label}
        raise ValidationError(_("%(metric)s has stopped already; there is nothing to be due."), params=words)
    return clock


def set_by_hand(ticket: Ticket) -> dict[tuple[str, int], TicketEvent]:
    """Who last set the due time of each clock by hand, where that still holds."""
    told = ticket.events.filter(kind__in=[EventKind.DUE_SET, EventKind.DUE_FREED]).select_related("actor")
    last = {(e.data["metric"], e.data["cycle"]): e for e in told.order_by("at", "pk")}
    return {key: event for key, event in last.items() if event.kind == EventKind.DUE_SET}
