"""The timers of one ticket, as a pure function of what happened to it.

`clocks(events, promise, calendar, now)` reads the ticket's log and says how every promise stands at `now`.
Nothing is remembered between calls: the same log, promise and calendar give the same answer to the
microsecond, so stored rows are only a cache. All instants are aware datetimes; results are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduling.calendar import WorkingCalendar
from sla.policy import Category, Metric, Promise, Target


class ClockError(ValueError):
    """A log that no timer can be read from: no opening, a naive time, a move without its category."""


class EventKind(StrEnum):
    OPENED = "opened"
    CUSTOMER_WROTE = "customer_wrote"
    AGENT_ANSWERED = "agent_answered"  # public, by a human, to the customer
    ANSWER_FAILED = "answer_failed"  # a hard bounce: the answer's credit is withdrawn
    MOVED = "moved"
    PROMISE_CHANGED = "promise_changed"
    MERGED = "merged"  # into another ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One line of the log that timers care about.

    `at` is when it happened, not when it was processed: a letter's received time. Order among equal times
    is the order given.

    OPENED           `category` it was opened in (new unless told), `by_agent` when an agent logged it
    CUSTOMER_WROTE   ends waiting by itself; reopening a solved ticket is a MOVED beside it, with the same `at`
    AGENT_ANSWERED   `message`: any identity of the message, so that a bounce can name it
    ANSWER_FAILED    `message` that failed; without it, the latest answer before
    MOVED            `category` it moved to
    PROMISE_CHANGED  `promise` and / or `calendar` that hold from `at` on
    MERGED           nothing more
    """

    kind: EventKind
    at: datetime
    category: Category | None = None
    by_agent: bool = False
    message: str | None = None
    promise: Promise | None = None
    calendar: WorkingCalendar | None = None


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"  # from the first instant after due, whether or not it has been stopped since
    MERGED = "merged"  # ended by a merge, neither met nor missed
    UNSCHEDULABLE = "unschedulable"  # the calendar never opens again: due cannot be told
    WITHDRAWN = "withdrawn"  # the promise now in force has no target of this kind


class Reason(StrEnum):
    RUNNING = "running"
    OWED = "owed"  # would pause, but the customer has an unanswered message
    WAITING = "waiting"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"
    NO_PROMISE = "no_promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one clock's life. `amount` is what it added: open time within [start, end), 0 unless counted.

    `span` is the target in force, so `amount / span` is the share of the promise this stretch used.
    """

    start: datetime
    end: datetime
    counted: bool
    reason: Reason
    amount: timedelta
    span: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How one promise stands.

    `due_at` is unknown (None) while paused, merged, withdrawn or unschedulable; once missed it is the moment
    it was missed, and so is `breached_at`. `warn_at` goes with `target.warnings`, one by one: None means not
    known yet, or stopped before it came. `elapsed` is the sum of the segments' amounts. `remaining` turns
    negative past due; with one target throughout, `elapsed + remaining == target.span`.
    """

    metric: Metric
    cycle: int
    state: ClockState
    target: Target
    started_at: datetime
    due_at: datetime | None
    warn_at: tuple[datetime | None, ...]
    stopped_at: datetime | None
    breached_at: datetime | None
    elapsed: timedelta
    remaining: timedelta
    segments: tuple[Segment, ...]
    answer_failed: bool = False  # a first answer bounced and lost its credit


def clocks(events: Sequence[ClockEvent], promise: Promise, calendar: WorkingCalendar,
           now: datetime) -> tuple[Clock, ...]:
    """Every clock of the ticket as it stands at `now`, by metric, then cycle.

    `promise` and `calendar` are those the ticket was opened under. Events later than `now` are not seen, so
    any past moment can be asked for. A ticket not opened yet has no clocks. Raises `ClockError`.
    """
    raise NotImplementedError
