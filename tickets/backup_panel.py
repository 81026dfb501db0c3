"""What a ticket page shows of backup: who needs it, who was asked and why they, who came, what they say to
each other; and whether it would help.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from staff.models import User
from tickets.backing import would_help
from tickets.backup_words import RULE_WORDS
from tickets.choices import ACTIVE, EventKind, MessageKind
from tickets.gates import standing_for
from tickets.models import Backup, BackupCall, BackupWaved, Message, Ticket, TicketEvent

NOTES = 5


@dataclass(frozen=True)
class Panel:
    """`calls` are those who have been asked and have not answered; `here` who looks at the ticket now."""

    row: Backup
    calls: Sequence[BackupCall]
    notes: Sequence[Message]
    here: Collection[int]
    is_asked: bool
    is_helper: bool
    is_asker: bool
    may_come: bool
    may_end: bool

    @property
    def why(self) -> str:
        return str(RULE_WORDS.get(self.calls[0].rule, "")) if self.calls else ""


def panel_of(reader: User, ticket: Ticket, here: Collection[int] = ()) -> Panel | None:
    """In three statements; of a ticket that says that it has one."""
    row = Backup.objects.open().filter(ticket=ticket).select_related("asker", "helper", "skill").first()
    if row is None:
        return None
    calls = list(row.calls.filter(answer="").select_related("user"))
    notes = ticket.messages.filter(kind=MessageKind.NOTE, at__gte=row.asked_at).select_related("author")
    asked, is_asker = any(one.user_id == reader.pk for one in calls), row.asker_id == reader.pk
    return Panel(
        row, calls, list(notes.order_by("-at", "-pk")[:NOTES])[::-1], {*here, reader.pk}, asked,
        row.helper_id == reader.pk, is_asker, row.helper_id is None and not is_asker,
        reader.pk in {row.asker_id, row.helper_id} or reader.may("answer.approve"),
    )  # fmt: skip


def offer_from_history(reader: User, ticket: Ticket, events: Sequence[TicketEvent]) -> str:
    """Why backup may help whoever has the ticket, as far as its events tell; empty if nothing does."""
    if not _concerns(reader, ticket):
        return ""
    reopened = sum(event.kind == EventKind.MOVED and event.data.get("move") == "reopen" for event in events)
    return _unless_waved(reader, ticket, would_help(reopened=reopened), reopened)


def offer_from_work(reader: User, ticket: Ticket, minutes: int, now: datetime.datetime) -> str:
    """The same, from how long they have worked on it and what they lack for it."""
    if not _concerns(reader, ticket):
        return ""
    stands = standing_for(reader, ticket, now)
    lacks = any(one.since <= now for stand in stands for one in stand.verdict.missing)
    return _unless_waved(reader, ticket, would_help(minutes=minutes, lacks=lacks), minutes)


def _concerns(reader: User, ticket: Ticket) -> bool:
    return ticket.assignee_id == reader.pk and ticket.state in ACTIVE and not ticket.asks_backup


def _unless_waved(reader: User, ticket: Ticket, why: str, n: int) -> str:
    if not why or BackupWaved.objects.filter(ticket=ticket, user=reader).exists():
        return ""
    return {
        "reopened": _("It was reopened %(n)s times."),
        "long": _("You have worked on it for %(n)s minutes."),
        "lacks": _("It asks for something that you lack still."),
    }[why] % {"n": n}
