"""The two letters of a conversation: an answer, and the confirmation that a question has come."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lib.html import from_text
from mail import courtesy, replies
from mail.own import own_addresses
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from outbox.writing import bare
from tickets.access import link_for, public_messages, token_of
from tickets.actions import attach_letter, note_failure, thread_name
from tickets.choices import MessageKind
from tickets.models import Message, Ticket
from tickets.queries import answer_due, asked_in, zone_of

MAX_QUOTED_LINES = 200


def send_answer(message: Message) -> Letter | None:
    """The letter that carries an answer; None (and the ticket says so) if there is nobody to send it to."""
    ticket, author = asked_in(message), message.author
    to, cc = replies.recipients(message)
    if not to:
        note_failure(message, problem="no address to send it to", at=message.at)
        return None
    name = f"{author.first_name} ({ticket.team.name})" if author else ticket.team.name
    way = replies.envelope(ticket, name=name, before=message)
    alone = len(to) + len(cc) == 1 and _writes_from(ticket, bare(to[0]))
    _subject, text, html = render(
        "answer",
        {
            "text": message.text.strip(),
            "html": message.html or from_text(message.text),
            "signature": _signature(message),
            "reference": ticket.reference,
            # Whoever holds the link speaks as the requester, so it goes to nobody else.
            "link": link_to(ticket) if alone else "",
            **_quoted(message),
        },
        ticket.requester.language,
    )
    letter = queue(
        key=f"answer-{message.pk}",
        kind="answer",
        sender=way.sender,
        to=to,
        cc=cc,
        reply_to=way.reply_to,
        subject=replies.subject_line(ticket),
        text=text,
        html=html,
        headers=way.headers,
        files=[
            {
                "sha256": file.blob_id,
                "name": file.name,
                "content_type": file.content_type,
                "content_id": file.content_id.strip("<>"),
            }
            for file in message.attachments.all()
        ],
        message_id=way.message_id,
        automatic=False,
        thread=thread_name(ticket),
        envelope=way.bounces,
    )
    attach_letter(message, letter)
    return letter


def _writes_from(ticket: Ticket, address: str) -> bool:
    """Whether it is an address of whoever asked."""
    asked = ticket.requester
    return address == asked.email.lower() or asked.addresses.filter(address=address).exists()


def send_confirmation(message: Message) -> Letter | None:
    """The letter that says a question has come, with reference and link; None if nobody is behind it."""
    ticket = asked_in(message)
    requester = ticket.requester
    ours = own_addresses()
    if not courtesy.writable(requester.email) or courtesy.own(requester.email, ours):
        return None
    way = replies.envelope(ticket, name=ticket.team.name)
    _subject, text, html = render(
        "confirmation",
        {
            "name": requester.first_name,
            "subject": ticket.subject,
            "reference": ticket.reference,
            "team": ticket.team.name,
            "text": message.text.strip()[:2000],
            "link": link_to(ticket),
            **_promised(ticket),
        },
        requester.language,
    )
    return queue(
        key=f"confirmation-{ticket.pk}",
        kind="confirmation",
        sender=way.sender,
        to=[replies.full_address(requester.name, requester.email)],
        reply_to=way.reply_to,
        subject=replies.subject_line(ticket),
        text=text,
        html=html,
        headers={"Auto-Submitted": "auto-replied", **way.headers},
        message_id=way.message_id,
        automatic=True,
        thread=thread_name(ticket),
        envelope=way.bounces,
    )


def _promised(ticket: Ticket) -> dict[str, str]:
    """By when they will hear from us, in their time and language; nothing once that is past."""
    due_at = answer_due(ticket)
    if due_at is None or due_at <= timezone.now():
        return {}
    zone = zone_of(ticket, ticket.requester)
    with translation.override(ticket.requester.language):
        return {"due": date_format(timezone.localtime(due_at, ZoneInfo(zone)), "l j F Y, H:i"), "zone": zone}


def link_to(ticket: Ticket) -> str:
    """The requester's secret link, absolute; '' while there is no page for it."""
    try:
        path = reverse("portal:ticket", args=[token_of(link_for(ticket, ticket.requester))])
    except NoReverseMatch:
        return ""
    return settings.BASE_URL + path


def _signature(message: Message) -> str:
    """The writer's own, else the team's; '' where it stands under the text already."""
    own = message.author.signature.strip() if message.author else ""
    signature = (
        (own or message.ticket.team.signature_in(message.ticket.language)).replace("\r\n", "\n").strip()
    )
    return "" if message.text.rstrip().endswith(signature) else signature


def _quoted(message: Message) -> dict[str, str]:
    """The customer's last words before this answer, as letters quote them, in their time and language."""
    ticket = asked_in(message)
    asked = (
        public_messages(ticket)
        .filter(kind=MessageKind.PUBLIC, pk__lt=message.pk, contact__isnull=False)
        .select_related("contact")
        .order_by("-pk")
        .first()
    )
    if asked is None or not asked.text.strip():
        return {}
    requester = ticket.requester
    local = timezone.localtime(asked.at, ZoneInfo(zone_of(ticket, requester)))
    lines = asked.text.strip().split("\n")[:MAX_QUOTED_LINES]
    with translation.override(requester.language):
        wrote = _("On %(date)s, %(name)s wrote:") % {
            "date": local.strftime("%Y-%m-%d %H:%M"),
            "name": asked.contact.name or asked.contact.email,
        }
    return {
        "wrote": wrote,
        "quoted": "\n".join(f"> {line}".rstrip() for line in lines),
        "quoted_html": from_text("\n".join(lines)),
    }
