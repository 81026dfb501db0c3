"""What happened to one ticket, as timers see it: events in, moments out. Pure: no Django.

A moment is how things stood from one event until the next; `sla.cycles` cuts each clock's cycles from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from scheduling.calendar import WorkingCalendar
from sla.policy import Category, Metric, OnChange, Promise


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
    ABSORBED = "absorbed"  # another ticket was merged into this one
    UNMERGED = "unmerged"  # that merge was taken back, on either side
    OWNED = "owned"
    DISOWNED = "disowned"
    NO_REPLY_NEEDED = "no_reply_needed"  # somebody said so, with a reason
    DUE_SET = "due_set"  # by hand
    EXCLUDED = "excluded"  # a stretch that a manager took out of the adjusted figures
    INCLUDED = "included"  # that was taken back
    RETIMED = "retimed"  # a message came at another time than was first written down


WRITTEN = frozenset({EventKind.OPENED, EventKind.CUSTOMER_WROTE})
TAKES_BACK = {
    EventKind.UNMERGED: frozenset({EventKind.MERGED, EventKind.ABSORBED}),
    EventKind.INCLUDED: frozenset({EventKind.EXCLUDED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One line of the log that timers care about.

    `at` is when it happened, not when it was processed: a letter's received time. Order among equal times
    is the order given. What is dated before the opening counts as of the opening.

    OPENED           `category` it was opened in (new unless told), `by_agent` when an agent logged it
    CUSTOMER_WROTE   ends waiting by itself; reopening a solved ticket is a MOVED beside it, at the same `at`.
                     `message`, here and above: any identity of the message, so that its time can be corrected
    AGENT_ANSWERED   `message`: any identity of the message, so that a bounce can name it
    ANSWER_FAILED    `message` that failed; without it, the latest answer before
    MOVED            `category` it moved to
    PROMISE_CHANGED  `promise` and / or `calendar` that hold from `at` on; `label`: any name for them, which
                     the segments measured under them will carry
    MERGED           `message`: any identity of the other ticket; what follows is not seen
    ABSORBED         `message` too; `since`: when its customer wrote what nobody has answered, if so; and the
                     `category` it is in from then on, if that woke it
    UNMERGED         `message`: the merge that it takes back; nothing remains of either
    DUE_SET          `metric` and `due`; without `due` the promise decides again
    EXCLUDED         `since` and `until`, for one `metric` or all; `message`: any identity of the exclusion
    INCLUDED         `message`: the exclusion that it takes back
    RETIMED          `message`, and `since`: when it really came; what it moved in its instant goes with it
    """

    kind: EventKind
    at: datetime
    category: Category | None = None
    by_agent: bool = False
    message: str | None = None
    promise: Promise | None = None
    calendar: WorkingCalendar | None = None
    metric: Metric | None = None
    since: datetime | None = None
    until: datetime | None = None
    due: datetime | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Era:
    """What was promised from `since` until the next era."""

    since: datetime
    promise: Promise
    calendar: WorkingCalendar
    label: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stood from one event until the next. `eras` is the whole past of promises as told then."""

    event: ClockEvent
    category: Category
    owed: bool  # the customer has a message that nobody answered
    owned: bool
    eras: tuple[Era, ...]

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def kind(self) -> EventKind:
        return self.event.kind


def utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ClockError("A time needs its time zone: give an aware datetime.")
    return at.astimezone(UTC)


def read_log(events: Sequence[ClockEvent], now: datetime) -> list[ClockEvent]:
    """What had happened by `now`, in order, the opening first; nothing before the opening."""
    openings = [event for event in events if event.kind is EventKind.OPENED]
    if events and len(openings) != 1:
        raise ClockError(f"A log needs one opening; this one has {len(openings)}.")
    if not openings:
        return []
    opening, others = _retimed(openings[0], [event for event in events if event is not openings[0]], now)
    opened = replace(opening, at=utc(opening.at))
    rest = [_not_before(event, opened.at) for event in others]
    log = [event for event in (opened, *sorted(rest, key=lambda event: event.at)) if event.at <= now]
    return without_undone(log)


def _not_before(event: ClockEvent, opened: datetime) -> ClockEvent:
    if event.at.tzinfo is UTC and event.at >= opened:
        return event  # nearly all of them; a copy of each costs more than all else here
    return replace(event, at=max(utc(event.at), opened))


def _retimed(
    opening: ClockEvent, others: list[ClockEvent], now: datetime
) -> tuple[ClockEvent, list[ClockEvent]]:
    """Each message at the time that was last said of it, and what it moved in its instant along with it."""
    said = {e.message: e.since for e in others if e.kind is EventKind.RETIMED and e.since and e.at <= now}
    if not said:
        return opening, others
    written = [e for e in (opening, *others) if e.kind in WRITTEN and e.message in said]
    moved = {event.at: said[event.message] for event in written}

    def timed(event: ClockEvent) -> ClockEvent:
        if event.kind is EventKind.MOVED:
            return replace(event, at=moved.get(event.at, event.at))
        return replace(event, at=said[event.message]) if event in written else event

    return timed(opening), [timed(event) for event in others]


def without_undone(log: list[ClockEvent]) -> list[ClockEvent]:
    """The log without the merges and the exclusions that were taken back."""
    while undone := next((i for i, event in enumerate(log) if event.kind in TAKES_BACK), None):
        taken = log.pop(undone)
        kinds = TAKES_BACK[taken.kind]
        named = [i for i in range(undone) if log[i].kind in kinds and log[i].message == taken.message]
        if named:
            log.pop(named[-1])
    return log


def failed_answers(log: list[ClockEvent], promise: Promise) -> list[ClockEvent]:
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


def moments_of(
    log: list[ClockEvent], promise: Promise, calendar: WorkingCalendar, label: str = ""
) -> list[Moment]:
    moments: list[Moment] = []
    category, owed, owned = Category.NEW, False, False
    eras: tuple[Era, ...] = (Era(log[0].at, promise, calendar, label),)
    for event in log:
        match event.kind:
            case EventKind.OPENED:
                category, owed = event.category or Category.NEW, not event.by_agent
            case EventKind.CUSTOMER_WROTE:
                category, owed = Category.OPEN if category is Category.WAITING else category, True
            case EventKind.AGENT_ANSWERED | EventKind.NO_REPLY_NEEDED:
                owed = False
            case EventKind.ABSORBED:
                owed = owed or event.since is not None
                category = event.category or category
            case EventKind.OWNED | EventKind.DISOWNED:
                owned = event.kind is EventKind.OWNED
            case EventKind.MOVED:
                if event.category is None:
                    raise ClockError("A move needs the category it moved to.")
                category = event.category
            case EventKind.PROMISE_CHANGED:
                eras = _changed(eras, event)
        moments.append(Moment(event, category, owed, owned, eras))
        if event.kind is EventKind.MERGED:
            break
    return moments


def _changed(eras: tuple[Era, ...], event: ClockEvent) -> tuple[Era, ...]:
    last = eras[-1]
    new = Era(event.at, event.promise or last.promise, event.calendar or last.calendar, event.label)
    if replace(new, since=last.since) == last:
        return eras
    if new.promise.on_change is OnChange.RETROACTIVE:
        return (replace(new, since=eras[0].since),)
    return (*eras, new)
