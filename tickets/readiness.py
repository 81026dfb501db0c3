"""Whether a ticket has what it needs to be solved: the one place that says so, whoever solves it."""

from tickets import setup, workflow
from tickets.fields import Stage, lacking
from tickets.models import Ticket, TicketField


def require_ready(ticket: Ticket, move: str) -> None:
    """workflow.NotReady names each field that is empty."""
    asked = setup.definitions(TicketField.objects.in_use().exclude(required=""))
    fields = lacking(asked, ticket.custom, type_id=ticket.type_id, stage=Stage.SOLVING)
    if fields:
        raise workflow.NotReady(move, ticket.state, fields=[one.name for one in fields])
