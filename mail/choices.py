"""Words that describe mailboxes and the mail in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Security(TextChoices):
    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    # Only for a server on the same machine.
    NONE = "none", _("None")


class Protocol(TextChoices):
    IMAP = "imap", _("IMAP")
    POP3 = "pop3", _("POP3")


class SignIn(TextChoices):
    PASSWORD = "password", _("Password")
    XOAUTH2 = "xoauth2", _("OAuth (Google, Microsoft 365)")


class AfterFetch(TextChoices):
    """What happens to the copy on the server, once ours is committed."""

    LEAVE = "leave", _("Leave it as it is")
    SEEN = "seen", _("Mark it as read")
    MOVE = "move", _("Move it to a folder")
    DELETE = "delete", _("Delete it")


class Transport(TextChoices):
    """The way a mail came in."""

    IMAP = "imap", _("IMAP")
    POP3 = "pop3", _("POP3")
    PIPE = "pipe", _("Pipe")
    LMTP = "lmtp", _("LMTP")
    WEBHOOK = "webhook", _("Webhook")
    IMPORT = "import", _("Import")


class Provider(TextChoices):
    """Who gives out the tokens that open a mailbox."""

    GOOGLE = "google", _("Google")
    MICROSOFT = "microsoft", _("Microsoft 365")
    OTHER = "other", _("Another provider")


class Outcome(TextChoices):
    """What became of a stored mail. Every mail has exactly one; `pending` is not handled yet."""

    PENDING = "pending", _("Not handled yet")
    CREATED = "created", _("New ticket")
    APPENDED = "appended", _("Added to a ticket")
    QUARANTINED = "quarantined", _("Quarantined")
    DUPLICATE = "duplicate", _("Duplicate")
    IGNORED = "ignored", _("Ignored by rule")


class ThirdParty(TextChoices):
    """What becomes of a mail that names a ticket but whose sender is not part of it."""

    PENDING = "pending", _("Keep it on the ticket, seen by colleagues only")
    QUARANTINE = "quarantine", _("Hold it")


class Colleagues(TextChoices):
    NOTE = "note", _("An internal note")
    ANSWER = "answer", _("An answer to the customer")


class Copies(TextChoices):
    """The same mail was sent to two of our mailboxes."""

    ONE = "one", _("One ticket, the other mail points to it")
    EACH = "each", _("A ticket for each mailbox")


class Fate(TextChoices):
    """Where a mail rule sends the mail."""

    GO_ON = "", _("On its way")
    IGNORE = "ignore", _("Ignored, kept in the log")
    QUARANTINE = "quarantine", _("Held")


class RuleChange(TextChoices):
    MADE = "made", _("made")
    CHANGED = "changed", _("changed")
    MOVED = "moved", pgettext_lazy("mail rule", "moved")
    SWITCHED = "switched", _("switched")
    REMOVED = "removed", _("removed")
