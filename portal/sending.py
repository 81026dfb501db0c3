"""What a customer sent becomes a ticket or a message, once, however often the button was pressed."""

import hashlib
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from customers.actions import welcome_contact
from portal.uploads import as_parts
from staff.models import Team
from tickets.actions import open_ticket, receive
from tickets.choices import Channel
from tickets.models import AccessLink, Message, Ticket, TicketType


def sent_key(*parts: str) -> str:
    """The same form with the same words has the same key; changed words after Back are something new."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:40]


def send_request(
    *,
    page: str,
    name: str,
    email: str,
    team: Team,
    subject: str,
    text: str,
    files: list[UploadedFile],
    language: str,
    kind: TicketType | None = None,
    custom: Mapping[str, object] | None = None,
) -> Ticket:
    """A new ticket; `page` is the mark of the form it came with. ValidationError if a field is not good."""
    key = sent_key("ask", page, email, subject, text)
    try:
        with transaction.atomic():
            if sent := _sent(key):
                return sent.ticket
            contact = welcome_contact(address=email, name=name, language=language)
            return open_ticket(
                by=contact,
                requester=contact,
                team=team,
                subject=subject,
                text=text,
                channel=Channel.WEB,
                language=language,
                parts=as_parts(files),
                sent_key=key,
                kind=kind,
                custom=custom or {},
            )
    except IntegrityError:
        # Both presses of the button at once: the other one won.
        if sent := _sent(key):
            return sent.ticket
        raise


def send_reply(link: AccessLink, *, text: str, files: list[UploadedFile], page: str) -> Message:
    """An answer on the link's ticket; it reopens what had ended."""
    key = sent_key("reply", link.nonce, page, text) if page else None
    if key and (sent := _sent(key)):
        return sent
    return receive(
        link.ticket, by=link.contact, text=text, channel=Channel.WEB, parts=as_parts(files), sent_key=key
    )


def _sent(key: str) -> Message | None:
    return Message.objects.filter(sent_key=key).select_related("ticket").first()
