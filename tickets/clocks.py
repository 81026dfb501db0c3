"""The ticket's timers: sla.clock over its events, kept in rows so that lists can sort and the watch can see
what is due.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from lib.prepared import Prepared
from lib.storing import insert
from sla import clock as sla_clock
from sla.policy import Audience
from tickets import escalations, events
from tickets.actors import Desk
from tickets.choices import CLOCK_EVENTS, CLOCK_NOTICES, ClockState, EventKind
from tickets.clock_log import as_clock_event, is_heard_by, log_of
from tickets.merged_log import counted, unsaid_in
from tickets.models import Ticket, TicketClock, TicketEvent
from tickets.models.ticket import NEVER
from tickets.promised import KEY

TIMERS = Desk("timers")
EXCLUDED = sla_clock.Reason.EXCLUDED
Key = tuple[str, str, int]  # whose a clock is on its ticket: audience, metric, cycle
KEY_FIELDS = ("audience", "metric", "cycle")


def read(
    ticket: Ticket,
    now: datetime.datetime,
    log: Sequence[TicketEvent] | None = None,
    *,
    adjusted: bool = False,
) -> tuple[sla_clock.Clock, ...]:
    """Every clock of the ticket as its events tell it at `now`, with segments that explain it; never as of
    a time before the last of them. `adjusted`: without what a manager excluded. The label of a segment is
    the number of the event that promised it. What the customer was promised comes first, then what colleagues
    were.

    The promise in force at the opening is the first one written down. `log` spares a statement: all
    events, in order.
    """
    log = log_of(ticket) if log is None else log
    now, told = as_of(log, now), counted(log)
    clocks = _read(told, now, Audience.CUSTOMER, adjusted)
    if any(event.kind == EventKind.PROMISED and event.data.get(KEY[Audience.INTERNAL]) for event in told):
        inside = [event for event in told if is_heard_by(event, Audience.INTERNAL)]
        clocks += _read(inside, now, Audience.INTERNAL, adjusted)
    return clocks


def _read(
    log: Sequence[TicketEvent], now: datetime.datetime, audience: Audience, adjusted: bool
) -> tuple[sla_clock.Clock, ...]:
    told = [as_clock_event(event, audience) for event in log]
    first = next((e for e in told if e.kind is sla_clock.EventKind.PROMISE_CHANGED), None)
    if first is None or first.promise is None or first.calendar is None:
        return ()
    rest = [e for e in told if e is not first]
    clocks = sla_clock.clocks(rest, first.promise, first.calendar, now, adjusted=adjusted, label=first.label)
    return tuple(replace(clock, audience=audience) for clock in clocks)


def read_adjusted(
    ticket: Ticket, now: datetime.datetime, log: Sequence[TicketEvent]
) -> dict[Key, sla_clock.Clock]:
    """The clocks of which a manager excluded something, without that."""
    if not any(event.kind == EventKind.EXCLUDED for event in log):
        return {}
    told = read(ticket, now, log, adjusted=True)
    return {key_of(clock): clock for clock in told if any(s.reason is EXCLUDED for s in clock.segments)}


def as_of(log: Sequence[TicketEvent], now: datetime.datetime) -> datetime.datetime:
    """`now`, but not before the last event or notice: a letter handled late turns no clock back."""
    happened = (event.at for event in log if event.kind in CLOCK_EVENTS)
    noticed = (_noticed_at(event) for event in log if event.kind in CLOCK_NOTICES)
    return max([now, *happened, *noticed])


def _noticed_at(event: TicketEvent) -> datetime.datetime:
    told = event.data.get("noticed_at")
    return datetime.datetime.fromisoformat(told) if told else event.at


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one clock: the thresholds that were warned of, when first, and of the breach.

    `breach` is the event of a breach that has not been superseded.
    """

    warned: tuple[str, ...] = ()
    warned_at: datetime.datetime | None = None
    breach_noticed_at: datetime.datetime | None = None
    breach: TicketEvent | None = None

    @property
    def unbroken(self) -> "Said":
        return replace(self, breach=None, breach_noticed_at=None)


def key_of(clock: TicketClock | sla_clock.Clock) -> Key:
    return str(clock.audience), str(clock.metric), clock.cycle


def said(log: Sequence[TicketEvent]) -> dict[Key, Said]:
    """What the events say that was said of each clock; but not what a merge brought that was taken back."""
    known: dict[Key, Said] = {}
    unsaid = unsaid_in(log)
    notices = (e for e in log if e.kind in CLOCK_NOTICES and e.pk not in unsaid)
    for event in sorted(notices, key=lambda event: event.pk):
        data, at = event.data, _noticed_at(event)
        key = data.get("audience", Audience.CUSTOMER.value), data["metric"], data["cycle"]
        before = known.get(key, Said())
        since = before.warned_at or at
        if event.kind == EventKind.WARNED:
            threshold = data.get("threshold")
            warned = (*before.warned, threshold) if threshold else before.warned
            known[key] = replace(before, warned_at=since, warned=warned)
        elif event.kind == EventKind.BREACH_SUPERSEDED:
            known[key] = before.unbroken
        else:
            noticed = before.breach_noticed_at or at
            known[key] = replace(before, warned_at=since, breach_noticed_at=noticed, breach=event)
    return known


def rows(ticket: Ticket, now: datetime.datetime, log: Sequence[TicketEvent]) -> list[TicketClock]:
    """The ticket's rows as of `now`, not saved: all that they hold comes from the log."""
    known, adjusted = said(log), read_adjusted(ticket, now, log)
    return [
        _row(ticket, clock, known.get(key, Said()), adjusted.get(key))
        for clock in read(ticket, now, log)
        for key in [key_of(clock)]
    ]


def refresh(ticket: Ticket, now: datetime.datetime, begun: Sequence[TicketEvent] | None = None) -> None:
    """Bring the rows of a locked ticket up to date, and record a warning or a breach that is due. Safe to
    repeat.

    `now` is the time of what just happened, so that a letter handled late is judged by when it came. A
    clock that
    runs out later is stored with its due time; `watch` comes back for it.

    `begun` are all events of a ticket that was opened just now: neither they nor any clocks are read back.
    """
    log = log_of(ticket) if begun is None else begun
    now, known, fresh = as_of(log, now), said(log), []
    told, adjusted = read(ticket, now, log), read_adjusted(ticket, now, log)
    _supersede(ticket, known, {key_of(clock): clock.breached_at for clock in told}, now)
    for clock in told:
        key = key_of(clock)
        row = _row(ticket, clock, known.get(key, Said()), adjusted.get(key))
        _notice(ticket, row, clock, now)
        fresh.append(row)
    write(ticket, fresh, begun=begun is not None)
    if known:  # something was said once, so there may be ladders
        escalations.follow(ticket, fresh, now)


Breaches = dict[Key, datetime.datetime | None]


def _supersede(ticket: Ticket, known: dict[Key, Said], breaches: Breaches, now: datetime.datetime) -> None:
    """A breach that was told is none any more, or came at another time: it stays in the log, and this says
    so. `known` forgets it, so that a breach at another time is told.
    """
    for key, before in known.items():
        if before.breach and breaches.get(key) != before.breach.at:
            events.record(
                ticket, EventKind.BREACH_SUPERSEDED, by=TIMERS, at=now, audience=key[0], metric=key[1],
                cycle=key[2], was=before.breach.at.isoformat(), breach=before.breach.pk,
            )  # fmt: skip
            known[key] = before.unbroken


def write(ticket: Ticket, fresh: Sequence[TicketClock], *, begun: bool = False) -> None:
    """Let the ticket have exactly these rows, and stand in the queue by the first of them that is due."""
    stored = {} if begun else {key_of(row): row for row in _stored(ticket_id=ticket.pk)}
    if begun and fresh:
        insert(*fresh)
    elif changed := [row for row in fresh if not _same(row, stored.get(key_of(row)))]:
        TicketClock.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["ticket", *KEY_FIELDS], update_fields=COMPUTED
        )
    kept = {key_of(row) for row in fresh}
    if gone := [row.pk for key, row in stored.items() if key not in kept]:
        TicketClock.objects.filter(pk__in=gone).delete()
    at, metric = next_due(fresh)
    if (ticket.queue_at, ticket.queue_metric) != (at, metric):
        events.touch(ticket, queue_at=at, queue_metric=metric)


# What of a row is computed: all but whose it is.
COMPUTED = [
    field.name
    for field in TicketClock._meta.concrete_fields
    if field.name not in {"id", "ticket", *KEY_FIELDS}
]


@Prepared
def _stored(*, ticket_id: int) -> QuerySet[TicketClock]:
    return TicketClock.objects.filter(ticket=ticket_id)


def _same(row: TicketClock, stored: TicketClock | None) -> bool:
    """Most cycles are over and never change again: those are not written."""
    return stored is not None and all(getattr(row, name) == getattr(stored, name) for name in COMPUTED)


def next_due(rows: Sequence[TicketClock]) -> tuple[datetime.datetime, str]:
    """When the next promise to the customer is due, and which it is: the ticket's place in every list.

    What colleagues promised each other is watched and shown, but moves nobody ahead of a customer.
    """
    theirs = (row for row in rows if row.audience == Audience.CUSTOMER and not row.stopped_at)
    return min(((row.due_at, row.metric) for row in theirs if row.due_at), default=(NEVER, ""))


def _row(
    ticket: Ticket, clock: sla_clock.Clock, known: Said, adjusted: sla_clock.Clock | None = None
) -> TicketClock:
    return TicketClock(
        ticket=ticket,
        audience=clock.audience.value,
        metric=clock.metric.value,
        cycle=clock.cycle,
        state=clock.state.value,
        started_at=clock.started_at,
        due_at=clock.due_at,
        warn_at=next((at for at in clock.warn_at if at), None),
        stopped_at=clock.stopped_at,
        breached_at=clock.breached_at,
        target_seconds=int(clock.target.span.total_seconds()),
        elapsed_seconds=int(clock.elapsed.total_seconds()),
        warned_at=known.warned_at,
        warned=list(known.warned),
        next_warn_at=_next_warning(clock, known.warned),
        breach_noticed_at=known.breach_noticed_at,
        by_hand=clock.by_hand,
        adjusted_state=adjusted.state.value if adjusted else "",
        adjusted_seconds=int(adjusted.elapsed.total_seconds()) if adjusted else None,
    )


def _warnings(clock: sla_clock.Clock) -> list[tuple[datetime.datetime, str]]:
    """When each warning of the clock is to be told, earliest first, and its name."""
    keys = (threshold.key for threshold in clock.target.warnings)
    return sorted((at, key) for at, key in zip(clock.warn_at, keys, strict=True) if at)


def _next_warning(clock: sla_clock.Clock, warned: Sequence[str]) -> datetime.datetime | None:
    """A clock that stands still or has stopped warns of nothing; a late one still owes what it never said."""
    if clock.stopped_at or clock.state not in (ClockState.RUNNING, ClockState.MISSED):
        return None
    return next((at for at, key in _warnings(clock) if key not in warned), None)


def _notice(ticket: Ticket, row: TicketClock, clock: sla_clock.Clock, now: datetime.datetime) -> None:
    """Write down what is due and was not told: each warning once, however late, and then the breach."""
    while row.next_warn_at and row.next_warn_at <= now:
        key = next(key for at, key in _warnings(clock) if at == row.next_warn_at and key not in row.warned)
        events.record(
            ticket, EventKind.WARNED, by=TIMERS, at=row.next_warn_at, audience=row.audience,
            metric=row.metric, cycle=row.cycle, threshold=key,
            due_at=row.due_at.isoformat() if row.due_at else None, noticed_at=now.isoformat(),
        )  # fmt: skip
        row.warned_at = row.warned_at or now
        row.warned = [*row.warned, key]
        escalations.start(ticket, row, threshold=key, at=row.next_warn_at, now=now)
        row.next_warn_at = _next_warning(clock, row.warned)
    if row.state == ClockState.MISSED and row.breached_at and row.breach_noticed_at is None:
        row.breach_noticed_at = now
        row.warned_at = row.warned_at or now
        events.record(
            ticket, EventKind.BREACHED, by=TIMERS, at=row.breached_at, audience=row.audience,
            metric=row.metric, cycle=row.cycle, noticed_at=now.isoformat(),
        )  # fmt: skip
        escalations.start(ticket, row, threshold="", at=row.breached_at, now=now)
