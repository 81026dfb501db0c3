"""What customers' pages show."""

from dataclasses import dataclass

from mail.models import Mailbox
from staff.models import Team
from tickets.access import public_messages
from tickets.field_words import show
from tickets.fields import Kind
from tickets.models import Message, Ticket
from tickets.setup import definitions, names_in


def is_our_own(address: str) -> bool:
    """One of our mailboxes: a letter to it would come back as a question."""
    return Mailbox.objects.filter(address__iexact=address).exists()


def teams_to_ask() -> list[Team]:
    """The teams that the public form offers."""
    return list(Team.objects.filter(active=True, takes_web_form=True).defer("signature"))


@dataclass(frozen=True)
class Fact:
    """A field that the customer sees; `file` is its number if it is one."""

    name: str
    words: str
    file: int = 0


def facts_of(ticket: Ticket) -> list[Fact]:
    """Those that are filled in."""
    if not ticket.custom:
        return []
    seen = [one for one in definitions() if one.shown and one.belongs_to(ticket.type_id)]
    known = {one.key: one for one in seen}
    names = names_in(known, ticket.custom)
    values = [(one, ticket.custom.get(one.key)) for one in seen]
    return [
        Fact(one.name, words, value if one.kind is Kind.FILE else 0)
        for one, value in values
        if (words := show(one, value, names))
    ]


def conversation(ticket: Ticket) -> list[Message]:
    """What the customer may read, oldest first, with authors and files."""
    return list(
        public_messages(ticket)
        .select_related("author", "contact")
        .prefetch_related("attachments__blob")
        .defer("search_vector", "author__password", "author__signature")
    )
