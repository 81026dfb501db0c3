"""A colleague answers a letter that told them of a reply: what they write goes to the ticket.

The letter carried a token made for this colleague and this ticket. The token alone is no permission: the mail
must come from their address, nothing may speak against that, and their rights are asked again.
"""

import re
from dataclasses import dataclass

from mail import tokens
from mail.belonging import Match, standing, ticket_of_token
from mail.choices import Outcome
from mail.conversation import converse
from mail.incoming import Incoming
from mail.own import reply_secrets
from mail.parcels import parcels
from mail.quoting import visible_mail
from mail.threading import Clue, referenced
from mail.verdicts import Kind
from staff.models import User
from tickets.access import tickets_for
from tickets.actions import add_note, answer
from tickets.models import Message, Ticket

MACHINE_ANSWERS = frozenset({Kind.AUTO_REPLY, Kind.OUT_OF_OFFICE})

_NOTE = re.compile(r"\A\s*#note\b[ \t:]*\n?", re.IGNORECASE)
_NOTE_TAG = re.compile(r"(?<!\S)#note\b", re.IGNORECASE)


@dataclass(frozen=True)
class Decided:
    """As `converse` decides: what became of the mail."""

    ticket: Ticket | None
    message: Message | None
    outcome: str
    cause: str


def decided(incoming: Incoming) -> Decided | None:
    """What becomes of a mail with a colleague's token; None for every other mail."""
    token = _token(incoming)
    ticket = ticket_of_token(token) if token else None
    if token is None or ticket is None:
        return None
    if incoming.said.kind in MACHINE_ANSWERS:  # they are away; no matter for the ticket
        return Decided(ticket, None, Outcome.IGNORED, "agent_away")
    agent = _agent(token.party, incoming)
    if agent and agent.may("ticket.note") and tickets_for(agent).filter(pk=ticket.pk).exists():
        return _write(ticket, agent, incoming)
    # Somebody else has the token: they are what they would be without it, and see and say no more.
    found = Match(ticket, Clue.TOKEN_ADDRESS, standing(incoming, ticket))
    incoming.row.verdict |= {"clue": found.clue.value, "standing": found.standing.value}
    return Decided(*converse(incoming, found))


def _token(incoming: Incoming) -> tokens.Token | None:
    """In a recipient, else in what the mail answers."""
    mail, secrets = incoming.mail, reply_secrets()
    for address in [*mail.delivered_to, *(one.address for one in (*mail.to, *mail.cc))][:200]:
        if found := tokens.find_in_address(secrets, address, purpose=tokens.AGENT):
            return found
    for message_id in referenced(mail):
        if found := tokens.find_in_message_id(secrets, message_id, purpose=tokens.AGENT):
            return found
    return None


def _agent(user_id: int, incoming: Incoming) -> User | None:
    """The colleague whom the token was made for, if this is their mail.

    A receiving server that we believe must have found the address genuine. Where none looks, nothing is known
    of any mail: then the token, which only they were sent, has to do.
    """
    agent = incoming.colleague
    proof = incoming.authentication
    if agent is None or agent.pk != user_id or proof.false or (proof.believed and not proof.genuine):
        return None
    return agent


def _write(ticket: Ticket, agent: User, incoming: Incoming) -> Decided:
    """An answer, or a note: if they say so, if they may not answer, if the customer got the mail already."""
    split, at = visible_mail(incoming.mail), incoming.row.received_at
    text = split.new
    parts, _left_out = parcels(incoming.mail)
    got = {one.key for one in (*incoming.mail.to, *incoming.mail.cc)}
    # Without a word of their own the letter is only what we wrote to them: not for the customer.
    wanted = split.all_old or bool(_NOTE.match(text) or _NOTE_TAG.search(incoming.mail.subject))
    text = _NOTE.sub("", text, count=1)
    incoming.row.verdict |= {"clue": Clue.TOKEN_ADDRESS.value, "standing": "agent"}
    if wanted or not agent.may("ticket.reply") or ticket.requester.email.lower() in got:
        message = add_note(ticket, by=agent, text=text, parts=parts, at=at)
        return Decided(ticket, message, Outcome.APPENDED, "agent_note")
    answered = answer(ticket, by=agent, text=text, parts=parts, at=at)
    return Decided(ticket, answered, Outcome.APPENDED, "agent_answer" if answered else "agent_asked")
