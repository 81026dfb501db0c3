"""What a stranger wrote to a ticket, decided by a colleague; the stored mail follows its message."""

from django.db import transaction

from mail.models import RawEmail
from staff.models import User
from tickets import actions
from tickets.models import Message, Ticket


@transaction.atomic
def admit(message: Message, *, by: User) -> Message:
    """Into the conversation: the customer sees it, its writer takes part. NotPending if decided already."""
    return actions.admit(message, by=by)


@transaction.atomic
def part(message: Message, *, by: User) -> Ticket:
    """To a ticket of its own, named by the mail's own subject. NotPending if decided already."""
    mail = message.mails.defer("content").order_by("pk").first()
    ticket = actions.part(message, by=by, subject=mail.subject if mail else "")
    RawEmail.objects.filter(message=message).update(ticket=ticket)
    return ticket
