"""Mail that was too large to be fetched whole: the ticket says so, and its sender hears of it once."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from mail import courtesy, replies
from mail.choices import Transport
from mail.letters import link_to
from mail.models import RawEmail
from mail.own import own_addresses
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from tickets.actions import keep_automatic, thread_name
from tickets.actors import Desk
from tickets.choices import MessageKind
from tickets.models import Message, Ticket
from tickets.queries import asked_in


def note_on(ticket: Ticket | None, row: RawEmail) -> Message | None:
    """Tell the colleagues what is missing and where it is."""
    if ticket is None or not row.full_size:
        return None
    if row.transport in {Transport.IMAP, Transport.POP3}:
        said = _(
            "This mail is too large (%(size)s): only its headers and its text are here. "
            "The rest was left on the mail server, in %(folder)s of %(mailbox)s."
        )
    else:
        said = _("This mail is too large (%(size)s): only its beginning is here.")
    text = said % {
        "size": filesizeformat(row.full_size),
        "folder": row.folder or "INBOX",
        "mailbox": row.mailbox.address if row.mailbox else "",
    }
    return keep_automatic(ticket, by=Desk("mail"), kind=MessageKind.NOTE, text=text, at=row.received_at)


def send_notice(message: Message) -> Letter | None:
    """Ask for it in another way; once for a ticket, and None if nobody is behind the address."""
    ticket, contact = asked_in(message), message.contact
    if contact is None or not courtesy.writable(contact.email):
        return None
    if courtesy.own(contact.email, own_addresses()):
        return None
    way = replies.envelope(ticket, name=ticket.team.name)
    _subject, text, html = render(
        "too_large",
        {
            "name": contact.first_name,
            "subject": ticket.subject,
            "reference": ticket.reference,
            "team": ticket.team.name,
            "text": message.text.strip()[:2000],
            # Whoever holds the link speaks as the requester, so it goes to nobody else.
            "link": link_to(ticket) if contact == ticket.requester else "",
        },
        contact.language,
    )
    return queue(
        key=f"too-large-{ticket.pk}",
        kind="too_large",
        sender=way.sender,
        to=[replies.full_address(contact.name, contact.email)],
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
