"""What somebody does at this moment against what is planned, as one sees it at a glance. Pure: no Django."""

import datetime
from collections.abc import Sequence
from enum import StrEnum

from scheduling.adherence import BREAK, Clocked, Part, Plan, Span, planned

# So much later nobody speaks of.
GRACE = datetime.timedelta(minutes=5)
# Breaks are not taken to the minute.
SLACK = datetime.timedelta(minutes=5)
SHORTEST = datetime.timedelta(minutes=15)


class State(StrEnum):
    """The most pressing first."""

    LATE = "late"
    LEFT = "left"
    LONG_BREAK = "long_break"
    BREAK = "break"
    HERE = "here"
    EXTRA = "extra"
    SOON = "soon"
    OFF = "off"


def state_at(parts: Sequence[Part], clocked: Clocked, at: datetime.datetime) -> State:
    """`parts` are those of the shift they are in, or none."""
    plan, done = planned(parts, at), clocked.done(at)
    if plan == Plan.OFF:
        return State.OFF if done == Plan.OFF else State.EXTRA
    if done == Plan.BREAK and (pause := clocked.pause(at)):
        return State.LONG_BREAK if _too_long(parts, pause, at) else State.BREAK
    if done == Plan.WORK:
        return State.HERE
    return State.BREAK if plan == Plan.BREAK else _missing(parts, clocked, at)


def _missing(parts: Sequence[Part], clocked: Clocked, at: datetime.datetime) -> State:
    """Work is planned, and they are not there."""
    began = parts[0].starts_at
    if at - began < GRACE:
        return State.SOON
    if clocked.fine(at):
        return State.OFF
    came = any(one.ends_at is None or one.ends_at > began for one in clocked.there)
    return State.LEFT if came else State.LATE


def _too_long(parts: Sequence[Part], pause: Span, at: datetime.datetime) -> bool:
    """Longer than the longest break that is planned in the shift."""
    most = max((one.ends_at - one.starts_at for one in parts if one.kind == BREAK), default=SHORTEST)
    return at - pause.starts_at > max(most, SHORTEST) + SLACK
