"""What happened to one ticket, as timers see it: events in, clock cycles out. Pure: no Django.

A log is read into moments (how things stood until the next event); each metric cuts its cycles from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from scheduling.calendar import WorkingCalendar
from sla.policy import FINISHED, Category, Metric, OnChange, Promise, Reopen


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
    is the order given. What is dated before the opening counts as of the opening.

    OPENED           `category` it was opened in (new unless told), `by_agent` when an agent logged it
    CUSTOMER_WROTE   ends waiting by itself; reopening a solved ticket is a MOVED beside it, at the same `at`
    AGENT_ANSWERED   `message`: any identity of the message, so that a bounce can name it
    ANSWER_FAILED    `message` that failed; without it, the latest answer before
    MOVED            `category` it moved to
    PROMISE_CHANGED  `promise` and / or `calendar` that hold from `at` on
    MERGED           nothing more; what follows is not seen
    """

    kind: EventKind
    at: datetime
    category: Category | None = None
    by_agent: bool = False
    message: str | None = None
    promise: Promise | None = None
    calendar: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """What was promised from `since` until the next era."""

    since: datetime
    promise: Promise
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stood from one event until the next. `eras` is the whole past of promises as told then."""

    at: datetime
    kind: EventKind
    category: Category
    owed: bool  # the customer has a message that nobody answered
    eras: tuple[Era, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    start: datetime
    end: datetime
    category: Category
    owed: bool


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of one clock. `stretches` follow each other without a gap up to `stopped_at`, or to now."""

    metric: Metric
    number: int
    started_at: datetime
    stopped_at: datetime | None
    merged: bool  # what stopped it was a merge
    stretches: tuple[Stretch, ...]
    eras: tuple[Era, ...]
    answer_failed: bool = False


def cycles(events: Sequence[ClockEvent], promise: Promise, calendar: WorkingCalendar,
           now: datetime) -> Iterator[Cycle]:  # fmt: skip
    """The cycles of every clock up to `now`, by metric, then number. Raises ClockError."""
    now = _utc(now)
    log = _log(events, now)
    if not log:
        return
    failed = _failed_answers(log, promise)
    kept = [event for event in log if not any(event is answer for answer in failed)]
    moments = _moments(kept, promise, calendar)
    for first, stop in _first_response(moments):
        cycle = _cycle(Metric.FIRST_RESPONSE, 1, moments, first, stop, now)
        lost = any(cycle.stopped_at is None or answer.at <= cycle.stopped_at for answer in failed)
        yield replace(cycle, answer_failed=lost)
    for number, (first, stop) in enumerate(_resolution(moments), 1):
        yield _cycle(Metric.RESOLUTION, number, moments, first, stop, now)


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ClockError("A time needs its time zone: give an aware datetime.")
    return at.astimezone(UTC)


def _log(events: Sequence[ClockEvent], now: datetime) -> list[ClockEvent]:
    """What had happened by `now`, in order, the opening first; nothing before the opening."""
    openings = [event for event in events if event.kind is EventKind.OPENED]
    if events and len(openings) != 1:
        raise ClockError(f"A log needs one opening; this one has {len(openings)}.")
    if not openings:
        return []
    opened = replace(openings[0], at=_utc(openings[0].at))
    rest = [replace(event, at=max(_utc(event.at), opened.at)) for event in events if event is not openings[0]]
    return [event for event in (opened, *sorted(rest, key=lambda event: event.at)) if event.at <= now]


def _failed_answers(log: list[ClockEvent], promise: Promise) -> list[ClockEvent]:
    """The answers that bounced soon enough to lose their credit, as if they had never been sent."""
    answers: list[ClockEvent] = []
    failed: list[ClockEvent] = []
    for event in log:
        match event.kind:
            case EventKind.AGENT_ANSWERED:
                answers.append(event)
            case EventKind.PROMISE_CHANGED:
                promise = event.promise or promise
            case EventKind.ANSWER_FAILED:
                named = [a for a in answers if event.message in (None, a.message)]
                if named and event.at - named[-1].at <= promise.bounce_window:
                    answers = [a for a in answers if a is not named[-1]]
                    failed.append(named[-1])
    return failed


def _moments(log: list[ClockEvent], promise: Promise, calendar: WorkingCalendar) -> list[Moment]:
    moments: list[Moment] = []
    category, owed = Category.NEW, False
    eras: tuple[Era, ...] = (Era(log[0].at, promise, calendar),)
    for event in log:
        match event.kind:
            case EventKind.OPENED:
                category, owed = event.category or Category.NEW, not event.by_agent
            case EventKind.CUSTOMER_WROTE:
                category, owed = Category.OPEN if category is Category.WAITING else category, True
            case EventKind.AGENT_ANSWERED:
                owed = False
            case EventKind.MOVED:
                if event.category is None:
                    raise ClockError("A move needs the category it moved to.")
                category = event.category
            case EventKind.PROMISE_CHANGED:
                eras = _changed(eras, event)
        moments.append(Moment(event.at, event.kind, category, owed, eras))
        if event.kind is EventKind.MERGED:
            break
    return moments


def _changed(eras: tuple[Era, ...], event: ClockEvent) -> tuple[Era, ...]:
    last = eras[-1]
    new = Era(event.at, event.promise or last.promise, event.calendar or last.calendar)
    if (new.promise, new.calendar) == (last.promise, last.calendar):
        return eras
    if new.promise.on_change is OnChange.RETROACTIVE:
        return (replace(new, since=eras[0].since),)
    return (*eras, new)


Bounds = tuple[int, int | None]  # the moments at which a cycle starts and stops


def _first_response(moments: list[Moment]) -> Iterator[Bounds]:
    """From the opening, or the first customer message, to the first answer. A solved ticket is no answer."""
    waits = moments[0].eras[0].promise.agent_opened_waits and not moments[0].owed
    starts = (i for i, moment in enumerate(moments) if not waits or moment.kind is EventKind.CUSTOMER_WROTE)
    first = next(starts, None)
    if first is None:
        return
    ends = (EventKind.AGENT_ANSWERED, EventKind.MERGED)
    stops = (i for i, moment in enumerate(moments) if i > first and moment.kind in ends)
    yield first, next(stops, None)


def _resolution(moments: list[Moment]) -> Iterator[Bounds]:
    """From the opening to solved; what is reopened goes on in the same cycle or a new one."""
    first: int = 0
    stop: int | None = None
    for i, moment in enumerate(moments):
        if stop is None and (moment.category in FINISHED or moment.kind is EventKind.MERGED):
            stop = i
        elif stop is not None and moment.category not in FINISHED:
            target = moment.eras[-1].promise.target(Metric.RESOLUTION)
            if target and target.reopen is Reopen.NEW_CYCLE:
                yield first, stop
                first = i
            stop = None
    yield first, stop


def _cycle(metric: Metric, number: int, moments: list[Moment], first: int, stop: int | None,
           now: datetime) -> Cycle:  # fmt: skip
    lived = moments[first:stop]
    times = [moment.at for moment in lived] + [now if stop is None else moments[stop].at]
    return Cycle(
        metric=metric,
        number=number,
        started_at=moments[first].at,
        stopped_at=None if stop is None else moments[stop].at,
        merged=stop is not None and moments[stop].kind is EventKind.MERGED,
        stretches=tuple(
            Stretch(start, end, moment.category, moment.owed)
            for moment, (start, end) in zip(lived, pairwise(times), strict=True)
        ),
        # What was promised after it stopped is no longer its business.
        eras=lived[-1].eras if lived else moments[first].eras,
    )
