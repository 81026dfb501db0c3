"""Meeting customers."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.module_loading import import_string

from customers.models import Contact, Organisation, OrganisationChange
from customers.queries import contact_by_address
from staff.models import User

ITS_ADDRESS = """
INSERT INTO customers_contactaddress (contact_id, address, added_at) VALUES (%s, %s, now())
ON CONFLICT (address) DO NOTHING"""


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
        contact = meet(address=address, name=name, language=language, organisation=organisation, **fields)
    if name and not contact.name:
        contact.name = name
        contact.save(update_fields=["name"])
    return contact


@transaction.atomic(savepoint=False)
def meet(*, address: str, name: str = "", **fields) -> Contact:
    """A new contact; if somebody else was quicker with this address, theirs.

    A conflict is no error, so that nobody needs a savepoint for it: most letters bring somebody new.
    """
    contact = Contact.objects.create(email=address, name=" ".join(name.split())[:200], **fields)
    with connection.cursor() as cursor:
        cursor.execute(ITS_ADDRESS, [contact.pk, address])
        if cursor.rowcount:
            return contact
    contact.delete()
    theirs = contact_by_address(address)
    assert theirs is not None  # whom the conflict was with
    return theirs


def note_absence(contact: Contact, *, until: datetime.date) -> None:
    """Their automatic answer says that they are away until this day; the newest word counts."""
    if contact.away_until != until:
        contact.away_until = until
        contact.save(update_fields=["away_until"])


@transaction.atomic
def set_vip(organisation: Organisation, *, vip: bool, by: User) -> Organisation:
    """Whether promises to VIPs hold for it, from now on and for its open tickets. Safe to repeat."""
    if not by.may("promise.manage"):
        raise PermissionDenied("promise.manage")
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if fresh.vip != vip:
        fresh.vip = vip
        fresh.save(update_fields=["vip"])
        change = OrganisationChange.objects.create(organisation=fresh, by=by, vip=vip)
        for path in settings.ORGANISATION_LISTENERS:
            transaction.on_commit(lambda path=path: import_string(path)(change), robust=True)
    return fresh
