"""What is being written or waits on a ticket, sorted out for one reader of its page."""

from collections.abc import Mapping
from typing import Any

from tickets.models import Ticket


def sort_out(ticket: Ticket, reader_id: int) -> Ticket:
    """`own_drafts`, the last saved first; `planned` and `asked`, that which waits longest or leaves first on
    top; `shared`, of others; `taken`, what others write on in that was the reader's.
    """
    ticket.own_drafts, ticket.planned, ticket.asked, ticket.shared = [], [], [], []
    for row in ticket.every_draft:
        _shelf(ticket, row, reader_id).append(row)
    ticket.planned.sort(key=lambda row: (row["send_at"], row["id"]))
    ticket.asked.sort(key=lambda row: (row["asked_at"], row["id"]))
    ticket.taken = [row for row in ticket.shared if row["taken_from"] == reader_id]
    return ticket


def _shelf(ticket: Ticket, row: Mapping[str, Any], reader_id: int) -> list[Mapping[str, Any]]:
    if row["send_at"]:
        return ticket.planned
    if row["asked_at"]:
        return ticket.asked
    return ticket.own_drafts if row["user"] == reader_id else ticket.shared


def told(ticket: Ticket) -> str:
    """What changes when a shared draft of somebody else comes, goes or reads otherwise; of a ticket that was
    read with `writing`.
    """
    return "-".join(f"{row['draft']}e{row['edit']}" for row in ticket.writing if row["shared"])
