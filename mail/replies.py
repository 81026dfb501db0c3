"""What a letter carries so that the answer to it finds its way back: addresses, ids, subject."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from mail import tokens
from mail.addressing import is_valid_address, normalise, own
from mail.courtesy import without_prefix
from mail.envelopes import bounce_address
from mail.models import Mailbox
from mail.own import own_addresses, reply_secrets
from outbox.writing import full_address
from staff.models import User
from tickets.access import public_messages
from tickets.choices import MessageKind
from tickets.models import Message, Ticket

MAX_REFERENCES = 20
_ID = re.compile(r"<[!-;=?-~]{3,250}>")
# A local part of RFC 6531: any letters, no spaces and nothing that needs quotes.
_FOREIGN = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}")
# Ids that we made up for mail that had none, and addresses of nobody.
_INVENTED = (".invalid>", ".invalid")


@dataclass(frozen=True)
class Envelope:
    """Everything about a letter but its words. `bounces` makes the address that bounces come to."""

    sender: str
    reply_to: str
    message_id: str
    headers: dict[str, str]
    bounces: Callable[[int], str]


def envelope(
    ticket: Ticket, *, name: str, before: Message | None = None, agent: User | None = None
) -> Envelope:
    """`name` is shown as the sender; `before` is the message it carries (None: it answers the last one).

    What is sent to the customer carries their token; what is sent to a colleague, the `agent`'s own.
    """
    box = mailbox_of(ticket)
    address = box.address if box else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    party, purpose = (agent.pk, tokens.AGENT) if agent else (ticket.requester_id, tokens.REPLY)
    token = tokens.make(reply_secrets()[0], ticket.pk, party=party, purpose=purpose)
    tagged = plus_variant(box, lambda: tokens.plus_address(address, token))
    return Envelope(
        sender=full_address(name, address),
        reply_to=full_address(name, tagged) if tagged else "",
        message_id=tokens.make_message_id(token, address.rpartition("@")[2] or "localhost"),
        headers=thread_headers(ticket, before),
        bounces=lambda number: (
            plus_variant(box, lambda: bounce_address(reply_secrets()[0], number, address)) or address
        ),
    )


def plus_variant(box: Mailbox | None, make: Callable[[], str]) -> str:
    """The address that carries a token; '' if the mailbox cannot: then the Message-ID carries it alone."""
    if box is None or not box.plus_addressing:
        return ""
    try:
        return make()
    except ValueError:  # the name is too long
        return ""


def mailbox_of(ticket: Ticket) -> Mailbox | None:
    """The mailbox the ticket came in by if it is still its team's, else the team's, else where it came in."""
    mail = ticket.mails.select_related("mailbox").defer("content").order_by("pk").first()
    arrived = mail.mailbox if mail else None
    if arrived and arrived.team_id == ticket.team_id:
        return arrived
    return Mailbox.objects.filter(team=ticket.team_id, active=True).order_by("pk").first() or arrived


def thread_headers(ticket: Ticket, before: Message | None = None) -> dict[str, str]:
    """In-Reply-To the customer's last message; References from first to last, capped in the middle."""
    thread = public_messages(ticket).filter(kind=MessageKind.PUBLIC)
    if before:
        thread = thread.filter(pk__lt=before.pk)
    rows = [
        (message_id, contact)
        for message_id, contact in thread.order_by("pk").values_list("message_id", "contact")
        if _ID.fullmatch(message_id) and not message_id.endswith(_INVENTED)
    ]
    if not rows:
        return {}
    ids = list(dict.fromkeys(message_id for message_id, _ in rows))
    answered = next((message_id for message_id, contact in reversed(rows) if contact), ids[-1])
    if len(ids) > MAX_REFERENCES:
        ids = [ids[0], *ids[1 - MAX_REFERENCES :]]
    ids = [each for each in ids if each != answered] + [answered]
    return {"In-Reply-To": answered, "References": " ".join(ids)}


def subject_line(ticket: Ticket) -> str:
    """`Re: … [#K7M4QX2P]`, each of the two once."""
    bare = without_prefix(ticket.subject).replace(tokens.subject_tag(ticket.reference), " ")
    return tokens.tag_subject(f"Re: {' '.join(bare.split())[:400]}", ticket.reference)


def recipients(message: Message) -> tuple[list[str], list[str]]:
    """To and Cc of an answer: each address once, none of ours, none that nobody is behind."""
    ours, taken = own_addresses(), set[str]()

    def chosen(kind: str) -> list[str]:
        lines = []
        for person in message.recipients.get(kind, ()):
            address = str(person.get("address", "")).strip()
            key = normalise(address)
            if key and key not in taken and sendable(address) and not own(key, ours):
                taken.add(key)
                lines.append(full_address(str(person.get("name") or ""), address))
        return lines

    to, cc = chosen("to"), chosen("cc")
    return (to, cc) if to else (cc, [])


def sendable(address: str) -> bool:
    """Of the letters of any alphabet: a server that cannot speak it says so, and the ticket tells."""
    if address.lower().endswith(_INVENTED):
        return False
    local, _at, domain = address.rpartition("@")
    foreign = bool(_FOREIGN.fullmatch(local)) and is_valid_address(f"x@{domain}")
    return is_valid_address(address) or foreign
