"""One ticket's moments in, the cycles of each clock out. Pure: no Django.

A cycle is one run of one clock, from what starts it to what stops it; `sla.clock` measures it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from scheduling.calendar import WorkingCalendar
from sla.history import ClockEvent, Era, EventKind, Moment, failed_answers, moments_of, read_log, utc
from sla.policy import FINISHED, Category, Metric, Promise, Reopen


class End(StrEnum):
    """What stopped a cycle."""

    DONE = "done"  # what was promised was done
    DISMISSED = "dismissed"  # solved, or said to need no reply: neither kept nor broken
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Stretch:
    start: datetime
    end: datetime
    category: Category
    owed: bool
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of one clock. `stretches` follow each other without a gap up to `stopped_at`, or to now.

    `due` is the time a person set by hand, if one did.
    """

    metric: Metric
    number: int
    started_at: datetime
    stopped_at: datetime | None
    end: End | None
    stretches: tuple[Stretch, ...]
    eras: tuple[Era, ...]
    due: datetime | None = None
    answer_failed: bool = False


Bounds = tuple[int, int | None]  # the moments at which a cycle starts and stops


def cycles(events: Sequence[ClockEvent], promise: Promise, calendar: WorkingCalendar,
           now: datetime, *, adjusted: bool = False, label: str = "") -> Iterator[Cycle]:  # fmt: skip
    """The cycles of every clock up to `now`, by metric, then number. Raises ClockError.

    `adjusted` leaves out what a manager excluded; without it the exclusions are not seen.
    """
    now = utc(now)
    log = read_log(events, now)
    if not log:
        return
    failed = failed_answers(log, promise)
    kept = [event for event in log if not any(event is answer for answer in failed)]
    moments = moments_of(kept, promise, calendar, label)
    promised = {target.metric for m in moments for era in m.eras for target in era.promise.targets}
    for metric in Metric:
        if metric not in promised:
            continue
        for number, bounds in enumerate(BOUNDS[metric](moments), 1):
            cycle = _cycle(metric, number, moments, *bounds, now)
            if adjusted:
                cycle = replace(cycle, stretches=tuple(_cut(cycle, _exclusions(log, metric))))
            if metric is Metric.FIRST_RESPONSE:
                lost = any(cycle.stopped_at is None or answer.at <= cycle.stopped_at for answer in failed)
                cycle = replace(cycle, answer_failed=lost)
            yield cycle


def _first_response(moments: list[Moment]) -> Iterator[Bounds]:
    """From the opening, or the first customer message, to the first answer. A solved ticket is no answer."""
    waits = moments[0].eras[0].promise.agent_opened_waits and not moments[0].owed
    starts = (i for i, moment in enumerate(moments) if not waits or _asks(moment))
    first = next(starts, None)
    if first is None:
        return
    ends = (EventKind.AGENT_ANSWERED, EventKind.MERGED, EventKind.NO_REPLY_NEEDED)
    stops = (i for i, moment in enumerate(moments) if i > first and moment.kind in ends)
    yield first, next(stops, None)


def _asks(moment: Moment) -> bool:
    """The customer said something here: in this ticket, or in one that came into it."""
    if moment.kind is EventKind.ABSORBED:
        return moment.event.since is not None
    return moment.kind is EventKind.CUSTOMER_WROTE


def _next_response(moments: list[Moment]) -> Iterator[Bounds]:
    """From the first message after the first response was settled to the next answer; further messages
    change nothing.

    Until then there is only the first response. Solved without an answer it is dismissed.
    """
    settled = next((stop for _, stop in _first_response(moments)), None)
    first: int | None = None
    for i, moment in enumerate(moments):
        asked = _asks(moment) or (moment.owed and i > 0 and _over(moments[i - 1]))  # or reopened with it open
        if first is not None and (not moment.owed or _over(moment)):
            yield first, i
            first = None
        elif first is None and settled is not None and i > settled and asked and not _over(moment):
            first = i
    if first is not None:
        yield first, None


def _time_to_own(moments: list[Moment]) -> Iterator[Bounds]:
    """Each time the ticket lies without an owner: until it has one, or is solved."""
    yield from _while(moments, lambda moment: not moment.owned and not _over(moment))


def _periodic_update(moments: list[Moment]) -> Iterator[Bounds]:
    """From one answer to the next while the ticket is unsolved; reopened, from the reopening."""
    answered, first = False, None
    for i, moment in enumerate(moments):
        answers = moment.kind is EventKind.AGENT_ANSWERED
        if first is not None and (answers or _over(moment)):
            yield first, i
            first = None
        answered |= answers
        if first is None and answered and not _over(moment):
            first = i
    if first is not None:
        yield first, None


def _whole_life(moments: list[Moment]) -> Iterator[Bounds]:
    """From the opening to the last time it was solved; what is reopened goes on."""
    over = [_over(moment) for moment in moments]
    last = len(over)
    while last and over[last - 1]:
        last -= 1
    yield 0, None if last == len(over) else last


def _resolution(moments: list[Moment]) -> Iterator[Bounds]:
    """From the opening to solved; what is reopened goes on in the same cycle or a new one."""
    first: int = 0
    stop: int | None = None
    for i, moment in enumerate(moments):
        if stop is None and _over(moment):
            stop = i
        elif stop is not None and not _over(moment):
            target = moment.eras[-1].promise.target(Metric.RESOLUTION)
            if target and target.reopen is Reopen.NEW_CYCLE:
                yield first, stop
                first = i
            stop = None
    yield first, stop


def _while(moments: list[Moment], holds: Callable[[Moment], bool]) -> Iterator[Bounds]:
    first = None
    for i, moment in enumerate(moments):
        if first is None and holds(moment):
            first = i
        elif first is not None and not holds(moment):
            yield first, i
            first = None
    if first is not None:
        yield first, None


def _over(moment: Moment) -> bool:
    return moment.category in FINISHED or moment.kind is EventKind.MERGED


BOUNDS: dict[Metric, Callable[[list[Moment]], Iterator[Bounds]]] = {
    Metric.FIRST_RESPONSE: _first_response,
    Metric.NEXT_RESPONSE: _next_response,
    Metric.TIME_TO_OWN: _time_to_own,
    Metric.PERIODIC_UPDATE: _periodic_update,
    Metric.RESOLUTION: _resolution,
    Metric.CUSTOMER_WAIT: _whole_life,
    Metric.WORK_TIME: _whole_life,
}
# What stops these but the thing itself leaves them undone.
DONE_BY: dict[Metric, Callable[[Moment], bool]] = {
    Metric.FIRST_RESPONSE: lambda moment: moment.kind is EventKind.AGENT_ANSWERED,
    Metric.NEXT_RESPONSE: lambda moment: moment.kind is EventKind.AGENT_ANSWERED,
    Metric.PERIODIC_UPDATE: lambda moment: moment.kind is EventKind.AGENT_ANSWERED,
    Metric.TIME_TO_OWN: lambda moment: moment.owned,
}


def _cycle(metric: Metric, number: int, moments: list[Moment], first: int, stop: int | None,
           now: datetime) -> Cycle:  # fmt: skip
    lived = moments[first:stop]
    times = [moment.at for moment in lived] + [now if stop is None else moments[stop].at]
    stretches = [
        Stretch(start, end, moment.category, moment.owed)
        for moment, (start, end) in zip(lived, pairwise(times), strict=True)
    ]
    # What was promised after it stopped is no longer its business.
    eras = lived[-1].eras if lived else moments[first].eras
    started = moments[first].at
    asked = [m.event.since for m in lived if m.kind is EventKind.ABSORBED and m.event.since]
    if metric in (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE) and asked and utc(min(asked)) < started:
        began = utc(min(asked))
        stretches.insert(0, Stretch(began, started, Category.NEW, True))
        eras = (replace(eras[0], since=min(began, eras[0].since)), *eras[1:])
        started = began
    return Cycle(
        metric=metric,
        number=number,
        started_at=started,
        stopped_at=None if stop is None else moments[stop].at,
        end=None if stop is None else _end(metric, moments[stop]),
        stretches=tuple(stretches),
        eras=eras,
        due=_set_by_hand(metric, lived),
    )


def _end(metric: Metric, moment: Moment) -> End:
    if moment.kind is EventKind.MERGED:
        return End.MERGED
    done = DONE_BY.get(metric)
    return End.DONE if done is None or done(moment) else End.DISMISSED


def _set_by_hand(metric: Metric, lived: list[Moment]) -> datetime | None:
    told = [m.event for m in lived if m.kind is EventKind.DUE_SET and m.event.metric is metric]
    return utc(told[-1].due) if told and told[-1].due else None


def _exclusions(log: list[ClockEvent], metric: Metric) -> list[tuple[datetime, datetime]]:
    told = [e for e in log if e.kind is EventKind.EXCLUDED and e.metric in (None, metric)]
    return [(utc(e.since), utc(e.until)) for e in told if e.since and e.until and e.since < e.until]


def _cut(cycle: Cycle, spans: list[tuple[datetime, datetime]]) -> Iterator[Stretch]:
    """The stretches, cut at the edges of the spans; those inside one are excluded."""
    edges = sorted({edge for span in spans for edge in span})
    for stretch in cycle.stretches:
        inside = [edge for edge in edges if stretch.start < edge < stretch.end]
        for start, end in pairwise([stretch.start, *inside, stretch.end]):
            left_out = any(a <= start and end <= b for a, b in spans) and start < end
            yield replace(stretch, start=start, end=end, excluded=left_out)
