"""One person at a time: every action works on the locked row."""

from tickets.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """The same ticket, fresh and locked until the transaction ends."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("requester__organisation", "team")
    try:
        return rows.get(pk=ticket.pk)
    except Ticket.DoesNotExist:
        # Given to another team while we waited for it, the row fits the join no more. Held, it stays so.
        Ticket.objects.select_for_update().get(pk=ticket.pk)
        return rows.get(pk=ticket.pk)


def copy_back(fresh: Ticket, ticket: Ticket) -> None:
    """Let the caller's object show what was changed, without another query."""
    for field in Ticket._meta.concrete_fields:
        if not field.generated and field.attname in fresh.__dict__:
            setattr(ticket, field.attname, fresh.__dict__[field.attname])
