"""The way in for customers: a letter with a link instead of a password."""

import secrets

from django.db import models
from django.utils import timezone


def new_nonce() -> str:
    return secrets.token_hex(16)


class Entry(models.Model):
    """One link that lets one contact in, once. The token in the letter is the nonce with our signature,
    so a copy of the database lets nobody in."""

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"way in of {self.contact_id}"
