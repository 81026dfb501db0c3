"""Scenarios in their written form (tests/data/sla/README.md) put to the timers themselves."""

from datetime import datetime, timedelta

from scheduling.calendar import ALWAYS_OPEN, WorkingCalendar
from sla.clock import ClockEvent, EventKind, clocks
from sla.policy import Category, Metric
from sla.terms import read_terms

KINDS = {"category": Category, "metric": Metric}
TIMES = ("at", "since", "until", "due")


def calendar_of(scenario, written):
    if isinstance(written, str):
        written = scenario["calendars"][written]
    return ALWAYS_OPEN if written is None else WorkingCalendar.from_dict(written)


def promise_of(scenario, written, priority):
    policy = scenario["policies"][written] if isinstance(written, str) else written
    return read_terms(policy).promise(priority or "normal")


def event_of(scenario, written):
    fields = {name: value for name, value in written.items() if name not in ("priority", "why")}
    fields["kind"] = EventKind(fields["kind"])
    fields |= {name: datetime.fromisoformat(fields[name]) for name in TIMES if fields.get(name)}
    fields |= {name: kind(fields[name]) for name, kind in KINDS.items() if fields.get(name)}
    if "promise" in fields:
        fields["promise"] = promise_of(scenario, fields["promise"], written.get("priority"))
    if "calendar" in fields:
        fields["calendar"] = calendar_of(scenario, fields["calendar"])
    return ClockEvent(**fields)


def ask(scenario, *, adjusted=False):
    return clocks(
        [event_of(scenario, event) for event in scenario["events"]],
        promise_of(scenario, scenario["promise"], scenario.get("priority")),
        calendar_of(scenario, scenario.get("calendar")),
        datetime.fromisoformat(scenario["now"]),
        adjusted=adjusted,
    )


def said(clock):
    """One clock as JSON, as exact as it is."""
    return {
        "metric": clock.metric.value, "cycle": clock.cycle, "state": clock.state.value,
        "started": _text(clock.started_at), "due": _text(clock.due_at), "stopped": _text(clock.stopped_at),
        "breached": _text(clock.breached_at), "elapsed": clock.elapsed / timedelta(seconds=1),
        "remaining": clock.remaining / timedelta(seconds=1), "warn": [_text(at) for at in clock.warn_at],
        "segments": [
            [_text(s.start), _text(s.end), s.reason.value, s.amount / timedelta(seconds=1)]
            for s in clock.segments
        ],
        **({"by_hand": True} if clock.by_hand else {}),
        **({"answer_failed": True} if clock.answer_failed else {}),
    }  # fmt: skip


def _text(at):
    return at and at.isoformat()
