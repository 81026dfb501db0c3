"""The states of a letter, and of its delivery to each of those it is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterState(TextChoices):
    QUEUED = "queued", _("Queued")
    # In the hands of a worker until its lease ends.
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Suppressed")
    # Handed over whole, but the mail server's answer was lost: only a person may send it again.
    UNDECIDED = "undecided", _("Undecided")


# Nothing more happens by itself.
SETTLED = frozenset({LetterState.SENT, LetterState.FAILED, LetterState.SUPPRESSED, LetterState.UNDECIDED})


class DeliveryState(TextChoices):
    """What became of a letter for one recipient. `sent` means that our mail server took it."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    DELAYED = "delayed", _("Delayed")  # on its way, says the other server; it keeps trying
    UNDECIDED = "undecided", _("Undecided")
    FAILED = "failed", _("Failed")  # refused while we sent it
    BOUNCED = "bounced", _("Came back")  # refused later
    SUPPRESSED = "suppressed", _("Suppressed")


# The server has it, or had it.
TAKEN = frozenset({DeliveryState.SENT, DeliveryState.DELAYED})
# It did not arrive, and nobody tries any more.
LOST = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.SUPPRESSED})


class Why(TextChoices):
    """Why an address gets no letters."""

    BOUNCED = "bounced", _("Letters came back")
    COMPLAINED = "complained", _("Reported us as spam")
    ASKED = "asked", _("Asked us to stop")
