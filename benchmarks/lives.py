"""How tickets live: what is said and done, when, and what became of the promise. No database.

A finished life is drawn once, its clocks are computed by `sla.clock`, and then it is moved by whole weeks:
the
benchmark's opening hours are the same every week and know no summer time, so the clocks move along and
stay what the
desk itself would compute. An unfinished life is drawn and computed for each ticket.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scheduling.calendar import WorkingCalendar
from sla import clock
from sla.clock import Clock, ClockEvent, ClockState
from sla.policy import Category, Promise
from sla.terms import read_terms
from tickets.workflow import CLOSED, HOLD, NEW, OPEN, SOLVED, WAITING

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
CLOSE_AFTER = timedelta(days=14)
HOURS = {"tz": "UTC", "hours": {day: [["07:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}


def _promised(first_response: int, resolution: int) -> dict:
    return {
        "first_response": {"minutes": first_response, "warn": [0.75]},
        "resolution": {"minutes": resolution, "warn": [0.75]},
    }


TERMS = {
    "priorities": {
        "low": _promised(960, 4800),
        "normal": _promised(480, 2400),
        "high": _promised(240, 960),
        "urgent": _promised(60, 480),
    }
}
PRIORITIES = (("low", 10), ("normal", 72), ("high", 14), ("urgent", 4))
CHANNELS = (("email", 70), ("web", 18), ("phone", 9), ("walk_in", 1), ("chat", 2))
# Of each hour of the day, UTC: few letters come at night.
BY_HOUR = (1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 12, 12, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2)
BY_DAY = (20, 19, 18, 18, 16, 6, 3)
_calendar = WorkingCalendar.from_dict(HOURS)
_promises: dict[str, Promise] = {name: read_terms(TERMS).promise(name) for name in TERMS["priorities"]}


@dataclass(frozen=True, slots=True)
class Step:
    """One event. `said` is the kind of message that came with it, "" for none; `who` is customer, agent or
    desk.
    """

    at: datetime
    kind: str
    who: str
    said: str = ""
    move: str = ""
    was: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    priority: str
    channel: str
    steps: tuple[Step, ...]
    state: str
    clocks: tuple[Clock, ...]

    @property
    def opened_at(self) -> datetime:
        return self.steps[0].at

    @property
    def messages(self) -> int:
        return sum(1 for step in self.steps if step.said)

    @property
    def ends_at(self) -> datetime:
        return self.steps[-1].at

    def moved_by(self, weeks: int) -> "Life":
        """The same life in another week."""
        shift = weeks * WEEK

        def later(at: datetime | None) -> datetime | None:
            return at + shift if at else None

        return replace(
            self,
            steps=tuple(replace(step, at=step.at + shift) for step in self.steps),
            clocks=tuple(
                replace(
                    c,
                    started_at=c.started_at + shift,
                    due_at=later(c.due_at),
                    stopped_at=later(c.stopped_at),
                    breached_at=later(c.breached_at),
                    warn_at=tuple(later(at) for at in c.warn_at),
                )
                for c in self.clocks
            ),
        )


def _pick(draw: random.Random, table: tuple[tuple[str, int], ...]) -> str:
    return draw.choices([word for word, _ in table], [weight for _, weight in table])[0]


def _opening(draw: random.Random, monday: datetime) -> datetime:
    day = draw.choices(range(7), BY_DAY)[0]
    hour = draw.choices(range(24), BY_HOUR)[0]
    return monday + timedelta(days=day, hours=hour, seconds=draw.randrange(3600))


def _conversation(draw: random.Random, at: datetime, exchanges: int, notes: float) -> Iterator[Step]:
    """Customer asks, an agent takes it and answers, the customer comes back; endless until cut."""
    yield Step(at, "opened", "customer", said="public")
    yield Step(at, "promised", "customer")
    at = _calendar.add(at, timedelta(minutes=draw.expovariate(1 / 110)))
    yield Step(at, "assigned", "agent")
    yield Step(at, "moved", "agent", move="open", was=NEW, to=OPEN)
    for turn in range(exchanges):
        if draw.random() < notes:
            at += timedelta(minutes=draw.randint(1, 20))
            yield Step(at, "noted", "agent", said="note")
        at = _calendar.add(at, timedelta(minutes=2 + draw.expovariate(1 / 100)))
        yield Step(at, "agent_answered", "agent", said="public")
        if turn == exchanges - 1:
            return
        yield Step(at, "moved", "agent", move="wait", was=OPEN, to=WAITING)
        at += timedelta(minutes=5 + draw.expovariate(1 / 600))
        yield Step(at, "customer_wrote", "customer", said="public")
        yield Step(at, "moved", "customer", move="resume", was=WAITING, to=OPEN)


def _clocks(steps: tuple[Step, ...], priority: str, now: datetime) -> tuple[Clock, ...]:
    told = []
    for at, step in enumerate(steps):
        if step.kind == "opened":
            told.append(ClockEvent(kind=clock.EventKind.OPENED, at=step.at, category=Category.NEW))
        elif step.kind == "moved":
            told.append(ClockEvent(kind=clock.EventKind.MOVED, at=step.at, category=Category(step.to)))
        elif step.kind in {"agent_answered", "customer_wrote"}:
            told.append(ClockEvent(kind=clock.EventKind(step.kind), at=step.at, message=str(at)))
    return clock.clocks(told, _promises[priority], _calendar, now)


def _with_breaches(steps: tuple[Step, ...], clocks: tuple[Clock, ...], now: datetime) -> tuple[Step, ...]:
    noticed = [
        Step(c.breached_at, "breached", "desk", to=c.metric.value)
        for c in clocks
        if c.state is ClockState.MISSED and c.breached_at and c.breached_at <= now
    ]
    return tuple(sorted((*steps, *noticed), key=lambda step: step.at))


def finished(draw: random.Random) -> Life:
    """A life from its opening in the week of MONDAY to its closing."""
    priority = _pick(draw, PRIORITIES)
    exchanges = draw.choices((1, 2, 3, 4), (15, 34, 31, 20))[0]
    steps = list(_conversation(draw, _opening(draw, MONDAY), exchanges, notes=0.2))
    solved_at = steps[-1].at
    steps.append(Step(solved_at, "moved", "agent", move="solve", was=OPEN, to=SOLVED))
    if draw.random() < 0.25:  # "Thank you, it works."
        steps.insert(-1, Step(solved_at - timedelta(minutes=1), "noted", "agent", said="note"))
    steps.append(Step(solved_at + CLOSE_AFTER, "moved", "desk", move="close", was=SOLVED, to=CLOSED))
    end = steps[-1].at
    clocks = _clocks(tuple(steps), priority, end)
    return Life(priority, _pick(draw, CHANNELS), _with_breaches(tuple(steps), clocks, end), CLOSED, clocks)


def unfinished(draw: random.Random, now: datetime, long: bool = False) -> Life:
    """A life that is not over at `now`: new, open, waiting or on hold. With `long`, exactly ten messages
    were said.
    """
    priority = _pick(draw, PRIORITIES)
    while True:
        age = timedelta(hours=min(draw.expovariate(1 / 60), 24 * 45) + (96 if long else 0))
        told = tuple(_conversation(draw, now - age, 20, notes=0.25))
        if long:
            tenth = [at for at, step in enumerate(told) if step.said][9]
            if told[tenth].at > now:
                continue
            until = tenth + 1
            # What belongs to the tenth message happened at the same moment.
            while until < len(told) and told[until].at == told[tenth].at:
                until += 1
            steps = told[:until]
        else:
            shown = draw.choices((2, 4, 6, 8, 12), (16, 22, 32, 20, 10))[0]
            steps = tuple(step for step in told[:shown] if step.at <= now)
        state = next((step.to for step in reversed(steps) if step.to), NEW)
        if state == OPEN and not long and draw.random() < 0.12:
            steps = (*steps, Step(steps[-1].at, "moved", "agent", move="hold", was=OPEN, to=HOLD))
            state = HOLD
        clocks = _clocks(steps, priority, now)
        return Life(priority, _pick(draw, CHANNELS), _with_breaches(steps, clocks, now), state, clocks)
