"""A mail joins its ticket or opens one: what the thread gets of it."""

from lib import through
from lib.folding import boxed
from lib.html import sanitise
from mail import courtesy
from mail.belonging import (
    OURS,
    Match,
    Standing,
    await_ids,
    holds_strangers,
    match,
    standing,
    ticket_of_token,
)
from mail.choices import Colleagues, Outcome
from mail.guards import may_reopen
from mail.incoming import Incoming
from mail.joining import joining
from mail.parcels import parcels
from mail.quoting import forwarded_mail, read_mail
from mail.ruling import effects, fired
from mail.threading import Clue
from tickets.actions import add_note, answer, keep_automatic, keep_third_party, open_ticket, receive
from tickets.actors import Desk
from tickets.choices import Channel
from tickets.models import Message, Ticket

__all__ = [
    "Incoming",
    "append_by_hand",
    "automatic_on",
    "by_message_id",
    "converse",
    "match",
    "ticket_of_token",
]

# Why something is kept for colleagues only.
OUTSIDE = {
    Standing.UNPROVEN_COLLEAGUE: "unproven_colleague",
    Standing.COLLEAGUE: "colleague",
    Standing.FALSE: "forged_sender",
}


def by_message_id(message_id: str, ticket: Ticket) -> Message | None:
    return ticket.messages.filter(message_id=message_id[:320]).order_by("-pk").first()


def converse(incoming: Incoming, found: Match | None) -> tuple[Ticket | None, Message | None, str, str]:
    """Put the mail where it belongs: ticket, message, outcome and cause."""
    if found is None:
        return _opens(incoming)
    if found.member:
        reopens = may_reopen(found.ticket, incoming.row.received_at)
        if not reopens:
            incoming.row.verdict["flags"].append("reopened_too_often")
        message = receive(
            found.ticket,
            by=incoming.welcome(),
            reopens=reopens,
            participants=joining(incoming) if found.clue is not Clue.SUBJECT else (),
            **_content(incoming),
        )
        await_ids(incoming, found.ticket)
        return found.ticket, message, Outcome.APPENDED, ""
    if found.standing is Standing.COLLEAGUE:
        return found.ticket, _colleague_wrote(found.ticket, incoming), Outcome.APPENDED, "colleague"
    if holds_strangers(incoming):
        return None, None, Outcome.QUARANTINED, "third_party"
    # A name of ours that nobody has proven makes no customer of a colleague; the thread shows what it says.
    by = Desk("mail") if found.standing in OURS else incoming.welcome()
    message = keep_third_party(found.ticket, by=by, **_content(incoming))
    return found.ticket, message, Outcome.APPENDED, OUTSIDE.get(found.standing, "third_party")


def _opens(incoming: Incoming) -> tuple[Ticket, Message, str, str]:
    row = incoming.row
    newcomer = incoming.contact is None
    contact = incoming.welcome()
    row.verdict["confirm"] = courtesy.consider(
        incoming.mail, incoming.said, row, incoming.ours, sender=incoming.address, newcomer=newcomer
    )
    if incoming.authentication.false:  # the one whose address it is has asked nothing
        row.verdict["confirm"] = "forged"
    with through.through("mail", incoming.row.pk, fired(incoming)):
        ticket = open_ticket(
            by=Desk("mail"),
            requester=contact,
            subject=incoming.mail.subject,
            participants=joining(incoming),
            **effects(incoming),
            **_content(incoming),
        )
    await_ids(incoming, ticket)
    return ticket, ticket.first_message, Outcome.CREATED, ""


def _colleague_wrote(ticket: Ticket, incoming: Incoming) -> Message | None:
    """What one of us sent to a ticket: a note, or an answer if the mailbox says so. Their rights are asked
    again; what the customer got by the same mail already is no answer to be sent once more. None if it waits
    for an approver.
    """
    by, said = incoming.colleague, _content(incoming)
    assert by is not None  # only a colleague has this standing
    got = {one.key for one in (*incoming.mail.to, *incoming.mail.cc)}
    box = incoming.mailbox
    answers = box is not None and box.colleagues == Colleagues.ANSWER and by.may("ticket.reply")
    if answers and ticket.requester.email.lower() not in got:
        return answer(ticket, by=by, text=said["text"], parts=said["parts"], at=said["at"])
    return add_note(ticket, by=by, text=said["text"], html=said["html"], parts=said["parts"], at=said["at"])


def append_by_hand(incoming: Incoming, ticket: Ticket) -> Message:
    """A colleague says where it belongs; whether the customer may see it still depends on who wrote it."""
    contact = incoming.welcome()
    if Match(ticket, Clue.SUBJECT, standing(incoming, ticket)).member:
        return receive(ticket, by=contact, **_content(incoming))
    return keep_third_party(ticket, by=contact, **_content(incoming))


def automatic_on(ticket: Ticket, incoming: Incoming) -> Message:
    """Keep it on the ticket as something a machine said: nothing moves, nobody is written to."""
    return keep_automatic(ticket, by=incoming.contact or Desk("mail"), **_content(incoming))


def _content(incoming: Incoming) -> dict:
    """What the mail says and carries, for any of the actions that write it down."""
    mail, row = incoming.mail, incoming.row
    split, html = read_mail(mail)
    first = forwarded_mail(mail)
    parts, left_out = parcels(mail)
    return {
        "text": split.new,
        "folded": "\n\n".join(filter(None, (split.folded, left_out))),
        "html": boxed(sanitise(html)) if html else "",
        "parts": parts,
        "recipients": {
            # Both are kept: who asks is the contact, how they wrote stands here.
            "from": _people([mail.from_] if mail.from_ else []),
            "reply_to": _people(mail.reply_to),
            # Who wrote what somebody passes on. Only said, never proven: nobody is answered because of it.
            **({"first": [{"name": first.name, "address": first.address}]} if first else {}),
            "to": _people(mail.to),
            "cc": _people(mail.cc),
        },
        "message_id": row.mail_key,
        "channel": Channel.EMAIL,
        "at": row.received_at,
    }


def _people(addresses) -> list[dict[str, str]]:
    return [{"name": one.name, "address": one.address} for one in list(addresses)[:100]]
