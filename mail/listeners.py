"""What the tickets tell the mail: an answer was written or a question came, so a letter must leave."""

import datetime

from mail.letters import send_answer, send_confirmation
from tickets.choices import LOGGED_BY_AGENT, Channel, EventKind
from tickets.models import TicketEvent

# What happened long before it was written down was imported: nobody waits for a letter about it.
NEWS = datetime.timedelta(days=3)
CONFIRMED = frozenset({Channel.EMAIL, Channel.WEB})


def on_ticket_event(event: TicketEvent) -> None:
    """Queue the letter that this event calls for. Safe to run twice: the letter's key is unique."""
    if event.message is None or event.recorded_at - event.at > NEWS or event.data.get("source") == "seed":
        return
    if event.kind == EventKind.AGENT_ANSWERED and event.via not in LOGGED_BY_AGENT:
        send_answer(event.message)
    elif event.kind == EventKind.OPENED and _calls_for_confirmation(event):
        send_confirmation(event.message)


on_ticket_event.hears = frozenset({EventKind.AGENT_ANSWERED, EventKind.OPENED})  # type: ignore[attr-defined]


def _calls_for_confirmation(event: TicketEvent) -> bool:
    """Asked by mail or on the web by the customer; a mail only if intake found nothing against it."""
    if event.via not in CONFIRMED or event.data.get("on_behalf"):
        return False
    if event.via == Channel.WEB:
        return True
    mail = event.message.mails.defer("content").first()
    return mail is not None and mail.verdict.get("confirm") == "yes"
