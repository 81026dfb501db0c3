"""Why a clock shows what it shows: every stretch of every cycle, in lines that sum to it to the second."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from scheduling.calendar import ALWAYS_OPEN, WorkingCalendar
from scheduling.closings import Because, Closing, why_closed
from scheduling.models import CalendarVersion
from sla.clock import Clock, Reason, Segment
from sla.models import PolicyVersion
from sla.policy import Audience
from tickets.choices import ClockState, EventKind, Metric, Priority
from tickets.clocks import Key, key_of
from tickets.models import TicketEvent
from tickets.promised import KEY, calendar_of
from tickets.promises import REASONS, name_of

SECOND = datetime.timedelta(seconds=1)
WIDTH = 1000  # of the strip
MOST_LINES = 400  # of one stretch; a longer one is told in a single line
SHORT_ENOUGH = 24  # lines; more of them are folded behind the stretches
Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True, slots=True)
class Under:
    """What was in force: policy and opening hours by name and version."""

    policy: str = ""
    priority: str = ""
    hours: str = ""
    calendar: WorkingCalendar = ALWAYS_OPEN
    names: Mapping[str, str] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stretch, all open or all closed. `look`: used, closed or stopped; or excluded."""

    start: datetime.datetime
    end: datetime.datetime
    why: str
    look: str
    amount: datetime.timedelta
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A piece with what was in force, in whole seconds that sum to what is shown."""

    piece: Piece
    under: Under
    seconds: int
    adjusted: int


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    look: str
    says: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Real time from left to right, from `start` to `end`; `due` and `now` are places on it."""

    start: datetime.datetime
    end: datetime.datetime
    bars: Sequence[Bar]
    due: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class Explained:
    """One cycle of one clock. `lines` are its smallest pieces; `stretches` the same, one for each stretch."""

    clock: Clock
    adjusted: Clock | None
    cycles: int
    lines: Sequence[Line]
    stretches: Sequence[Line]
    strip: Strip | None
    under: Mapping[str, Under]

    @property
    def key(self) -> str:
        inside = f"{self.clock.audience}-" if self.is_internal else ""
        return f"{inside}{self.clock.metric}-{self.clock.cycle}"

    @property
    def is_internal(self) -> bool:
        """What colleagues promised each other, apart from what the customer was promised."""
        return self.clock.audience is Audience.INTERNAL

    @property
    def name(self) -> str:
        name = name_of(self.clock)
        if self.cycles == 1:
            return name
        return _("%(metric)s, cycle %(n)s") % {"metric": name, "n": self.clock.cycle}

    @property
    def state(self) -> str:
        return str(ClockState(self.clock.state.value).label)

    @property
    def adjusted_state(self) -> str:
        return str(ClockState(self.adjusted.state.value).label) if self.adjusted else ""

    @property
    def is_open(self) -> bool:
        return self.clock.stopped_at is None

    @property
    def business(self) -> bool:
        return self.clock.target.hours.value == "business"

    @property
    def target(self) -> int:
        return self.clock.target.span // SECOND

    @property
    def used(self) -> int:
        return self.clock.elapsed // SECOND

    @property
    def adjusted_used(self) -> int:
        return self.adjusted.elapsed // SECOND if self.adjusted else self.used

    @property
    def folds(self) -> bool:
        return len(self.lines) > SHORT_ENOUGH and len(self.stretches) < len(self.lines)

    @property
    def shown(self) -> Sequence[Line]:
        return self.stretches if self.folds else self.lines


def explained(
    told: Sequence[Clock],
    adjusted: Mapping[Key, Clock],
    events: Sequence[TicketEvent],
    now: datetime.datetime,
) -> list[Explained]:
    """Every cycle of every clock, in the order in which clocks are shown: the customer's before our own."""
    under = {audience: in_force(events, audience) for audience in {clock.audience for clock in told}}
    order, sides = list(Metric), list(Audience)
    cycles = [(clock.audience, clock.metric) for clock in told]
    return [
        explain(
            clock, under[clock.audience], now, adjusted=adjusted.get(key_of(clock)),
            cycles=cycles.count((clock.audience, clock.metric)),
        )
        for clock in sorted(
            told, key=lambda c: (sides.index(c.audience), order.index(Metric(c.metric.value)), c.cycle)
        )
    ]  # fmt: skip


def explain(
    clock: Clock, under: Mapping[str, Under], now: datetime.datetime, *, adjusted: Clock | None = None,
    cycles: int = 1,
) -> Explained:  # fmt: skip
    excluded = _excluded(adjusted)
    stretches = [(segment, under.get(segment.label, Under())) for segment in clock.segments]
    found = [
        (p, u) for segment, u in stretches for p in _cut(pieces(segment, u), excluded, _hours(segment, u))
    ]
    whole = [
        (p, u) for segment, u in stretches for p in _cut([_whole(segment)], excluded, _hours(segment, u))
    ]
    return Explained(
        clock=clock,
        adjusted=adjusted,
        cycles=cycles,
        lines=_lines(found),
        stretches=_lines(whole),
        strip=_strip(clock, [piece for piece, _under in found], now),
        under=under,
    )


def in_force(events: Sequence[TicketEvent], audience: Audience) -> dict[str, Under]:
    """Number of the event that promised it → what it promised, by name; in two statements."""
    promised = [event for event in events if event.kind == EventKind.PROMISED]
    policies = PolicyVersion.objects.select_related("policy").in_bulk(_ids(promised, KEY[audience]))
    hours = CalendarVersion.objects.select_related("calendar").in_bulk(_ids(promised, "calendar"))
    return {str(event.pk): _under(event, audience, policies, hours) for event in promised}


def _ids(promised: Sequence[TicketEvent], name: str) -> set[int]:
    return {event.data[name] for event in promised if event.data.get(name)}


def _under(
    event: TicketEvent,
    audience: Audience,
    policies: Mapping[int, PolicyVersion],
    hours: Mapping[int, CalendarVersion],
) -> Under:
    policy = policies.get(event.data.get(KEY[audience]) or 0)
    version = hours.get(event.data.get("calendar") or 0)
    priority = event.data.get("priority", "")
    return Under(
        policy=_versioned(policy.policy.name, policy.number) if policy else _("no policy"),
        priority=str(Priority(priority).label) if priority in Priority.values else "",
        hours=_versioned(version.calendar.name, version.number) if version else _("around the clock"),
        calendar=calendar_of(version.pk) if version else ALWAYS_OPEN,
        names=version.names if version else None,
        version=version.pk if version else None,
    )


def _versioned(name: str, number: int) -> str:
    return _("%(name)s, version %(n)s") % {"name": name, "n": number}


def pieces(segment: Segment, under: Under) -> list[Piece]:
    """The stretch cut where the desk opens and closes; whole if nothing counts or every hour does."""
    if not (segment.counted and segment.business and segment.span):
        return [_whole(segment)]
    openings = under.calendar.intervals(segment.start, segment.end)
    if 2 * len(openings) > MOST_LINES:
        return [_whole(segment)]
    return list(_opened_and_closed(segment, openings, under))


def _opened_and_closed(segment: Segment, openings: Sequence[Span], under: Under) -> Iterator[Piece]:
    counted, at = str(REASONS[segment.reason]), segment.start
    for opens, closes in (*openings, (segment.end, segment.end)):
        if at < opens:
            why = why_closed(under.calendar.hours, under.names or {}, at, opens)
            yield Piece(at, opens, closed_words(why), "closed", datetime.timedelta(0))
        if opens < closes:
            yield Piece(opens, closes, counted, "used", closes - opens)
        at = closes


def _whole(segment: Segment) -> Piece:
    look = "used" if segment.counted else "stopped"
    return Piece(segment.start, segment.end, str(REASONS[segment.reason]), look, segment.amount)


def closed_words(why: Sequence[Closing]) -> str:
    """closed: weekend, Christmas Day"""
    words = {
        Because.OUTSIDE: _("outside opening hours"),
        Because.BREAK: _("break"),
        Because.WEEKEND: _("weekend"),
        Because.DAY_OFF: _("no opening that day"),
        Because.SPECIAL: _("special day"),
    }
    said = [", ".join(each.names) or words[each.because] for each in why]
    return _("closed: %(why)s") % {"why": ", ".join(dict.fromkeys(said))}


def _excluded(adjusted: Clock | None) -> list[Span]:
    segments = adjusted.segments if adjusted else ()
    return [(s.start, s.end) for s in segments if s.reason is Reason.EXCLUDED]


def _hours(segment: Segment, under: Under) -> WorkingCalendar:
    """In which its time is counted."""
    return under.calendar if segment.business else ALWAYS_OPEN


def _cut(found: Sequence[Piece], excluded: Sequence[Span], hours: WorkingCalendar) -> Iterator[Piece]:
    """The pieces, cut at the edges of what was taken out; what lies inside is marked."""
    if not excluded:
        yield from found
        return
    edges = sorted({edge for span in excluded for edge in span})
    for piece in found:
        inside = [edge for edge in edges if piece.start < edge < piece.end]
        for start, end in pairwise([piece.start, *inside, piece.end]):
            out = any(a <= start and end <= b for a, b in excluded)
            amount = hours.between(start, end) if inside and piece.amount else piece.amount
            yield Piece(start, end, piece.why, piece.look, amount, out)


def _lines(found: Sequence[tuple[Piece, Under]]) -> list[Line]:
    """Whole seconds, rounded so that the lines always sum to the whole seconds of the sum."""
    lines, raw, adjusted = [], datetime.timedelta(0), datetime.timedelta(0)
    for piece, under in found:
        before = raw // SECOND, adjusted // SECOND
        raw += piece.amount
        adjusted += datetime.timedelta(0) if piece.excluded else piece.amount
        lines.append(Line(piece, under, raw // SECOND - before[0], adjusted // SECOND - before[1]))
    return lines


def _strip(clock: Clock, found: Sequence[Piece], now: datetime.datetime) -> Strip | None:
    """Drawn to the scale of real time, as far as the clock ran and up to when it is due."""
    start, last = clock.started_at, clock.stopped_at or now
    end = max([last, *([clock.due_at] if clock.due_at else [])])
    if start >= end or not found:
        return None

    def place(at: datetime.datetime) -> float:
        return round(min(max((at - start) / (end - start), 0), 1) * WIDTH, 2)

    bars = [
        Bar(
            place(p.start),
            round(place(p.end) - place(p.start), 2),
            "excluded" if p.excluded else p.look,
            p.why,
        )
        for p in found
    ]
    due = place(clock.due_at) if clock.due_at else None
    return Strip(start, end, [bar for bar in bars if bar.width], due, place(now) if now < end else None)
