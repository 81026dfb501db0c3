"""Questions about customers."""

from django.db.models import QuerySet

from customers.models import Contact
from lib.prepared import Prepared


def contact_by_address(address: str) -> Contact | None:
    """The contact who writes from this address, in any letter case."""
    return next(iter(_writing_from(address=address.strip().lower())), None)


@Prepared
def _writing_from(*, address: str) -> QuerySet[Contact]:
    """Asked several times for every letter."""
    return (
        Contact.objects.filter(addresses__address=address).select_related("organisation").order_by("pk")[:1]
    )
