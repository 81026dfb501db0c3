"""The clocks against a slow, plain reading of the rules: every minute of a ticket's life, one by one."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import WorkingCalendar
from sla.clock import ClockEvent, ClockState, EventKind, clocks
from sla.policy import (
    FIXED_PAUSES,
    NEVER_PAUSE,
    Category,
    Hours,
    Metric,
    OnChange,
    Promise,
    Reopen,
    Target,
    first_response,
    resolution,
)

MINUTE = timedelta(minutes=1)
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
DAY = 24 * 60
DAYS = 5
FINISHED = (Category.SOLVED, Category.CLOSED)

# Two desks, each as written hours and as a plain table of open minutes from Monday on.
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WRITTEN = {
    "day": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "thu", "fri")},
    "night": {day: [["20:00", "04:00"]] for day in WEEK},
}
DESKS = {name: WorkingCalendar.from_dict({"tz": "UTC", "hours": week}) for name, week in WRITTEN.items()}


@cache
def open_minute(desk, t):
    day, minute = t // DAY % 7, t % DAY
    if desk == "night":
        return minute >= 20 * 60 or minute < 4 * 60
    return day in (0, 1, 3, 4) and (9 * 60 <= minute < 12 * 60 or 13 * 60 <= minute < 17 * 60)


OTHERS = (
    Metric.NEXT_RESPONSE, Metric.TIME_TO_OWN, Metric.PERIODIC_UPDATE, Metric.CUSTOMER_WAIT, Metric.WORK_TIME,
)  # fmt: skip
spans = st.sampled_from([7, 61, 240, 480, 1000, 4000])
pauses = st.sampled_from([(), (Category.WAITING,), (Category.WAITING, Category.HOLD)])
hours = st.sampled_from(Hours)


@st.composite
def promises(draw):
    targets = []
    if draw(st.integers(0, 5)):
        targets.append(first_response(draw(spans) * MINUTE, hours=draw(hours)))
    if draw(st.integers(0, 5)):
        targets.append(
            resolution(
                draw(spans) * MINUTE, hours=draw(hours), pauses_in=frozenset(draw(pauses)),
                reopen=draw(st.sampled_from(Reopen)),
            )
        )  # fmt: skip
    for metric in draw(st.sets(st.sampled_from(OTHERS), max_size=3)):
        loose = frozenset() if metric in NEVER_PAUSE else frozenset(draw(pauses))
        paused = FIXED_PAUSES.get(metric, loose)
        targets.append(Target(metric=metric, span=draw(spans) * MINUTE, hours=draw(hours), pauses_in=paused))
    return Promise(
        targets=tuple(targets),
        on_change=draw(st.sampled_from(OnChange)),
        agent_opened_waits=draw(st.booleans()),
    )


kinds = st.sampled_from(
    [EventKind.CUSTOMER_WROTE, EventKind.AGENT_ANSWERED] * 2
    + [EventKind.ANSWER_FAILED, EventKind.PROMISE_CHANGED, EventKind.OWNED, EventKind.DISOWNED]
    + [EventKind.NO_REPLY_NEEDED]
    + [EventKind.MOVED] * 4
)


@st.composite
def lives(draw):
    """A log of (minute, kind, details), no two in one minute; edges of the opening hours come up often."""
    usual = [day * DAY + hour * 60 for day in range(DAYS) for hour in (4, 9, 12, 13, 15, 17, 20)]
    minute = st.one_of(st.sampled_from(usual), st.integers(0, DAYS * DAY))
    minutes = sorted(draw(st.lists(minute, min_size=2, max_size=9, unique=True)))
    opened, *rest = minutes
    log = [(opened, EventKind.OPENED, draw(st.booleans()))]
    for at in rest[:-1]:
        kind, details = draw(kinds), None
        if kind is EventKind.MOVED:
            details = draw(st.sampled_from(Category))
        if kind is EventKind.PROMISE_CHANGED:
            details = draw(st.one_of(st.none(), promises())), draw(st.sampled_from([None, *DESKS]))
        log.append((at, kind, details))
    if len(rest) > 2 and draw(st.integers(0, 5)) == 0:
        log[-1] = (log[-1][0], EventKind.MERGED, None)
    return log, rest[-1]


def instant(minutes):
    return MONDAY + minutes * MINUTE


def as_event(at, kind, details):
    fields = {}
    match kind:
        case EventKind.OPENED:
            fields = {"by_agent": details}
        case EventKind.MOVED:
            fields = {"category": details}
        case EventKind.PROMISE_CHANGED:
            fields = {"promise": details[0], "calendar": details[1] and DESKS[details[1]]}
    return ClockEvent(kind=kind, at=instant(at), **fields)


class Life:
    """The same log, asked one minute at a time."""

    def __init__(self, log, promise, desk, now):
        merge = [at for at, kind, _ in log if kind is EventKind.MERGED]
        self.merged_at = merge[0] if merge else None
        self.now = now
        self.end = min([now, *merge])
        self.opened = log[0][0]
        self.by_agent = log[0][2]
        self.start = (promise, desk)
        sent = []
        for at, kind, _ in log:
            if kind is EventKind.AGENT_ANSWERED:
                sent.append(at)
            if kind is EventKind.ANSWER_FAILED and sent and at - sent[-1] <= DAY:
                sent.pop()
        self.log = [line for line in log if line[1] is not EventKind.AGENT_ANSWERED or line[0] in sent]
        # Nothing changes between two lines of the log: a minute is like the last line before it.
        self.lines = [at for at, _, _ in self.log]
        self._standing, self._runs = cache(self._standing), cache(self._runs)

    def line(self, t):
        return self.lines[bisect_right(self.lines, t) - 1]

    def standing(self, t):
        return self._standing(self.line(t))

    def _standing(self, t):
        category, owed = Category.NEW, not self.by_agent
        for at, kind, details in self.log:
            if at <= t and kind is EventKind.MOVED:
                category = details
            if at <= t and kind is EventKind.CUSTOMER_WROTE:
                category, owed = (Category.OPEN if category == "waiting" else category), True
            if at <= t and kind in (EventKind.AGENT_ANSWERED, EventKind.NO_REPLY_NEEDED):
                owed = False
        return category, owed

    def told(self, kind, first, last):
        return [at for at, what, _ in self.log if what is kind and first < at <= last]

    def owned(self, t):
        last = [kind for at, kind, _ in self.log if at <= t and kind in (EventKind.OWNED, EventKind.DISOWNED)]
        return last[-1:] == [EventKind.OWNED]

    def others(self):
        """The cycles of the other metrics as (metric, number, first, stop, whether it was done).

        Looked at only in the minutes where something happened: between two lines nothing begins or ends.
        """
        moments = [t for t in self.lines if t <= self.end]
        ended = {metric: [] for metric in OTHERS}
        began = dict.fromkeys(OTHERS)
        for t in moments:
            finished = self.standing(t)[0] in FINISHED or t == self.merged_at
            answers = bool(self.told(EventKind.AGENT_ANSWERED, t - 1, t))
            answered = bool(self.told(EventKind.AGENT_ANSWERED, self.opened, t - 1))
            wants = {
                Metric.NEXT_RESPONSE: answered and self.standing(t)[1] and not finished,
                Metric.TIME_TO_OWN: not self.owned(t) and not finished,
                Metric.PERIODIC_UPDATE: (answered or answers) and not finished,
                Metric.CUSTOMER_WAIT: not finished,
                Metric.WORK_TIME: not finished,
            }
            for metric, want in wants.items():
                over = not want or (metric is Metric.PERIODIC_UPDATE and answers)
                if began[metric] is not None and over:
                    done = self.owned(t) if metric is Metric.TIME_TO_OWN else answers
                    ended[metric].append((began[metric], t, done))
                    began[metric] = None
                if began[metric] is None and want:
                    began[metric] = t
        for metric in OTHERS:
            if began[metric] is not None:
                ended[metric].append((began[metric], None, False))
            if metric in FIXED_PAUSES:
                # One life: from the opening to the last time it was solved.
                first, last = self.opened, ended[metric][-1][1] if ended[metric] else self.opened
                yield metric, 1, first, last, True
                continue
            for number, cycle in enumerate(ended[metric], 1):
                yield metric, number, *cycle

    def terms(self, t, told_at):
        """The promise and desk that hold for minute `t` when the story is told at `told_at`."""
        eras = [(self.opened, *self.start)]
        for at, kind, details in self.log:
            if kind is EventKind.PROMISE_CHANGED and at <= told_at:
                promise, desk = details[0] or eras[-1][1], details[1] or eras[-1][2]
                if (promise, desk) != eras[-1][1:]:
                    retroactive = promise.on_change is OnChange.RETROACTIVE
                    eras = [(self.opened, promise, desk)] if retroactive else [*eras, (at, promise, desk)]
        return next(era[1:] for era in reversed(eras) if era[0] <= t)

    def runs(self, metric, t, told_at):
        """(target or None, desk, whether the clock runs in minute t)."""
        return self._runs(metric, self.line(t), told_at)

    def _runs(self, metric, t, told_at):
        promise, desk = self.terms(t, told_at)
        target = promise.target(metric)
        category, owed = self.standing(t)
        over = metric in (Metric.RESOLUTION, *FIXED_PAUSES) and category in FINISHED
        pause = target is not None and category in target.pauses_in
        pause = pause and not (owed and metric is not Metric.WORK_TIME)
        return target, desk, target is not None and not over and not pause

    def cycles(self):
        """(metric, number, first minute, stop or None)."""
        starts = [self.opened]
        if self.by_agent and self.start[0].agent_opened_waits:
            starts = [at for at, kind, _ in self.log if kind is EventKind.CUSTOMER_WROTE and at <= self.end]
        for first in starts[:1]:
            answers = self.told(EventKind.AGENT_ANSWERED, first, self.end)
            spared = self.told(EventKind.NO_REPLY_NEEDED, first, self.end)
            stop = min([*answers, *spared], default=None)
            yield Metric.FIRST_RESPONSE, 1, first, stop, stop in answers
        number, first, stop = 1, self.opened, None
        for t in range(self.opened, self.end + 1):
            finished = self.standing(t)[0] in FINISHED
            if finished and stop is None:
                stop = t
            elif not finished and stop is not None:
                target = self.terms(t, t)[0].target(Metric.RESOLUTION)
                if target and target.reopen is Reopen.NEW_CYCLE:
                    yield Metric.RESOLUTION, number, first, stop, True
                    number, first = number + 1, t
                stop = None
        yield Metric.RESOLUTION, number, first, stop, True
        yield from self.others()

    def measure(self, metric, first, stop, done):
        """(state, minutes counted, due) of a cycle, or None if it was never promised anything."""
        end = self.end if stop is None else stop
        told_at = self.end if stop is None else stop - 1
        used, counted, due, ran_out, known = Fraction(0), 0, None, None, False
        for t in range(first, end):
            target, desk, running = self.runs(metric, t, told_at)
            known |= target is not None
            if running and due is None and ran_out is not None:
                due = ran_out if ran_out == t or self.runs(metric, t - 1, told_at)[2] else t
            if running and (target.hours is Hours.CALENDAR or open_minute(desk, t)):
                share = Fraction(1, target.span // MINUTE)
                if due is None and used < 1 < used + share:
                    due = t + (1 - used) / share
                elif used + share == 1:
                    ran_out = t + 1
                used, counted = used + share, counted + 1
        target, desk, running = self.runs(metric, end if stop is None else max(end - 1, first), told_at)
        if target is None and not known:
            return None
        if due is not None:
            return ClockState.MISSED, counted, due
        if self.merged_at is not None and stop in (None, self.merged_at):
            return ClockState.MERGED, counted, None
        if target is None:
            return ClockState.WITHDRAWN, counted, None
        if stop is not None:
            return ClockState.MET if done else ClockState.DISMISSED, counted, None
        if not running:
            return ClockState.PAUSED, counted, None
        t = end
        while used < 1:
            if target.hours is Hours.CALENDAR or open_minute(desk, t):
                share = Fraction(1, target.span // MINUTE)
                due, used = t + min(1, (1 - used) / share), used + share
            t += 1
        return ClockState.RUNNING, counted, end if due is None else due


@settings(max_examples=80, deadline=None, derandomize=True)
@given(lives(), promises(), st.sampled_from([*DESKS]))
def test_the_clocks_agree_with_every_minute_looked_at(life, promise, desk):
    log, now = life
    told = {
        (clock.metric, clock.cycle): clock
        for clock in clocks([as_event(*line) for line in log], promise, DESKS[desk], instant(now))
    }
    slow = Life(log, promise, desk, now)
    for metric, number, first, stop, done in slow.cycles():
        expected = slow.measure(metric, first, stop, done)
        clock = told.pop((metric, number), None)
        if expected is None:
            assert clock is None
            continue
        state, counted, due = expected
        assert (clock.state, clock.elapsed) == (state, counted * MINUTE)
        if due is not None:
            # Shares of different targets may meet between two microseconds.
            assert abs((clock.due_at - MONDAY) / MINUTE - float(due)) < 1e-6
        check_its_segments(clock)
    assert not told


def check_its_segments(clock):
    assert sum((segment.amount for segment in clock.segments), timedelta(0)) == clock.elapsed
    shares = [segment.amount / segment.span for segment in clock.segments if segment.counted]
    if clock.state is not ClockState.WITHDRAWN:
        assert abs(clock.target.span * (1 - sum(shares)) - clock.remaining) < timedelta(milliseconds=1)
    for before, after in zip(clock.segments, clock.segments[1:], strict=False):
        assert before.end == after.start
    assert (clock.breached_at is not None) == (clock.state is ClockState.MISSED)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(lives(), promises(), st.sampled_from([*DESKS]), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(life, promise, desk, chance):
    log, now = life
    events = [as_event(*line) for line in log]
    shuffled = chance.sample(events, len(events))
    assert clocks(shuffled, promise, DESKS[desk], instant(now)) == clocks(
        events, promise, DESKS[desk], instant(now)
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(lives(), promises(), st.sampled_from([*DESKS]), st.integers(1, 600))
def test_time_alone_moves_no_due_time(life, promise, desk, minutes):
    log, now = life
    events = [as_event(*line) for line in log]
    later = {(c.metric, c.cycle): c for c in clocks(events, promise, DESKS[desk], instant(now + minutes))}
    for clock in clocks(events, promise, DESKS[desk], instant(now)):
        then = later[clock.metric, clock.cycle]
        if clock.state in (ClockState.RUNNING, ClockState.MISSED):
            assert then.due_at == clock.due_at
            assert then.warn_at == clock.warn_at
        else:
            assert (then.state, then.elapsed) == (clock.state, clock.elapsed)
