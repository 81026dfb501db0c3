"""Questions about customers."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from customers.models import Contact
from lib.prepared import Prepared


def contact_by_address(address: str) -> Contact | None:
    """The contact who writes from this address, in any letter case."""
    return next(iter(_writing_from(address=address.strip().lower())), None)


def contacts_by_address(addresses: Iterable[str]) -> dict[str, Contact]:
    """Who writes from these addresses, in one statement; addresses that nobody has are left out."""
    wanted = {f"a{number}": each for number, each in enumerate({a.strip().lower() for a in addresses})}
    return {contact.writes_from: contact for contact in _writing_from_any(len(wanted), **wanted)}


@Prepared
def _writing_from(*, address: str) -> QuerySet[Contact]:
    """Asked several times for every letter."""
    return (
        Contact.objects.filter(addresses__address=address).select_related("organisation").order_by("pk")[:1]
    )


@Prepared
def _writing_from_any(count: int, **addresses: str) -> QuerySet[Contact]:
    return (
        Contact.objects.filter(addresses__address__in=list(addresses.values()))
        .annotate(writes_from=F("addresses__address"))
        .select_related("organisation")
        .order_by("pk")
    )
