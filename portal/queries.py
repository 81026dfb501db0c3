"""What customers' pages show."""

import datetime

from mail.models import Mailbox
from sla.choices import Audience
from staff.models import Team
from tickets.access import public_messages
from tickets.choices import DONE, ClockState, Metric
from tickets.models import Message, Ticket

RUNNING = (ClockState.RUNNING, ClockState.MISSED)


def is_our_own(address: str) -> bool:
    """One of our mailboxes: a letter to it would come back as a question."""
    return Mailbox.objects.filter(address__iexact=address).exists()


def teams_to_ask() -> list[Team]:
    """The teams that the public form offers."""
    return list(Team.objects.filter(active=True, takes_web_form=True).defer("signature"))


def due_of(ticket: Ticket) -> datetime.datetime | None:
    """By when we promised a first answer, as long as there is none; past it we are late."""
    if ticket.state in DONE:
        return None
    return (
        ticket.clocks.filter(
            audience=Audience.CUSTOMER, metric=Metric.FIRST_RESPONSE, stopped_at=None, state__in=RUNNING
        )
        .values_list("due_at", flat=True)
        .first()
    )


def conversation(ticket: Ticket) -> list[Message]:
    """What the customer may read, oldest first, with authors and files."""
    return list(
        public_messages(ticket)
        .select_related("author", "contact")
        .prefetch_related("attachments__blob")
        .defer("search_vector", "author__password", "author__signature")
    )
