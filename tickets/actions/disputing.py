"""A stretch that should not count: an agent says so, a manager decides. The raw figures never change."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import clocks, events
from tickets.actions.locking import copy_back, locked
from tickets.actions.promising import clean_reason, clock_of, written
from tickets.actors import require
from tickets.choices import DisputeAnswer, EventKind, Metric
from tickets.models import Dispute, Ticket, TicketEvent

Moment = datetime.datetime  # an aware one


@transaction.atomic
def dispute(
    ticket: Ticket, *, by: User, metric: str, cycle: int, since: Moment, until: Moment, reason: str,
    at: Moment | None = None,
) -> Dispute:  # fmt: skip
    """This stretch of the clock should not count, says an agent. ValidationError if the stretch is not one
    of that clock's, or another dispute about it is open.
    """
    require(by, "promise.dispute")
    reason = clean_reason(reason)
    fresh, at = locked(ticket), at or database_clock.now()
    _check_stretch(fresh, metric, cycle, since, until, at)
    events.touch(fresh)
    raised = events.record(
        fresh, EventKind.DISPUTED, by=by, at=at, metric=metric, cycle=cycle, since=written(since),
        until=written(until), reason=reason,
    )  # fmt: skip
    copy_back(fresh, ticket)
    try:
        with transaction.atomic():
            return Dispute.objects.create(
                ticket=fresh, metric=metric, cycle=cycle, since=since, until=until, reason=reason,
                raised=raised, raised_by=by, raised_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_("A dispute about this clock is waiting for an answer already.")) from error


@transaction.atomic
def drop_dispute(dispute: Dispute, *, by: User, at: Moment | None = None) -> None:
    """Whoever raised it takes it back. ValidationError if it has been answered."""
    ticket, fresh = _open(dispute)
    if by.pk != fresh.raised_by_id:
        raise PermissionDenied("promise.dispute")
    _answer(fresh, ticket, DisputeAnswer.DROPPED, EventKind.DISPUTE_DROPPED, by=by, at=at)


@transaction.atomic
def decline(dispute: Dispute, *, by: User, reason: str, at: Moment | None = None) -> None:
    """It counts all the same. ValidationError if it has been answered."""
    require(by, "promise.exclude")
    reason = clean_reason(reason)
    ticket, fresh = _open(dispute)
    _answer(fresh, ticket, DisputeAnswer.DECLINED, EventKind.DISPUTE_DECLINED, by=by, at=at, reason=reason)


@transaction.atomic
def exclude(
    ticket: Ticket, *, by: User, metric: str, cycle: int, since: Moment, until: Moment, reason: str,
    answers: Dispute | None = None, at: Moment | None = None,
) -> TicketEvent:  # fmt: skip
    """Take a stretch out of the adjusted figures, on one's own account or in answer to a dispute."""
    require(by, "promise.exclude")
    reason = clean_reason(reason)
    fresh, at = locked(ticket), at or database_clock.now()
    _check_stretch(fresh, metric, cycle, since, until, at)
    said = {
        "metric": metric, "cycle": cycle, "since": written(since), "until": written(until),
        "reason": reason,
    }  # fmt: skip
    if answers:
        _, asked = _open(answers)
        event = _answer(asked, fresh, DisputeAnswer.EXCLUDED, EventKind.EXCLUDED, by=by, at=at, **said)
    else:
        events.touch(fresh)
        event = events.record(fresh, EventKind.EXCLUDED, by=by, at=at, **said)
    clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return event


@transaction.atomic
def include(exclusion: TicketEvent, *, by: User, reason: str, at: Moment | None = None) -> None:
    """The stretch counts again. ValidationError if it does already."""
    require(by, "promise.exclude")
    reason = clean_reason(reason)
    ticket, at = locked(exclusion.ticket), at or database_clock.now()
    if exclusion.pk not in {event.pk for event in exclusions_of(ticket)}:
        raise ValidationError(_("That stretch counts already."))
    events.touch(ticket)
    events.record(
        ticket, EventKind.INCLUDED, by=by, at=at, exclusion=exclusion.pk, reason=reason,
        metric=exclusion.data["metric"], cycle=exclusion.data["cycle"], since=exclusion.data["since"],
        until=exclusion.data["until"],
    )  # fmt: skip
    clocks.refresh(ticket, at)


def exclusions_of(ticket: Ticket) -> list[TicketEvent]:
    """Those that hold, oldest first."""
    told = ticket.events.filter(kind__in=[EventKind.EXCLUDED, EventKind.INCLUDED]).select_related("actor")
    log = list(told.order_by("at", "pk"))
    back = {event.data["exclusion"] for event in log if event.kind == EventKind.INCLUDED}
    return [event for event in log if event.kind == EventKind.EXCLUDED and event.pk not in back]


def _check_stretch(
    ticket: Ticket, metric: str, cycle: int, since: Moment, until: Moment, now: Moment
) -> None:
    clock = clock_of(ticket, metric, now, cycle)
    if since >= until:
        raise ValidationError(_("The stretch ends before it begins: swap the two times."))
    end = clock.stopped_at or now
    if until <= clock.started_at or since >= end:
        raise ValidationError(
            _("%(metric)s did not run in that time."), params={"metric": Metric(metric).label}
        )
    if until > now:
        raise ValidationError(_("The stretch ends in the future; only time that has passed can be judged."))


def _open(dispute: Dispute) -> tuple[Ticket, Dispute]:
    """Under the ticket's lock. ValidationError if somebody was quicker."""
    ticket = locked(dispute.ticket)
    fresh = Dispute.objects.filter(pk=dispute.pk, answer=DisputeAnswer.OPEN).first()
    if fresh is None:
        raise ValidationError(_("This dispute has been answered already."))
    return ticket, fresh


def _answer(
    dispute: Dispute, ticket: Ticket, answer: str, kind: str, *, by: User, at: Moment | None, **said: object
) -> TicketEvent:
    events.touch(ticket)
    told = {"metric": dispute.metric, "cycle": dispute.cycle} | said
    event = events.record(
        ticket, kind, by=by, at=at or database_clock.now(), dispute=dispute.raised_id, **told
    )
    dispute.answer, dispute.answered = answer, event
    dispute.save(update_fields=["answer", "answered"])
    return event
