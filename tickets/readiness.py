"""Whether a ticket has what it needs to be solved: the one place that says so, whoever solves it."""

from tickets import setup, workflow
from tickets.fields import Stage, lacking
from tickets.models import ChecklistItem, Ticket, TicketField


def require_ready(ticket: Ticket, move: str) -> None:
    """workflow.NotReady names each field that is empty, and each item of a checklist that is not done."""
    asked = setup.definitions(TicketField.objects.in_use().exclude(required=""))
    fields = lacking(asked, ticket.custom, type_id=ticket.type_id, stage=Stage.SOLVING)
    items = undone(ticket)
    if fields or items:
        names = [one.name for one in fields]
        raise workflow.NotReady(move, ticket.state, fields=names, items=items)


def undone(ticket: Ticket) -> list[str]:
    """What must be done and is not."""
    rows = ChecklistItem.objects.filter(checklist__ticket=ticket, required=True, done_at=None)
    return list(rows.order_by("checklist", "position", "pk").values_list("text", flat=True))
