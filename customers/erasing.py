"""Erasing a customer, because they have the right to ask for it: begun at once, then done in slices."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from customers.models import Contact, Erasure
from lib import blacking, database_clock
from lib.blacking import REMOVED, Marks
from lib.text import clean
from staff.models import User

MOST_REASON = 300


@transaction.atomic
def erase(contact: Contact, *, by: User, reason: str) -> Erasure:
    """From this commit on they are nobody: no address, no link, no letter. What they wrote follows within
    minutes (go_on). Twice is once. PermissionDenied; ValidationError without a reason, with one that names
    them, or while a ticket of theirs is open.
    """
    if not by.may("customer.erase"):
        raise PermissionDenied("customer.erase")
    fresh = Contact.objects.select_for_update().get(pk=contact.pk)
    if fresh.erased_at:
        return fresh.erasure
    words, reason = words_of(fresh), " ".join(clean(reason).split())
    _check(fresh, words, reason)
    now = database_clock.now()
    row = Erasure.objects.create(contact=fresh, by=by, at=now, reason=reason, words=words)
    fresh.addresses.all().delete()
    fresh.name, fresh.email, fresh.time_zone = REMOVED, "", ""
    fresh.away_until, fresh.erased_at = None, now
    fresh.save(update_fields=["name", "email", "time_zone", "away_until", "erased_at"])
    return row


def open_tickets_of(contact: Contact) -> list[int]:
    """Numbers of what is still to be answered: it is not erased before."""
    return [number for path in settings.ERASURE_WAITS_FOR for number in import_string(path)(contact)]


def words_of(contact: Contact) -> dict[str, list[str]]:
    """What names them."""
    addresses = {contact.email.lower(), *contact.addresses.values_list("address", flat=True)} - {""}
    return {"names": [contact.name] if contact.name else [], "addresses": sorted(addresses)}


def marks_of(words: dict[str, list[str]], lines: list[str] | None = None) -> Marks:
    """How it is found."""
    return blacking.person(words.get("names", []), words.get("addresses", []), lines or [])


def _check(contact: Contact, words: dict[str, list[str]], reason: str) -> None:
    if not 1 <= len(reason) <= MOST_REASON:
        raise ValidationError(_("Give a reason of at most %(n)s characters."), params={"n": MOST_REASON})
    if marks_of(words).within(reason):
        raise ValidationError(_("The reason names the customer. It stays, so leave the name out."))
    if open_tickets_of(contact):
        raise ValidationError(_("Tickets of theirs are still open. Solve or close them first."))


def go_on() -> int:
    """A slice of every erasure that is not finished; how many were finished. Safe to run twice and to be
    killed anywhere.
    """
    rows = Erasure.objects.filter(finished_at=None).order_by("pk")
    return sum(_slice(row) for row in rows)


def _slice(row: Erasure) -> bool:
    """Whether it is finished with this. A step that is not done yet goes on the next time."""
    if not all(import_string(path)(row) for path in settings.ERASURE_STEPS):
        return False
    done = {"finished_at": database_clock.now(), "words": {}}
    return bool(Erasure.objects.filter(pk=row.pk, finished_at=None).update(**done))
