"""Meeting customers."""

import datetime

from django.db import IntegrityError, transaction

from customers.models import Contact, ContactAddress, Organisation
from customers.queries import contact_by_address


def welcome_contact(
    *, address: str, name: str = "", language: str = "en", organisation: Organisation | None = None, **fields
) -> Contact:
    """The contact who writes from `address`, made on first sight; a missing name is filled in later.

    Two first letters at once make one contact: the address is unique in the database.
    """
    address = address.strip().lower()
    name = " ".join(name.split())[:200]
    contact = contact_by_address(address)
    if contact is None:
        try:
            with transaction.atomic():
                contact = Contact.objects.create(
                    name=name, email=address, language=language, organisation=organisation, **fields
                )
                ContactAddress.objects.create(contact=contact, address=address)
            return contact
        except IntegrityError:
            contact = contact_by_address(address)
            if contact is None:
                raise
    if name and not contact.name:
        contact.name = name
        contact.save(update_fields=["name"])
    return contact


def note_absence(contact: Contact, *, until: datetime.date) -> None:
    """Their automatic answer says that they are away until this day; the newest word counts."""
    if contact.away_until != until:
        contact.away_until = until
        contact.save(update_fields=["away_until"])
