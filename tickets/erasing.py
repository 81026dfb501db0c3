"""What a customer wrote and was, taken out of one ticket after another."""

from customers.erasing import marks_of
from customers.models import Contact, Erasure
from outbox.actions import anonymise, forget_address
from outbox.models import Delivery, Letter
from tickets.actions.erasing import erase_from
from tickets.choices import EventKind
from tickets.fields import Kind
from tickets.models import AccessLink, Message, Participant, Survey, Ticket, TicketEvent
from tickets.setup import definitions

SLICE = 50


def open_tickets_of(contact: Contact) -> list[int]:
    """What they asked that is neither solved nor closed."""
    asked = Ticket.objects.active().filter(requester=contact, merged_into=None)
    return list(asked.order_by("pk").values_list("pk", flat=True))


def go_on(erasure: Erasure) -> bool:
    """Whether nothing is left; so many tickets at a time, each in a transaction of its own."""
    AccessLink.objects.filter(contact=erasure.contact_id).delete()
    row = Erasure.objects.get(pk=erasure.pk)
    numbers = sorted(number for number in _numbers(row) if number > row.up_to)
    if not all(erase_from(number, row.pk) for number in numbers[:SLICE]) or len(numbers) > SLICE:
        return False
    if Message.objects.filter(contact=row.contact_id, redacted_at=None).exists():
        Erasure.objects.filter(pk=row.pk).update(up_to=0)  # something came while it began
        return False
    Participant.objects.filter(contact=row.contact_id).delete()
    return _letters_elsewhere(row)


def _numbers(erasure: Erasure) -> set[int]:
    """Where something of theirs may stand."""
    who = {"contact": erasure.contact_id}
    sources = [
        Ticket.objects.filter(requester=erasure.contact_id).values_list("pk", flat=True),
        *(rows.objects.filter(**who).values_list("ticket", flat=True) for rows in _SPOKE),
        Message.objects.filter(**who, origin__isnull=False).values_list("origin", flat=True),
        *_held_in_fields(erasure.contact_id),
        *_written_to(erasure),
    ]
    return {number for rows in sources for number in rows}


_SPOKE = (Message, Participant, TicketEvent, Survey)


def _held_in_fields(contact: int) -> list:
    """Tickets of others with a field that says who they are, now or once."""
    keys = [one.key for one in definitions() if one.kind is Kind.CONTACT]
    now = [
        Ticket.objects.filter(custom__contains={key: contact}).values_list("pk", flat=True) for key in keys
    ]
    told = TicketEvent.objects.filter(kind=EventKind.FIELDS_SET)
    once = [
        told.filter(data__changes__contains=[{"field": key, side: contact}]).values_list("ticket", flat=True)
        for key in keys
        for side in ("was", "to")
    ]
    return now + once


def _written_to(erasure: Erasure) -> list:
    """Tickets of which a letter went to them, as one of others."""
    return [
        Delivery.objects.filter(address__iexact=address, letter__ticket_message__isnull=False).values_list(
            "letter__ticket_message__ticket", flat=True
        )
        for address in erasure.words.get("addresses", [])
    ]


def _letters_elsewhere(erasure: Erasure) -> bool:
    """Letters about no ticket: of entering the portal, of surveys."""
    marks = marks_of(erasure.words)
    for address in erasure.words.get("addresses", []):
        for letter in Letter.objects.filter(deliveries__address__iexact=address).distinct():
            anonymise(letter, marks)
        forget_address(address)
    return True
