"""One person at a time: every action works on the locked row.

Numbers of tickets never change, so the locks are such that others may still refer to the row (a message that
comes from it, say): with stronger ones two who merge could wait for each other.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tickets.models import Ticket
from tickets.queries import end_of


class MergedAway(ValidationError):
    """The ticket has been merged: nothing is done to it any more. `into` is the ticket it went into."""

    def __init__(self, ticket: Ticket) -> None:
        self.number, self.into = ticket.pk, ticket.merged_into_id
        words = _("Ticket #%(number)s has been merged into #%(into)s.")
        super().__init__(words, params={"number": self.number, "into": self.into})

    def __reduce__(self) -> tuple:
        return MergedAway, (Ticket(number=self.number, merged_into_id=self.into),)


def locked(ticket: Ticket, *, even_merged: bool = False) -> Ticket:
    """The same ticket, fresh and locked until the transaction ends. MergedAway if it went into another."""
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related(
        "requester__organisation", "team"
    )
    try:
        fresh = rows.get(pk=ticket.pk)
    except Ticket.DoesNotExist:
        # Given to another team while we waited for it, the row fits the join no more. Held, it stays so.
        Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
        fresh = rows.get(pk=ticket.pk)
    if fresh.merged_into_id and not even_merged:
        raise MergedAway(fresh)
    return fresh


def locked_end(ticket: Ticket) -> Ticket:
    """The ticket where what comes for this one belongs, locked: itself, or the end of its merges.

    A row that is merged is passed over without a lock: two that hold one and want the other's would wait for
    each other.
    """
    standing = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=None)
    while True:
        fresh = standing.select_related("requester__organisation", "team").filter(pk=ticket.pk).first()
        if fresh:
            return fresh
        ticket = end_of(Ticket.objects.get(pk=ticket.pk))


def locked_pair(one: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Both, merged or not, locked by their numbers' order, so that two who want the same pair do not wait
    for each other.
    """
    pair = Ticket.objects.filter(pk__in=[one.pk, other.pk])
    list(pair.select_for_update(no_key=True).order_by("pk").values_list("pk"))  # without a join: see `locked`
    rows = {row.pk: row for row in pair.select_related("requester__organisation", "team")}
    return rows[one.pk], rows[other.pk]


def copy_back(fresh: Ticket, ticket: Ticket) -> None:
    """Let the caller's object show what was changed, without another query. One that was merged, and for
    which something came elsewhere, stays as it is.
    """
    if fresh.pk != ticket.pk:
        return
    for field in Ticket._meta.concrete_fields:
        if not field.generated and field.attname in fresh.__dict__:
            setattr(ticket, field.attname, fresh.__dict__[field.attname])
