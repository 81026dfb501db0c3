"""Meeting customers."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from customers.erasing import erase as erase
from customers.models import Contact, Organisation, OrganisationChange
from customers.queries import contacts_by_address
from staff.models import User

# The address decides who somebody is, so it goes first: whose address is taken is not made at all.
MEET = """
WITH wanted AS (
    SELECT nextval(pg_get_serial_sequence('customers_contact', 'id')) AS id, address, name
    FROM unnest(%(addresses)s::text[], %(names)s::text[]) AS each (address, name)
), met AS (
    INSERT INTO customers_contactaddress (contact_id, address, added_at)
    SELECT id, address, %(now)s FROM wanted ORDER BY address
    ON CONFLICT (address) DO NOTHING RETURNING contact_id
)
INSERT INTO customers_contact (id, email, name, language, organisation_id, time_zone, created_at)
SELECT id, address, name, %(language)s, %(organisation)s, %(time_zone)s, %(now)s
FROM wanted JOIN met ON contact_id = id RETURNING id, email, name"""


def welcome_contact(
    *,
    address: str,
    name: str = "",
    language: str = "en",
    organisation: Organisation | None = None,
    time_zone: str = "",
) -> Contact:
    """The contact who writes from `address`, made on first sight; a missing name is filled in later."""
    people = {address: name}
    return welcome_contacts(people, language=language, organisation=organisation, time_zone=time_zone)[0]


def welcome_contacts(
    people: Mapping[str, str],
    *,
    language: str = "en",
    organisation: Organisation | None = None,
    time_zone: str = "",
) -> list[Contact]:
    """The same for several, address → name, in their order."""
    names = {address.strip().lower(): _tidy(name) for address, name in people.items()}
    known = contacts_by_address(names) if names else {}
    for address, contact in known.items():
        if names[address] and not contact.name:
            contact.name = names[address]
            contact.save(update_fields=["name"])
    strangers = {address: name for address, name in names.items() if address not in known}
    if strangers:
        known |= meet(strangers, language=language, organisation=organisation, time_zone=time_zone)
    return [known[address] for address in names]


def meet(
    people: Mapping[str, str],
    *,
    language: str,
    organisation: Organisation | None = None,
    time_zone: str = "",
) -> dict[str, Contact]:
    """New contacts by address, in lower case, → name; where somebody else was quicker, theirs.

    Two first letters at once make one contact: the address is unique in the database. A conflict is no
    error, so that nobody needs a savepoint for it: most letters bring somebody new.
    """
    now = timezone.now()
    said = {
        "addresses": list(people),
        "names": [_tidy(name) for name in people.values()],
        "language": language,
        "organisation": organisation.pk if organisation else None,
        "time_zone": time_zone,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(MEET, said)
        rows = cursor.fetchall()
    met = {
        email: Contact(
            pk=pk,
            email=email,
            name=name,
            language=language,
            organisation=organisation,
            created_at=now,
            time_zone=time_zone,
        )
        for pk, email, name in rows
    }
    for contact in met.values():
        contact._state.adding, contact._state.db = False, connection.alias
    missed = people.keys() - met.keys()
    return met | contacts_by_address(missed) if missed else met


def _tidy(name: str) -> str:
    return " ".join(name.split())[:200]


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
