"""The promise panel: each timer with its strip of time and the rows that explain it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lib.openings import Left
from sla.clock import Clock, Reason, Segment
from sla.policy import Audience
from tickets.choices import Metric
from tickets.time_left import left_in

WIDTH = 300
STANDSTILL = 14  # how wide a pause is drawn: it uses up nothing of the promise

REASONS: dict[Reason, LazyText] = {
    Reason.RUNNING: _("counted"),
    Reason.OWED: _("counted: the customer waits for an answer"),
    Reason.WAITING: _("waiting on the customer"),
    Reason.HOLD: _("on hold"),
    Reason.SOLVED: _("solved"),
    Reason.CLOSED: pgettext_lazy("ticket", "closed"),
    Reason.NO_PROMISE: _("nothing promised"),
    Reason.EXCLUDED: _("taken out by a manager"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    width: int
    look: str


@dataclass(frozen=True, slots=True)
class Row:
    start: datetime.datetime
    end: datetime.datetime
    reason: LazyText
    counted: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One timer. `look` is soon or late; `used` and `target` are seconds, the rows' seconds sum to `used`."""

    name: str
    state: str
    look: str
    due_at: datetime.datetime | None
    warn_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    used: int
    target: int
    business: bool
    over: bool
    bars: Sequence[Bar]
    rows: Sequence[Row]
    opening_time: Left | None = None
    by_hand: bool = False

    @property
    def pill(self) -> str:
        """What the pill is told: a promise that is late and still open shows how late."""
        return "late" if self.over else self.state

    @property
    def left(self) -> int:
        return self.target - self.used


def panels(clocks: Sequence[Clock], now: datetime.datetime, calendar: int | None = None) -> list[Panel]:
    """The newest cycle of each timer: what the customer was promised, first response first; then the rest.

    `calendar` is the version of the opening hours in force.
    """
    newest = {(clock.audience, clock.metric): clock for clock in clocks}
    order = list(Metric)
    sides = list(Audience)
    in_order = sorted(newest.values(), key=lambda c: (sides.index(c.audience), order.index(c.metric.value)))
    return [_panel(clock, now, calendar) for clock in in_order]


def name_of(clock: Clock) -> str:
    metric = str(Metric(clock.metric.value).label)
    if clock.audience is Audience.INTERNAL:
        return gettext("%(metric)s, among colleagues") % {"metric": metric}
    return metric


def _panel(clock: Clock, now: datetime.datetime, calendar: int | None) -> Panel:
    warn_at = next((at for at in clock.warn_at if at), None)
    late = clock.state == "missed"
    soon = clock.state == "running" and warn_at is not None and warn_at <= now
    rows = [_row(segment) for segment in clock.segments]
    return Panel(
        name=name_of(clock),
        state=clock.state.value,
        look="late" if late else "soon" if soon else "",
        due_at=clock.due_at,
        warn_at=warn_at,
        stopped_at=clock.stopped_at,
        used=sum(row.seconds for row in rows),
        target=int(clock.target.span.total_seconds()),
        business=clock.target.hours.value == "business",
        over=late and clock.stopped_at is None,
        bars=_bars(clock),
        rows=rows,
        opening_time=_opening_time(clock, now, calendar),
        by_hand=clock.by_hand,
    )


def _opening_time(clock: Clock, now: datetime.datetime, calendar: int | None) -> Left | None:
    counts = clock.target.hours.value == "business" and not clock.by_hand and clock.stopped_at is None
    return left_in(calendar, clock.due_at, now) if counts and calendar and clock.due_at else None


def _row(segment: Segment) -> Row:
    return Row(
        start=segment.start,
        end=segment.end,
        reason=REASONS[segment.reason],
        counted=segment.counted,
        seconds=round(segment.amount.total_seconds()),
    )


def _bars(clock: Clock) -> list[Bar]:
    """Counted stretches by the share of the promise that they used, pauses at one width; never wider than
    the rail.
    """
    shares = []
    for segment in clock.segments:
        used = segment.amount / segment.span * WIDTH if segment.counted and segment.span else STANDSTILL
        shares.append((used, "used" if segment.counted else "stopped"))
    total = sum(width for width, _look in shares)
    scale = WIDTH / total if total > WIDTH else 1
    bars, x = [], 0.0
    for width, look in shares:
        begin, x = x, x + width * scale
        if round(x) > round(begin):
            bars.append(Bar(x=round(begin), width=round(x) - round(begin), look=look))
    return bars
