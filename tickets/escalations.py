"""The ladders of promises at risk and missed: started with the warning or the breach, climbed level by level.

What starts and ends one happens in the transaction of the clock itself; `climb_due` does the rest, as safe
with many workers and as hard to kill as the watch over the clocks.
"""

import datetime
import logging
from collections.abc import Iterator, Sequence

from django.db import transaction

from lib import database_clock
from notices.actions import settle
from scheduling.calendar import ALWAYS_OPEN, WorkingCalendar
from sla import escalation as ladders
from sla.policy import Audience, Metric
from staff.models import User
from tickets import events
from tickets.actors import Desk
from tickets.choices import ClockState, EscalationEnd, EventKind
from tickets.escalation_words import tell
from tickets.models import Escalation, EscalationStep, Ticket, TicketClock
from tickets.promised import FIELD, calendar_of, terms_of
from tickets.stands import How, stand_on

log = logging.getLogger(__name__)

LADDER = Desk("ladder")
BATCH = 200


# --- with the clock, on a locked ticket


def start(ticket: Ticket, clock: TicketClock, *, threshold: str, at: datetime.datetime,
          now: datetime.datetime) -> None:  # fmt: skip
    """A warning or a breach was written down: from now on its ladder is climbed, if its policy has one."""
    version = getattr(ticket, FIELD[Audience(clock.audience)])
    if version is None or events.is_history():
        return
    happened = ladders.Happened(metric=Metric(clock.metric), at=at, threshold=threshold)
    levels = terms_of(version).ladder.concerning(happened)
    if not levels:
        return
    Escalation.objects.bulk_create(
        [
            Escalation(
                ticket=ticket, audience=clock.audience, metric=clock.metric, cycle=clock.cycle,
                threshold=threshold, happened_at=at, policy_version_id=version, started_at=now,
                next_at=ladders.when(levels[0][1], happened, _hours(ticket)),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def follow(ticket: Ticket, clocks: Sequence[TicketClock], now: datetime.datetime) -> None:
    """Its clocks were read again: ladders of those that ended are over, those of a clock that stands still
    wait.
    """
    rows = {(row.audience, row.metric, row.cycle): row for row in clocks}
    for one in Escalation.objects.filter(ticket=ticket, ended_at=None):
        _follow(ticket, one, rows.get((one.audience, one.metric, one.cycle)), now)


def _follow(ticket: Ticket, one: Escalation, row: TicketClock | None, now: datetime.datetime) -> None:
    if _is_over(one, row, now):
        finish([one], EscalationEnd.SETTLED, now)
    elif row is not None and one.next_at and one.threshold and row.state == ClockState.PAUSED:
        Escalation.objects.filter(pk=one.pk).update(next_at=None, resumed_at=None)
    elif row is not None and one.next_at is None and row.state != ClockState.PAUSED and _left(one):
        one.resumed_at = now
        Escalation.objects.filter(pk=one.pk).update(resumed_at=now, next_at=now)


def _is_over(one: Escalation, row: TicketClock | None, now: datetime.datetime) -> bool:
    """What it is about is done with, or came to be due at another time."""
    if row is None or row.stopped_at:
        return True
    if not one.threshold:
        return row.breached_at != one.happened_at
    return row.state == ClockState.RUNNING and row.warn_at is not None and row.warn_at > now


def _left(one: Escalation) -> bool:
    """Whether there are levels above the one that was told last."""
    return not _is_top(one, one.climbed)


def _is_top(one: Escalation, level: int) -> bool:
    return all(number <= level for number, _ in _ladder(one).concerning(_happened(one)))


def finish(some: Sequence[Escalation], end: str, now: datetime.datetime, *, by: User | None = None) -> None:
    """These ladders are climbed no more, and their notices ask for nothing any more."""
    for one in some:
        Escalation.objects.filter(pk=one.pk, ended_at=None).update(
            next_at=None, ended_at=now, end=end, acknowledged_by=by
        )
        settle(("ticket", one.ticket_id), keys=f"{key_of(one)}-", by=by)


def reopen(ticket: Ticket, since: datetime.datetime) -> list[str]:
    """Ladders that were settled since then go on: what settled them was taken back. What the keys of their
    notices begin with; when the next level is due, `follow` finds.
    """
    over = Escalation.objects.filter(ticket=ticket, end=EscalationEnd.SETTLED, ended_at__gte=since)
    keys = [f"{key_of(one)}-" for one in over]
    over.update(ended_at=None, end="")
    return keys


def key_of(one: Escalation) -> str:
    return f"escalation-{one.pk}"


# --- by the beat


def climb_due(now: datetime.datetime | None = None) -> int:
    """Climb every ladder on which a level is due; how many were looked at. Without `now` it is what the
    database's clock says, at each.

    By key, so that nothing is looked at twice and whatever cannot be climbed holds up nobody.
    """
    until, looked_at = now or database_clock.now(), 0
    for number, ticket in _due(until):
        looked_at += 1
        try:
            _climb(number, ticket, now)
        except Exception:  # the next tick tries it again
            log.exception("escalation %s could not be climbed", number)
    return looked_at


def _due(until: datetime.datetime) -> Iterator[tuple[int, int]]:
    """Escalations and their tickets by (next_at, id), batch by batch."""
    due = Escalation.objects.filter(next_at__lte=until).order_by("next_at", "pk")
    rest = due
    while batch := list(rest.values_list("next_at", "pk", "ticket_id")[:BATCH]):
        for _, number, ticket in batch:
            yield number, ticket
        at, last, _ = batch[-1]
        rest = due.filter(next_at__gte=at).exclude(next_at=at, pk__lte=last)


@transaction.atomic
def _climb(number: int, ticket_id: int, now: datetime.datetime | None) -> None:
    """The levels of one ladder that are due, with the ticket locked first, as everybody does."""
    tickets = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related(
        "team"
    )
    ticket = tickets.filter(pk=ticket_id).first()
    now = now or database_clock.now()
    one = Escalation.objects.filter(pk=number, next_at__lte=now).select_for_update().first()
    if ticket is None or one is None:
        return
    row = ticket.clocks.filter(audience=one.audience, metric=one.metric, cycle=one.cycle).first()
    _follow(ticket, one, row, now)
    one.refresh_from_db(fields=["next_at", "resumed_at", "ended_at"])
    if one.next_at and one.next_at <= now:
        _take_steps(ticket, one, now)


def _take_steps(ticket: Ticket, one: Escalation, now: datetime.datetime) -> None:
    how: dict[ladders.Level, How] = {}
    last = [level for _number, level in _ladder(one).concerning(_happened(one))][-1:]

    def who(level: ladders.Level) -> list[User]:
        stand = stand_on(level, ticket, now, is_last=[level] == last)
        how[level] = stand.how
        return stand.people

    made = ladders.climb(
        _ladder(one), _happened(one), one.climbed, _hours(ticket), now, who, not_before=one.resumed_at
    )
    for step in made.steps:
        _tell(ticket, one, step, how[step.level], now)
    one.climbed = max([one.climbed, *(step.number for step in made.steps)])
    one.next_at = made.next_at
    one.save(update_fields=["climbed", "next_at"])
    if made.steps:
        events.touch(ticket)  # an open page shows it


def _tell(
    ticket: Ticket, one: Escalation, step: ladders.Step[User], how: How, now: datetime.datetime
) -> None:
    EscalationStep.objects.bulk_create(
        [
            EscalationStep(escalation=one, level=step.number, recipient=user, due_at=step.due_at, at=now)
            for user in step.to
        ],
        ignore_conflicts=True,
    )
    late = max(0, int((now - step.due_at).total_seconds()))
    events.record(
        ticket, EventKind.ESCALATED, by=LADDER, at=now, audience=one.audience, metric=one.metric,
        cycle=one.cycle, threshold=one.threshold, level=step.number, part=step.level.to.value,
        to=[user.pk for user in step.to], late=late, top=_is_top(one, step.number),
        **({"how": how.value} if how else {}),
    )  # fmt: skip
    tell(ticket, one, step, key=f"{key_of(one)}-{step.number}", now=now, how=how)


def _ladder(one: Escalation) -> ladders.Ladder:
    return terms_of(one.policy_version_id).ladder


def _happened(one: Escalation) -> ladders.Happened:
    return ladders.Happened(metric=Metric(one.metric), at=one.happened_at, threshold=one.threshold)


def _hours(ticket: Ticket) -> WorkingCalendar:
    return calendar_of(ticket.calendar_version_id) if ticket.calendar_version_id else ALWAYS_OPEN
