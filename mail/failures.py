"""Letters of ours that did not arrive: which message they carried, and telling the ticket."""

import datetime

from lib.text import one_line
from mail.conversation import Incoming, by_message_id, ticket_of_token
from mail.own import reply_secrets
from mail.tokens import find_in_message_id
from mail.verdicts import Bounce
from outbox.models import Letter
from tickets.actions import note_failure
from tickets.models import Message, Ticket


def subject_of(incoming: Incoming) -> tuple[Ticket, Message | None] | None:
    """The ticket a bounce or receipt is about, and our message in it, if it names a letter of ours.

    Only ids that we made count: a signed token, or a letter in the outbox.
    """
    bounce = incoming.said.bounce
    ids = [bounce.original_message_id] if bounce and bounce.original_message_id else []
    report = incoming.mail.report
    if report:
        ids += [report_id for block in report.blocks if (report_id := block.get("original-message-id"))]
        ids += list(report.original.get("message-id", ()))
    ids += [*incoming.mail.in_reply_to, *incoming.mail.references]
    for message_id in dict.fromkeys(each.strip()[:320] for each in ids[:20]):
        letter = Letter.objects.filter(message_id=message_id).first()
        if letter and (message := getattr(letter, "ticket_message", None)):
            return message.ticket, message
        token = find_in_message_id(reply_secrets(), message_id)
        if token and (ticket := ticket_of_token(token)):
            return ticket, by_message_id(message_id, ticket)
    return None


def report(message: Message, bounce: Bounce, *, at: datetime.datetime) -> None:
    """Write the failure into the ticket; told twice it is written once."""
    failed = [one for one in bounce.recipients if one.permanent]
    said = "; ".join(
        " ".join(filter(None, (one.address, one.status, one_line(one.diagnostic, 200)))) for one in failed[:5]
    )
    note_failure(message, problem=said or "undelivered", at=at, permanent=True)
