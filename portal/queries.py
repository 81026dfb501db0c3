"""What customers' pages show."""

from mail.models import Mailbox
from staff.models import Team
from tickets.access import public_messages
from tickets.models import Message, Ticket


def is_our_own(address: str) -> bool:
    """One of our mailboxes: a letter to it would come back as a question."""
    return Mailbox.objects.filter(address__iexact=address).exists()


def teams_to_ask() -> list[Team]:
    """The teams that the public form offers."""
    return list(Team.objects.filter(active=True, takes_web_form=True).defer("signature"))


def conversation(ticket: Ticket) -> list[Message]:
    """What the customer may read, oldest first, with authors and files."""
    return list(
        public_messages(ticket)
        .select_related("author", "contact")
        .prefetch_related("attachments__blob")
        .defer("search_vector", "author__password", "author__signature")
    )
