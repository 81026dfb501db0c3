"""Messages that go to another ticket, and are part of its log from then on."""

from collections.abc import Sequence

from tickets import clocks, events
from tickets.choices import EventKind, MessageKind
from tickets.models import Message, Ticket
from tickets.unmerging import retold_by

TOLD_BY = {
    MessageKind.NOTE: EventKind.NOTED,
    MessageKind.AUTOMATIC: EventKind.AUTOMATIC_RECEIVED,
    MessageKind.THIRD_PARTY: EventKind.THIRD_PARTY_WROTE,
}


def carry(messages: Sequence[Message], to: Ticket) -> None:
    """To that ticket, told in its log at their own times. Nobody else hears of it: it is old."""
    if not messages:
        return
    Message.objects.filter(pk__in=[m.pk for m in messages]).update(ticket=to, origin=None, apart=False)
    with events.as_history():
        for message in messages:
            kind = TOLD_BY.get(MessageKind(message.kind)) or (
                EventKind.AGENT_ANSWERED if message.author_id else EventKind.CUSTOMER_WROTE
            )
            who = message.author or message.contact or clocks.TIMERS
            events.record(to, kind, by=who, at=message.at, message=message, via=message.channel)
    told = retold_by(to)
    events.touch(to, unanswered_since=told.owed_since, active_at=max(to.active_at, messages[-1].at))
