"""A mail joins its ticket or opens one: matching, then asking whether this sender may."""

from dataclasses import dataclass
from functools import cached_property

from customers.actions import welcome_contact
from customers.models import Contact
from customers.queries import contact_by_address
from lib.html import sanitise
from mail import courtesy
from mail.addressing import Address, own, reply_recipients
from mail.choices import Outcome
from mail.models import RawEmail
from mail.own import own_addresses, reply_secrets
from mail.parcels import parcels
from mail.parsed import ParsedMail
from mail.quoting import visible
from mail.threading import Candidate, Clue, candidates
from mail.tokens import Token
from mail.verdicts import Verdict
from staff.models import User
from tickets.access import may_write
from tickets.actions import keep_automatic, keep_third_party, open_ticket, receive
from tickets.actors import Desk
from tickets.choices import Channel
from tickets.models import Message, Ticket

MAX_JOINING = 20
MAX_ADDRESS = 320
TOKENS = frozenset({Clue.TOKEN_ADDRESS, Clue.TOKEN_REFERENCE})


@dataclass
class Incoming:
    """One mail while it is being decided."""

    row: RawEmail
    mail: ParsedMail
    said: Verdict
    recovering: bool = False

    @cached_property
    def address(self) -> str:
        """The sender's address, normalised; '' when there is none that could be answered or kept."""
        key = self.mail.from_.key if self.mail.from_ else ""
        if (not key or len(key) > MAX_ADDRESS) and self.recovering:
            return f"unknown-{self.row.pk}@mailbox.invalid"
        return key if len(key) <= MAX_ADDRESS else ""

    @cached_property
    def contact(self) -> Contact | None:
        """The customer who writes from this address, if we know them."""
        return contact_by_address(self.address) if self.address else None

    @cached_property
    def colleague(self) -> User | None:
        return User.objects.filter(email=self.address, is_active=True).first() if self.address else None

    @cached_property
    def ours(self) -> frozenset[str]:
        return own_addresses()

    def welcome(self) -> Contact:
        name = self.mail.from_.name if self.mail.from_ else ""
        if self.contact is None or (name and not self.contact.name):
            language = self.row.mailbox.team.language if self.row.mailbox else "en"
            self.contact = welcome_contact(address=self.address, name=name, language=language)
        return self.contact


@dataclass(frozen=True)
class Match:
    """The ticket a mail points to. `member`: its sender is part of that conversation."""

    ticket: Ticket
    clue: Clue
    member: bool

    @property
    def may_join_quietly(self) -> bool:
        """Whether something that moves nothing may be put there: by a member, or by who holds our token."""
        return self.member or self.clue in TOKENS


def match(incoming: Incoming) -> Match | None:
    """The first claim that holds. A signed token decides at once; weaker clues count only for a member."""
    for candidate in candidates(incoming.mail, reply_secrets()):
        ticket = _claimed(candidate, incoming)
        if ticket is None:
            continue
        member = incoming.contact is not None and may_write(incoming.contact, ticket)
        if member or candidate.clue in TOKENS or incoming.colleague:
            return Match(ticket, candidate.clue, member)
    return None


def _claimed(candidate: Candidate, incoming: Incoming) -> Ticket | None:
    if candidate.clue in TOKENS:
        return ticket_of_token(Token(candidate.ticket_id or 0, candidate.party or 0))
    if candidate.clue is Clue.MESSAGE_ID:
        message = _known_message(candidate.value, incoming.row)
        return message.ticket if message else None
    return _tickets().filter(reference=candidate.value).first()


def _tickets():
    return Ticket.objects.select_related("requester", "requester__organisation", "team")


def ticket_of_token(token: Token) -> Ticket | None:
    return _tickets().filter(pk=token.ticket_id).first()


def _known_message(message_id: str, row: RawEmail) -> Message | None:
    """A message with this id that we sent, or that came into the same mailbox; the newest, if several did."""
    known = (
        Message.objects.filter(message_id=message_id[:320])
        .select_related("ticket", "ticket__requester", "ticket__requester__organisation", "ticket__team")
        .order_by("-pk")[:20]
    )
    for message in known:
        if message.letter_id or message.mails.filter(mailbox=row.mailbox_id).exists():
            return message
    return None


def by_message_id(message_id: str, ticket: Ticket) -> Message | None:
    return ticket.messages.filter(message_id=message_id[:320]).order_by("-pk").first()


def converse(incoming: Incoming) -> tuple[Ticket, Message, str, str]:
    """Put the mail where it belongs: ticket, message, outcome and cause."""
    found = match(incoming)
    row = incoming.row
    if found:
        row.verdict["clue"] = found.clue.value
    if found and found.member:
        message = receive(
            found.ticket,
            by=incoming.welcome(),
            participants=_joining(incoming) if found.clue is not Clue.SUBJECT else (),
            **_content(incoming),
        )
        return found.ticket, message, Outcome.APPENDED, ""
    if found:
        by = incoming.colleague or incoming.welcome()
        message = keep_third_party(found.ticket, by=by, **_content(incoming))
        return found.ticket, message, Outcome.APPENDED, "colleague" if incoming.colleague else "third_party"
    contact = incoming.welcome()
    # Decided before the ticket exists: it asks what came from this sender before.
    row.verdict["confirm"] = courtesy.objection(incoming.mail, incoming.said, row, incoming.ours) or "yes"
    ticket = open_ticket(
        by=Desk("mail"),
        requester=contact,
        team=row.mailbox.team,
        subject=incoming.mail.subject,
        participants=_joining(incoming),
        **_content(incoming),
    )
    return ticket, ticket.messages.get(), Outcome.CREATED, ""


def append_by_hand(incoming: Incoming, ticket: Ticket) -> Message:
    """A colleague says where it belongs; whether the customer may see it still depends on who wrote it."""
    contact = incoming.welcome()
    if may_write(contact, ticket):
        return receive(ticket, by=contact, **_content(incoming))
    return keep_third_party(ticket, by=contact, **_content(incoming))


def automatic_on(ticket: Ticket, incoming: Incoming) -> Message:
    """Keep it on the ticket as something a machine said: nothing moves, nobody is written to."""
    return keep_automatic(ticket, by=incoming.contact or Desk("mail"), **_content(incoming))


def _content(incoming: Incoming) -> dict:
    """What the mail says and carries, for any of the actions that write it down."""
    mail, row = incoming.mail, incoming.row
    split = visible(mail.text)
    parts, left_out = parcels(mail)
    return {
        "text": split.new,
        "folded": "\n\n".join(filter(None, (split.folded, left_out))),
        "html": sanitise(mail.html) if mail.html else "",
        "parts": parts,
        "recipients": {
            "from": _people([mail.from_] if mail.from_ else []),
            "reply_to": _people(mail.reply_to),
            "to": _people(mail.to),
            "cc": _people(mail.cc),
        },
        "message_id": row.mail_key,
        "channel": Channel.EMAIL,
        "at": row.received_at,
    }


def _people(addresses) -> list[dict[str, str]]:
    return [{"name": one.name, "address": one.address} for one in list(addresses)[:100]]


def _joining(incoming: Incoming) -> list[Contact]:
    """Everybody else it was sent to, none of ours and no machines: they are part of the conversation."""
    mail = incoming.mail
    others: tuple[Address, ...] = reply_recipients(
        mail.to, mail.cc, own_addresses=incoming.ours, author=incoming.address
    )
    if not others:
        return []
    colleagues = set(
        User.objects.filter(email__in=[one.key for one in others]).values_list("email", flat=True)
    )
    return [
        welcome_contact(address=one.key, name=one.name, language=incoming.welcome().language)
        for one in others[:MAX_JOINING]
        if one.key not in colleagues and not own(one.key, incoming.ours) and courtesy.writable(one.key)
    ]
