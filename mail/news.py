"""A customer replied: a letter to the colleague whose ticket it is, if they want to hear of it by mail."""

from django.conf import settings
from django.urls import reverse

from lib.html import from_text
from mail import replies
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from outbox.writing import full_address
from tickets.access import tickets_for
from tickets.models import Message

MAX_TEXT = 20_000


def send_news(message: Message) -> Letter | None:
    """Its answer, sent back by the same colleague, becomes theirs on the ticket (mail.by_agent). None if
    nobody wants it, or they may not see the ticket any more.
    """
    ticket = message.ticket
    agent = ticket.assignee
    if agent is None or not agent.news_by_mail or not tickets_for(agent).filter(pk=ticket.pk).exists():
        return None
    way = replies.envelope(ticket, name=ticket.team.name, before=message, agent=agent)
    text = message.text.strip()[:MAX_TEXT]
    _subject, plain, html = render(
        "customer_wrote",
        {
            "subject": ticket.subject,
            "who": str(message.contact or ticket.requester),
            "text": text,
            "html": from_text(text),
            "files": ", ".join(message.attachments.order_by("pk").values_list("name", flat=True)[:20]),
            "url": settings.BASE_URL + reverse("tickets:ticket", args=[ticket.pk]),
            "answerable": replies.mailbox_of(ticket) is not None,
        },
        agent.language,
    )
    return queue(
        key=f"news-{message.pk}-{agent.pk}",
        kind="news",
        sender=way.sender,
        to=[full_address(agent.full_name, agent.email)],
        reply_to=way.reply_to,
        subject=replies.subject_line(ticket),
        text=plain,
        html=html,
        headers=way.headers,
        message_id=way.message_id,
        automatic=True,
        # Counted apart: what we tell each other must not use up what the customer may be told.
        thread=f"news-{ticket.pk}",
        envelope=way.bounces,
    )
