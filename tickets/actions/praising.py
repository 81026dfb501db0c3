"""What a customer wrote is kept as praise of a colleague's work, or is not any more."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from staff.models import User
from suggestions.actions import forget_praise, keep_praise
from suggestions.models import Praise
from tickets.actors import require
from tickets.choices import MessageKind
from tickets.models import Message


def may_praise(message: Message) -> bool:
    """A customer's own words, in the conversation."""
    return message.kind == MessageKind.PUBLIC and message.contact_id is not None and not message.redacted_at


def praise(message: Message, *, by: User) -> Praise:
    """Of whoever wrote the last answer before it, else of whom the ticket is assigned to. ValidationError if
    it is no customer's.
    """
    require(by, "ticket.note")
    if not may_praise(message):
        raise ValidationError(_("Only what a customer wrote can be kept as praise."))
    ticket = message.ticket
    answers = ticket.messages.filter(kind=MessageKind.PUBLIC, author__isnull=False, at__lt=message.at)
    last = answers.select_related("author").order_by("-at", "-pk").first()
    colleague = last.author if last else ticket.assignee
    return keep_praise(
        by=by, message=message.pk, ticket=ticket.pk, team=ticket.team, colleague=colleague, words=message.text
    )


def take_praise_back(message: Message, *, by: User) -> bool:
    require(by, "ticket.note")
    return forget_praise(by=by, message=message.pk)
