"""The timers of one ticket, as a pure function of what happened to it.

`clocks(events, promise, calendar, now)` reads the ticket's log and says how every promise stands at `now`.
Nothing is remembered between calls: the same log, promise and calendar give the same answer to the
microsecond, so stored rows are only a cache. All instants are aware datetimes; results are in UTC.

A promise is used up by shares: a piece of open time uses `amount / span` of it, under the target and hours in
force at that time. It is due when the shares reach one. So a ticket that lived under several targets or
calendars is measured piece by piece, each under its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import zip_longest
from math import ceil

from scheduling.calendar import ALWAYS_OPEN, NeverOpens, WorkingCalendar
from sla.cycles import Cycle, End, Stretch, cycles
from sla.history import ClockError, ClockEvent, Era, EventKind
from sla.policy import FINISHED, WHOLE_LIFE, Audience, Category, Hours, Metric, Promise, Target, Threshold

__all__ = ["Clock", "ClockError", "ClockEvent", "ClockState", "EventKind", "Reason", "Segment", "clocks"]

TICK = timedelta(microseconds=1)
NOTHING, WHOLE = Fraction(0), Fraction(1)


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"  # from the first instant after due, whether or not it has been stopped since
    MERGED = "merged"  # ended by a merge, neither met nor missed
    DISMISSED = "dismissed"  # solved, or said to need no reply, in time: neither met nor missed
    UNSCHEDULABLE = "unschedulable"  # the calendar never opens for long enough: due cannot be told
    WITHDRAWN = "withdrawn"  # the promise now in force has no target of this kind


class Reason(StrEnum):
    RUNNING = "running"
    OWED = "owed"  # would pause, but the customer has an unanswered message
    WAITING = "waiting"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"
    NO_PROMISE = "no_promise"
    EXCLUDED = "excluded"  # by a manager, in the adjusted figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one clock's life. `amount` is what it added: open time in [start, end), 0 unless counted.

    `span` is the target in force, so `amount / span` is the share of the promise this stretch used. `label`
    is that of the promise and calendar in force; `business`: counted in that calendar's open hours.
    """

    start: datetime
    end: datetime
    counted: bool
    reason: Reason
    amount: timedelta
    span: timedelta | None
    label: str = ""
    business: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How one promise stands.

    `due_at` is unknown (None) while paused, merged, withdrawn or unschedulable; once missed it is the moment
    it was missed, and so is `breached_at`. `by_hand`: somebody set it, and it holds by the wall clock.
    `warn_at` goes with `target.warnings`, one by one: None means not known yet, or stopped before it came.
    `elapsed` is the sum of the segments' amounts. `remaining` turns negative past due; with one target
    throughout, `elapsed + remaining == target.span`.
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
    audience: Audience = Audience.CUSTOMER
    answer_failed: bool = False  # a first answer bounced and lost its credit
    by_hand: bool = False


def clocks(events: Sequence[ClockEvent], promise: Promise, calendar: WorkingCalendar,
           now: datetime, *, adjusted: bool = False, label: str = "") -> tuple[Clock, ...]:  # fmt: skip
    """Every clock of the ticket as it stands at `now`, by metric, then cycle.

    `adjusted`: without the stretches a manager excluded, which the raw figures contain.

    `promise` and `calendar` are those the ticket was opened under, and `label` names them. Events later than
    `now` are not seen, so any past moment can be asked for. A ticket not opened yet has no clocks, nor has a
    metric that was never promised. A first response is owed until somebody answers, solved or not. Raises
    ClockError.
    """
    told = (_clock(cycle) for cycle in cycles(events, promise, calendar, now, adjusted=adjusted, label=label))
    return tuple(clock for clock in told if clock is not None)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a cycle under one target, calendar and reason. `used`: share of the promise, before, after."""

    start: datetime
    end: datetime
    target: Target | None
    calendar: WorkingCalendar
    reason: Reason
    label: str = ""
    amount: timedelta = timedelta(0)
    used: Fraction = NOTHING
    used_after: Fraction = NOTHING

    @property
    def counted(self) -> bool:
        return self.reason in (Reason.RUNNING, Reason.OWED)

    def follows(self, other: "_Piece") -> bool:
        """Whether it merely goes on where the other ends."""
        return (other.end, other.target, other.calendar, other.reason, other.label) == (
            self.start, self.target, self.calendar, self.reason, self.label
        )  # fmt: skip

    def reaches(self, share: Fraction) -> datetime | None:
        """When so much is used up if the clock just runs on; None if the desk never opens for so long."""
        assert self.target is not None
        if share <= self.used:
            return self.start
        try:
            return self.calendar.add(self.start, _part(self.target.span, share - self.used))
        except NeverOpens:
            return None

    def segment(self) -> Segment:
        return Segment(
            start=self.start, end=self.end, counted=self.counted, reason=self.reason, amount=self.amount,
            span=self.target.span if self.target else None, label=self.label,
            business=self.target is not None and self.target.hours is Hours.BUSINESS,
        )  # fmt: skip


def _clock(cycle: Cycle) -> Clock | None:
    pieces = _pieces(cycle)
    target = next((piece.target for piece in reversed(pieces) if piece.target), None)
    if target is None:
        return None
    breached = _breach_by_hand(cycle, pieces[-1].end) if cycle.due else _breach(pieces)
    due = cycle.due or breached or _due(pieces[-1], cycle)
    warn = _warning_by_hand if cycle.due else _warning
    return Clock(
        metric=cycle.metric,
        cycle=cycle.number,
        state=_state(cycle, pieces[-1], due, breached),
        target=target,
        started_at=cycle.started_at,
        due_at=due,
        warn_at=tuple(warn(pieces, threshold, target, cycle) for threshold in target.warnings),
        stopped_at=cycle.stopped_at,
        breached_at=breached,
        elapsed=sum((piece.amount for piece in pieces), timedelta(0)),
        remaining=_remaining(cycle, pieces[-1], target),
        segments=tuple(piece.segment() for piece in pieces if piece.start < piece.end),
        answer_failed=cycle.answer_failed,
        by_hand=cycle.due is not None,
    )


def _remaining(cycle: Cycle, last: _Piece, target: Target) -> timedelta:
    return cycle.due - last.end if cycle.due else _part(target.span, WHOLE - last.used_after)


def _state(cycle: Cycle, last: _Piece, due: datetime | None, breached: datetime | None) -> ClockState:
    if breached:
        return ClockState.MISSED
    if cycle.end is End.MERGED:
        return ClockState.MERGED
    if last.target is None and not cycle.due:  # what a person set outlives the promise
        return ClockState.WITHDRAWN
    if cycle.end is End.DISMISSED:
        return ClockState.DISMISSED
    if cycle.stopped_at:
        return ClockState.MET
    if not last.counted and last.reason is not Reason.NO_PROMISE:
        return ClockState.PAUSED
    return ClockState.RUNNING if due else ClockState.UNSCHEDULABLE


def _breach(pieces: list[_Piece]) -> datetime | None:
    """The moment the promise was due, once the clock has run past it. Stopping exactly then is in time."""
    for piece in pieces:
        if piece.counted and piece.used_after >= WHOLE:
            due = piece.reaches(WHOLE)
            if due and due < piece.end:
                return due
    return None


def _breach_by_hand(cycle: Cycle, end: datetime) -> datetime | None:
    return cycle.due if cycle.due and cycle.due < end else None


def _warning_by_hand(
    pieces: list[_Piece], threshold: Threshold, target: Target, cycle: Cycle
) -> datetime | None:
    """The same share or rest, of the time from the start to the moment that was set."""
    assert cycle.due is not None
    if threshold.left:
        at = cycle.due - threshold.left
    else:
        at = cycle.started_at + _part(cycle.due - cycle.started_at, threshold.share_of(target.span))
    at = max(at, cycle.started_at)
    return at if at <= pieces[-1].end or cycle.stopped_at is None else None


def _due(last: _Piece, cycle: Cycle) -> datetime | None:
    """When a promise not broken yet is due. Kept in a pause: when it would have been had it run on."""
    if cycle.end is End.MERGED or last.target is None:
        return None
    if last.counted:
        return last.reaches(WHOLE)
    return replace(last, start=last.end).reaches(WHOLE) if cycle.stopped_at else None


def _warning(pieces: list[_Piece], threshold: Threshold, target: Target, cycle: Cycle) -> datetime | None:
    share = WHOLE if threshold.real else threshold.share_of(target.span)
    for piece in pieces:
        runs_on = piece is pieces[-1] and cycle.stopped_at is None
        if not piece.counted or piece.used > share:
            continue
        if piece.used_after < share and not runs_on and not threshold.real:
            continue
        at = piece.reaches(share)
        if at and threshold.real and threshold.left:
            at = max(at - threshold.left, piece.start)
        if at and (at <= piece.end or runs_on):
            return at
    return None


def _pieces(cycle: Cycle) -> list[_Piece]:
    """The cycle cut where promise or reason changes; never empty, the last says how things stand."""
    pieces: list[_Piece] = []
    used, base, ticks, span = NOTHING, NOTHING, 0, 0
    for piece, end in _joined(_cuts(cycle)):
        amount, after = timedelta(0), used
        if piece.target and piece.counted and (amount := piece.calendar.between(piece.start, end)):
            if piece.target.span // TICK == span:  # one fraction of whole numbers, not a sum of fractions
                ticks += amount // TICK
            else:
                base, ticks, span = used, amount // TICK, piece.target.span // TICK
            after = base + Fraction(ticks, span) if base else Fraction(ticks, span)
        pieces.append(
            _Piece(
                piece.start, end, piece.target, piece.calendar, piece.reason, piece.label, amount, used, after
            )
        )
        used = after
    return pieces


def _joined(cut: Iterator[_Piece]) -> Iterator[tuple[_Piece, datetime]]:
    """Each piece with where it ends, once what merely goes on is joined to it."""
    first = last = next(cut)
    for piece in cut:
        if not piece.follows(last):
            yield first, last.end
            first = piece
        last = piece
    yield first, last.end


def _cuts(cycle: Cycle) -> Iterator[_Piece]:
    end = cycle.started_at
    for stretch in cycle.stretches:
        for era, following in zip_longest(cycle.eras, cycle.eras[1:]):
            start = max(stretch.start, era.since)
            end = min(stretch.end, following.since) if following else stretch.end
            if start < end:
                yield _piece(cycle.metric, stretch, era, start, end)
    last = cycle.stretches[-1] if cycle.stretches else Stretch(end, end, Category.NEW, False)
    if last.start == last.end:
        yield _piece(cycle.metric, last, cycle.eras[-1], last.end, last.end)


def _piece(metric: Metric, stretch: Stretch, era: Era, start: datetime, end: datetime) -> _Piece:
    target = era.promise.target(metric)
    calendar = era.calendar if target and target.hours is Hours.BUSINESS else ALWAYS_OPEN
    return _Piece(start, end, target, calendar, _reason(metric, target, stretch), era.label)


def _reason(metric: Metric, target: Target | None, stretch: Stretch) -> Reason:
    if stretch.excluded:
        return Reason.EXCLUDED
    if metric in WHOLE_LIFE and stretch.category in FINISHED:
        return Reason(stretch.category.value)
    if target is None:
        return Reason.NO_PROMISE
    if stretch.category not in target.pauses_in:
        return Reason.RUNNING
    # A pause while the customer waits for an answer is no pause; nobody works meanwhile all the same.
    if stretch.owed and metric is not Metric.WORK_TIME:
        return Reason.OWED
    return Reason(stretch.category.value)


def _part(span: timedelta, share: Fraction) -> timedelta:
    """That share of the span, up to the next microsecond."""
    return ceil((span // TICK) * share) * TICK
