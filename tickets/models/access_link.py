"""The secret link by which a customer follows a ticket without signing in."""

import secrets

from django.db import models
from django.utils import timezone

from tickets.models.ticket import Ticket


def new_nonce() -> str:
    return secrets.token_hex(16)


class AccessLink(models.Model):
    """The token in the link is made from the nonce and our secret key, so a copy of the database opens no
    ticket.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="access_links")
    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="access_links")
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "contact"], condition=models.Q(revoked_at=None), name="access_link_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"link of {self.contact_id} to {self.ticket_id}"
