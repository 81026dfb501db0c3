"""What the portal itself writes: the letter that lets a customer in."""

import secrets

from django.conf import settings
from django.urls import reverse

from customers.models import Contact
from outbox import letters
from outbox.actions import queue
from outbox.models import Letter
from outbox.writing import full_address
from portal.access import ENTRY_LIVES, make_entry


def queue_entry(contact: Contact, address: str, language: str) -> Letter:
    """The letter goes to the address that was typed: it is one of the contact's own."""
    path = reverse("portal:entered", args=[make_entry(contact)])
    words = {
        "name": contact.first_name,
        "url": f"{settings.BASE_URL}{path}",
        "minutes": int(ENTRY_LIVES.total_seconds() // 60),
    }
    subject, text, html = letters.render("portal_entry", words, language)
    return queue(
        key=f"portal-entry-{contact.pk}-{secrets.token_hex(8)}",
        kind="portal_entry",
        to=[full_address(contact.name, address)],
        subject=subject,
        text=text,
        html=html,
    )
