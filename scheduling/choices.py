"""Words that describe opening hours and what follows from them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AdoptHow(TextChoices):
    """How open tickets take over what changed; not at all when it holds for new tickets only."""

    PROSPECTIVE = "prospective", _("Open tickets too, from now on")
    RETROACTIVE = "retroactive", _("Open tickets too, as if it had always held")


ADOPTION = [("", _("New tickets only")), *AdoptHow.choices]


class Work(TextChoices):
    """Kinds of work that come by themselves and count for coverage; activities of shifts have more."""

    TICKETS = "tickets", _("Tickets")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")


class MarkKind(TextChoices):
    HOLIDAY = "holiday", _("Holiday")
    OUTAGE = "outage", _("Outage")
    EVENT = "event", _("Event")
    ADJUSTMENT = "adjustment", _("Adjustment")


class Activity(TextChoices):
    """What a shift is made of. `Work` covers what is needed; in the others somebody is there, and busy."""

    TICKETS = "tickets", _("Tickets")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    TRAINING = "training", _("Training")
    MEETING = "meeting", _("Meeting")
    BREAK = "break", _("Break")


class DraftState(TextChoices):
    OPEN = "open", _("Open")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")
