"""What the log says of a ticket, told again from its beginning. Pure: no Django.

A ticket's state and since when its customer waits are kept on its row as things happen. When something is
taken out of the log afterwards (a merge, a message that went elsewhere), they are what the rest of it tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sla.history import ClockEvent, EventKind, without_undone
from sla.policy import FINISHED, Category


@dataclass(slots=True)
class Told:
    """`owed_since`: when the oldest customer message came that nobody has answered."""

    category: Category = Category.NEW
    owed_since: datetime | None = None
    ended_at: datetime | None = None
    # What each answer settled, newest last: should it turn out that it never arrived.
    settled: list[tuple[str | None, datetime | None]] = field(default_factory=list)


def retold(log: Sequence[ClockEvent]) -> Told:
    """The log in the order in which it was written down, which is how the row came to be what it is."""
    told = Told()
    came = {e.message: e.since for e in log if e.kind is EventKind.RETIMED and e.since}
    for event in without_undone(list(log)):
        was = told.category
        _hear(told, event, came.get(event.message) or event.at)
        if (told.category in FINISHED) != (was in FINISHED):
            told.ended_at = event.at if told.category in FINISHED else None
    return told


def _hear(told: Told, event: ClockEvent, at: datetime) -> None:
    match event.kind:
        case EventKind.OPENED:
            told.category, told.owed_since = event.category or Category.NEW, at
        case EventKind.CUSTOMER_WROTE:
            told.owed_since = min(told.owed_since or at, at)
        case EventKind.ABSORBED:
            told.category = event.category or told.category
            if event.since:
                told.owed_since = min(told.owed_since or event.since, event.since)
        case EventKind.AGENT_ANSWERED | EventKind.NO_REPLY_NEEDED:
            if event.kind is EventKind.AGENT_ANSWERED:
                told.settled.append((event.message, told.owed_since))
            told.owed_since = None
        case EventKind.ANSWER_FAILED:
            if told.settled and event.message in (None, told.settled[-1][0]):
                told.owed_since = told.owed_since or told.settled.pop()[1]
        case EventKind.MOVED:
            told.category = event.category or told.category
        case _:
            pass
