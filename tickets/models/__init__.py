from tickets.models.access_link import AccessLink
from tickets.models.attachment import Attachment
from tickets.models.clock import TicketClock
from tickets.models.desk import Draft, SavedView, Seen
from tickets.models.dispute import Dispute
from tickets.models.escalation import Escalation, EscalationStep
from tickets.models.event import TicketEvent
from tickets.models.history import HistoryEntry, HistoryState
from tickets.models.link import TicketLink
from tickets.models.merge import Merge
from tickets.models.message import Message
from tickets.models.ticket import Participant, Ticket

__all__ = [
    "AccessLink",
    "Attachment",
    "Dispute",
    "Draft",
    "Escalation",
    "EscalationStep",
    "HistoryEntry",
    "HistoryState",
    "Merge",
    "Message",
    "Participant",
    "SavedView",
    "Seen",
    "Ticket",
    "TicketClock",
    "TicketEvent",
    "TicketLink",
]
