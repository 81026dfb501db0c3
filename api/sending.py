"""What programs send, once: with the same `key` from the same API key it is the same thing, sent again."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction

from api import shapes
from api.models import Key
from customers.actions import welcome_contact
from customers.models import Contact
from lib.html import from_markdown
from staff.models import Team
from tickets import actions
from tickets.actions.sorting import clean_tags
from tickets.choices import Channel
from tickets.models import Message, Ticket


def open_once(key: Key, data: dict[str, Any], team: Team) -> tuple[Ticket, bool]:
    """The ticket, and whether it is new."""
    sent_key = _sent_key(key, "open", data["key"])
    try:
        with transaction.atomic():
            if sent := _sent(sent_key):
                return sent.ticket, False
            who = data["requester"]
            contact = welcome_contact(address=who["email"], name=who["name"])
            ticket = actions.open_ticket(
                by=key.owner, requester=contact, team=team, subject=data["subject"], text=data["text"],
                channel=Channel.API, priority=data["priority"], tags=clean_tags(data["tags"]),
                sent_key=sent_key,
            )  # fmt: skip
            return ticket, True
    except IntegrityError:  # both requests at once: the other one won
        if sent := _sent(sent_key):
            return sent.ticket, False
        raise


def write_once(
    key: Key, ticket: Ticket, data: dict[str, Any], *, contact: Contact | None = None
) -> tuple[Message | None, bool]:
    """An answer or a note of the key's owner, or what `contact` says; and whether it is new. None if the
    answer waits for somebody to approve it.
    """
    sent_key = _sent_key(key, f"write {ticket.pk}", data["key"])
    if sent := _sent(sent_key):
        return sent, False
    text, message = data["text"], None
    if contact is not None:
        message = actions.receive(ticket, by=contact, text=text, channel=Channel.API, sent_key=sent_key)
    elif data["kind"] == shapes.NOTE:
        html = from_markdown(text)
        message = actions.add_note(ticket, by=key.owner, text=text, html=html, sent_key=sent_key)
    else:
        message = actions.answer(
            ticket, by=key.owner, text=text, html=from_markdown(text), then=data["then"],
            seen=data.get("seen"), sent_key=sent_key,
        )  # fmt: skip
    return message, True


def _sent_key(key: Key, what: str, said: str) -> str | None:
    if not said:
        return None
    return hashlib.sha256(f"api\x00{key.pk}\x00{what}\x00{said}".encode("utf-8", "replace")).hexdigest()[:40]


def _sent(sent_key: str | None) -> Message | None:
    rows = Message.objects.select_related("ticket__team", "ticket__assignee", "ticket__requester")
    return rows.filter(sent_key=sent_key).first() if sent_key else None
