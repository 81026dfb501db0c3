"""Questions about customers."""

from customers.models import Contact


def contact_by_address(address: str) -> Contact | None:
    """The contact who writes from this address, in any letter case."""
    return (
        Contact.objects.filter(addresses__address=address.strip().lower())
        .select_related("organisation")
        .first()
    )
