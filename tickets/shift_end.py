"""What happens with somebody's tickets when their shift ends. Pure: no Django, no database.

A ticket whose next promise falls due while its owner is off has to be somebody else's by then; what is due
after they are back may stay theirs.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

# What somebody takes in the hours after their shift is their own decision, for so long.
AFTER, OVERTIME = datetime.timedelta(hours=4), datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket in somebody's hands: when its next promise is due, if any, since when they have it, and
    whether they took it themselves.
    """

    number: int
    team: int
    due_at: datetime.datetime | None
    since: datetime.datetime | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Off:
    """`left_at`, when their last shift ended; `back_at`, when the next one begins. Unknown: not for long."""

    left_at: datetime.datetime | None = None
    back_at: datetime.datetime | None = None


def falls_due_off(due_at: datetime.datetime | None, off: Off) -> bool:
    """Whether the promise cannot wait until they are back. Due when they come back is soon enough."""
    return due_at is not None and (off.back_at is None or due_at < off.back_at)


def may_wait(one: Held, off: Off) -> bool:
    """It was late before they left: somebody else may take it, but it is nobody's for no reason."""
    return one.due_at is not None and off.left_at is not None and one.due_at < off.left_at


def leaving(held: Iterable[Held], off: Off, at: datetime.datetime) -> list[Held]:
    """Those that have to go now, those first that are due first."""
    gone = [one for one in held if falls_due_off(one.due_at, off) and not _overtime(one, off, at)]
    return sorted(gone, key=lambda one: (one.due_at or at, one.number))


def _overtime(one: Held, off: Off, at: datetime.datetime) -> bool:
    """They took it just now, though their shift was over."""
    if not one.taken or one.since is None or off.left_at is None:
        return False
    return off.left_at < one.since and at - one.since < OVERTIME and at - off.left_at < AFTER
