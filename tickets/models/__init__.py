from tickets.models.access_link import AccessLink
from tickets.models.article_use import ArticleOrigin, ArticleUse
from tickets.models.attachment import Attachment
from tickets.models.backup import Backup, BackupCall, BackupWaved
from tickets.models.banner import Banner
from tickets.models.bulk import BulkJob, BulkStep
from tickets.models.checklist import Checklist, ChecklistItem, ChecklistTemplate
from tickets.models.clock import TicketClock
from tickets.models.desk import Follow, Presence, SavedView, Seen
from tickets.models.dispute import Dispute
from tickets.models.draft import Draft, DraftFile
from tickets.models.escalation import Escalation, EscalationStep
from tickets.models.event import TicketEvent
from tickets.models.gate import Gate, GateGuideline
from tickets.models.handled import Handled
from tickets.models.history import HistoryEntry, HistoryState
from tickets.models.link import TicketLink
from tickets.models.macro import Macro, MacroChange
from tickets.models.merge import Merge
from tickets.models.message import Message
from tickets.models.product import ProductSign
from tickets.models.routing import HandOver, RoutingNeed, RoutingShare, RoutingTurn, TeamRouting
from tickets.models.survey import FollowUp, Survey, TeamSurvey
from tickets.models.tag import Retagging, Tag, TagSynonym
from tickets.models.template import SetupChange, TicketField, TicketType
from tickets.models.ticket import Participant, Ticket

__all__ = [
    "AccessLink",
    "ArticleOrigin",
    "ArticleUse",
    "Attachment",
    "Backup",
    "BackupCall",
    "BackupWaved",
    "Banner",
    "BulkJob",
    "BulkStep",
    "Checklist",
    "ChecklistItem",
    "ChecklistTemplate",
    "Dispute",
    "Draft",
    "DraftFile",
    "Escalation",
    "EscalationStep",
    "Follow",
    "FollowUp",
    "Gate",
    "GateGuideline",
    "HandOver",
    "Handled",
    "HistoryEntry",
    "HistoryState",
    "Macro",
    "MacroChange",
    "Merge",
    "Message",
    "Participant",
    "Presence",
    "ProductSign",
    "Retagging",
    "RoutingNeed",
    "RoutingShare",
    "RoutingTurn",
    "SavedView",
    "Seen",
    "SetupChange",
    "Survey",
    "Tag",
    "TagSynonym",
    "TeamRouting",
    "TeamSurvey",
    "Ticket",
    "TicketClock",
    "TicketEvent",
    "TicketField",
    "TicketLink",
    "TicketType",
]
