"""Letters of ours that did not arrive: which letter it was, for whom, and telling letter and ticket.

Only what we made counts: the sealed address that bounces come back to, the id that we gave the letter on its
way (RFC 3461), and Message-IDs of letters in the outbox or with our token. Anything else may be forged.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from lib.prepared import Prepared
from lib.text import one_line
from mail.belonging import ticket_of_token
from mail.bounces import FailedRecipient
from mail.envelopes import letter_of
from mail.incoming import Incoming
from mail.own import reply_secrets
from mail.returned import returned_ids
from mail.tokens import find_in_message_id
from mail.verdicts import Kind
from outbox.actions import note_bounce
from outbox.models import Letter
from tickets.models import Message, Ticket

MAX_ADDRESSES = 50
MAX_RECIPIENTS = 20


@dataclass(frozen=True)
class Subject:
    """What a bounce, a receipt or an automatic answer is about. A letter need not belong to a ticket."""

    letter: Letter | None
    ticket: Ticket | None
    message: Message | None = None


def subject_of(incoming: Incoming) -> Subject | None:
    """The letter of ours that this mail came back for, and its ticket; None if it names none."""
    if letter := _by_envelope(incoming):
        return _about(letter)
    ids = _named_ids(incoming)
    named = {f"id{number}": value for number, value in enumerate(ids)}
    known = {letter.message_id: letter for letter in _letters_named(len(ids), **named)} if ids else {}
    for message_id in ids:
        if letter := known.get(message_id):
            return _about(letter)
        if ticket := _ticket_of_token(message_id):
            message = ticket.messages.filter(message_id=message_id).order_by("-pk").first()
            return Subject(None, ticket, message)
    return None


def came_back(incoming: Incoming) -> bool:
    """Whether a server sent it to the address that only bounces and receipts come to."""
    unanswerable = {"null-sender", "from:daemon", "from:missing"} & set(incoming.said.reasons)
    return bool(unanswerable) and _by_envelope(incoming) is not None


def report(subject: Subject, incoming: Incoming) -> None:
    """Write down each recipient's failure or delay; the ticket hears of it by the letter. Twice is once."""
    bounce = incoming.said.bounce
    if incoming.said.kind is not Kind.BOUNCE or subject.letter is None or bounce is None:
        return
    for failed in _once(bounce.recipients):
        note_bounce(
            subject.letter,
            address=_address(failed, subject.letter),
            status=_status(failed),
            diagnostic=one_line(failed.diagnostic, 400),
            permanent=failed.permanent,
            at=incoming.row.received_at,
        )


def _once(recipients: tuple[FailedRecipient, ...]) -> list[FailedRecipient]:
    """One failure for each address; lasting ones first, for nobody is delayed after they failed."""
    first = sorted(recipients[:MAX_RECIPIENTS], key=lambda one: not one.permanent)
    return list({one.address: one for one in reversed(first)}.values())[::-1]


def _address(failed: FailedRecipient, letter: Letter) -> str:
    """The one we wrote to, of the two that a report may name."""
    written = {row.address.lower() for row in letter.deliveries.all()}
    return next((each for each in (failed.address, failed.also) if each in written), failed.address)


def _status(failed: FailedRecipient) -> str:
    """`failed` without a reason is 5.1.1 when the words say that nobody is there."""
    return "5.1.1" if failed.nobody_there and not failed.status.startswith("5.1.") else failed.status


def _letters() -> QuerySet[Letter]:
    return Letter.objects.select_related("ticket_message", "ticket_message__ticket").order_by("pk")


@Prepared
def _letters_named(count: int, **ids: str) -> QuerySet[Letter]:
    return _letters().filter(message_id__in=list(ids.values()))


@Prepared
def _letter_numbered(*, number: int) -> QuerySet[Letter]:
    return _letters().filter(pk=number)


def _by_envelope(incoming: Incoming) -> Letter | None:
    """The letter named by a recipient address of this mail, or by the id that we gave it on its way."""
    mail, secrets = incoming.mail, reply_secrets()
    written = [address.address for address in (*mail.to, *mail.cc)]
    for address in [incoming.row.envelope_to, *mail.delivered_to, *written][:MAX_ADDRESSES]:
        if "+" in address and (number := letter_of(secrets, address)):
            return next(iter(_letter_numbered(number=number)), None)
    envelope_id = incoming.said.bounce.envelope_id if incoming.said.bounce else None
    named = _letters_named(1, id0=f"<{envelope_id.strip('<>')}>") if envelope_id else []
    return next(iter(named), None)


def _named_ids(incoming: Incoming) -> list[str]:
    bounce = incoming.said.bounce
    ids = [bounce.original_message_id] if bounce and bounce.original_message_id else []
    return list(dict.fromkeys(each[:320] for each in (*ids, *returned_ids(incoming.mail))))


def _about(letter: Letter) -> Subject:
    message = getattr(letter, "ticket_message", None)
    return Subject(letter, message.ticket if message else _ticket_of_token(letter.message_id), message)


def _ticket_of_token(message_id: str) -> Ticket | None:
    token = find_in_message_id(reply_secrets(), message_id)
    return ticket_of_token(token) if token else None
