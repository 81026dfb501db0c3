"""Who else becomes part of a conversation because a mail was sent to them too, so that answers go to them."""

import re

from customers.actions import welcome_contacts
from customers.models import Contact
from mail import courtesy
from mail.addressing import Address, normalise, own, reply_recipients
from mail.incoming import Incoming
from mail.parsed import ParsedMail
from staff.queries import emails_of_ours

MAX_JOINING = 20
BLIND_COPY = "blind_copy"
_MAILTO = re.compile(r"mailto:([^>?,\s]{3,320})", re.IGNORECASE)


def joining(incoming: Incoming) -> list[Contact]:
    """Everybody else in To and Cc: none of ours, no machines, no lists.

    Of a blind copy nobody: who wrote it did not want the others to know of us.
    """
    others = _others(incoming)
    if not others:
        return []
    mail = incoming.mail
    if not any(own(one.key, incoming.ours) for one in (*mail.to, *mail.cc)):
        incoming.row.verdict["flags"].append(BLIND_COPY)
        return []
    people = {one.key: one.name for one in others}
    return welcome_contacts(people, language=incoming.welcome().language)


def _others(incoming: Incoming) -> list[Address]:
    mail = incoming.mail
    others = reply_recipients(mail.to, mail.cc, own_addresses=incoming.ours, author=incoming.address)
    if not others:
        return []
    left_out = emails_of_ours([one.key for one in others]) | lists_of(mail)
    return [one for one in others[:MAX_JOINING] if one.key not in left_out and courtesy.writable(one.key)]


def lists_of(mail: ParsedMail) -> set[str]:
    """The lists that passed it on, by their own word (RFC 2369): all members would read an answer to one."""
    said = mail.headers.get("list-post", ())
    return {normalise(address) for value in said for address in _MAILTO.findall(value)}
