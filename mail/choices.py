"""Words that describe mailboxes and the mail in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Security(TextChoices):
    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    # Only for a server on the same machine.
    NONE = "none", _("None")


class Outcome(TextChoices):
    """What became of a stored mail. Every mail has exactly one; `pending` is not handled yet."""

    PENDING = "pending", _("Not handled yet")
    CREATED = "created", _("New ticket")
    APPENDED = "appended", _("Added to a ticket")
    QUARANTINED = "quarantined", _("Quarantined")
    DUPLICATE = "duplicate", _("Duplicate")
    IGNORED = "ignored", _("Ignored by rule")
