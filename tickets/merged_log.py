"""What merges and splits mean for the timers: which lines of a log count, and as what."""

import datetime
from collections.abc import Sequence

from sla import clock as sla_clock
from sla.policy import Category
from tickets.choices import CLOCK_EVENTS, EventKind
from tickets.models import TicketEvent

_OF_A_MERGE = frozenset({EventKind.MERGED, EventKind.ABSORBED, EventKind.UNMERGED})
# They say of other lines that these do not count.
_NO_MOMENTS = frozenset({EventKind.SPLIT, EventKind.ANSWER_TAKEN_BACK})


def is_of_a_merge(event: TicketEvent) -> bool:
    return event.kind in _OF_A_MERGE


def of_a_merge(event: TicketEvent) -> sla_clock.ClockEvent:
    data = event.data
    return sla_clock.ClockEvent(
        kind=sla_clock.EventKind(event.kind), at=event.at, message=f"merge {data['merge']}",
        since=datetime.datetime.fromisoformat(data["since"]) if data.get("since") else None,
        category=Category(data["state"]) if data.get("state") else None,
    )  # fmt: skip


def counted(log: Sequence[TicketEvent]) -> list[TicketEvent]:
    """What the clocks hear of: all but what is about messages that have gone to a ticket of their own, and
    what came with an answer that was taken back.
    """
    gone = {pk for event in log if event.kind == EventKind.SPLIT for pk in event.data["messages"]}
    undone = {pk for e in log if e.kind == EventKind.ANSWER_TAKEN_BACK for pk in e.data["events"]}
    return [
        event
        for event in log
        if event.kind in CLOCK_EVENTS
        and event.kind not in _NO_MOMENTS
        and event.pk not in undone
        and (event.message_id not in gone or event.kind == EventKind.OPENED)
    ]


def unsaid_in(log: Sequence[TicketEvent]) -> set[int]:
    """The notices that count as never told: a merge brought them, and it was taken back."""
    return {pk for event in log if event.kind == EventKind.UNMERGED for pk in event.data.get("unsaid", ())}
