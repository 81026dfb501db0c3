"""What the tickets tell the mail: an answer was written or a question came, so a letter must leave."""

import datetime

from mail import too_large
from mail.choices import Transport
from mail.letters import send_answer, send_confirmation
from mail.models import RawEmail
from mail.news import send_news
from tickets.choices import LOGGED_BY_AGENT, Channel, EventKind
from tickets.models import TicketEvent

# What happened long before it was written down was imported: nobody waits for a letter about it.
NEWS = datetime.timedelta(days=3)
CONFIRMED = frozenset({Channel.EMAIL, Channel.WEB})


def on_ticket_event(event: TicketEvent) -> None:
    """Queue the letter that this event calls for. Safe to run twice: the letter's key is unique."""
    if event.kind == EventKind.SPLIT:  # the stored mails follow their messages
        RawEmail.objects.filter(message__in=event.data["messages"]).update(ticket=event.data["to"])
    if event.message is None or event.recorded_at - event.at > NEWS or event.data.get("source") == "seed":
        return
    if event.message.mails.filter(transport=Transport.IMPORT).exists():
        return
    if event.kind == EventKind.AGENT_ANSWERED and event.via not in LOGGED_BY_AGENT:
        send_answer(event.message)
    elif event.kind == EventKind.OPENED and _calls_for_confirmation(event):
        (too_large.send_notice if _came_in_part(event) else send_confirmation)(event.message)
    elif event.kind == EventKind.CUSTOMER_WROTE:
        send_news(event.message)
        if _came_in_part(event):
            too_large.send_notice(event.message)


on_ticket_event.hears = frozenset(  # type: ignore[attr-defined]
    {EventKind.AGENT_ANSWERED, EventKind.OPENED, EventKind.CUSTOMER_WROTE, EventKind.SPLIT}
)


def _came_in_part(event: TicketEvent) -> bool:
    """By mail, too large to be fetched whole, and by somebody who may be written to."""
    if event.via != Channel.EMAIL:
        return False
    mail = event.message.mails.exclude(full_size=None).defer("content").first()
    return mail is not None and bool(mail.verdict.get("answerable"))


def _calls_for_confirmation(event: TicketEvent) -> bool:
    """Asked by mail or on the web by the customer; a mail only if intake found nothing against it."""
    if event.via not in CONFIRMED or event.data.get("on_behalf") or event.data.get("split_from"):
        return False
    if event.via == Channel.WEB:
        return True
    mail = event.message.mails.defer("content").first()
    return mail is not None and mail.verdict.get("confirm") == "yes"
