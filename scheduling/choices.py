"""Words that describe opening hours and what follows from them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class OffKind(TextChoices):
    HOLIDAY = "holiday", pgettext_lazy("time off", "Holiday")
    SICK = "sick", _("Sick")
    TRAINING = "training", _("Training")
    UNPAID = "unpaid", _("Unpaid")
    OTHER = "other", _("Other")


class OffState(TextChoices):
    ASKED = "asked", _("Waits for an answer")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HalfDay(TextChoices):
    MORNING = "morning", _("Until noon")
    AFTERNOON = "afternoon", _("From noon on")


class ApprovalWhen(TextChoices):
    """Hours change when the shifts are not equally long, or when one is given away."""

    ALWAYS = "always", _("Always")
    HOURS = "hours", _("When somebody's hours change")
    NEVER = "never", _("Never")


class ExchangeKind(TextChoices):
    OFFER = "offer", _("Offer")
    SWAP = "swap", _("Swap")


class ExchangeState(TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Waits for approval")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class MoveWhy(TextChoices):
    SWAP = "swap", _("Swap")
    OFFER = "offer", _("Offer")
    SICK = "sick", _("Sick")
    OFF = "off", _("Time off")
    GAP = "gap", _("Gap filled")
    ROSTER = "roster", _("Another roster")
    CALLED = "called", _("Called in")
    LEFT = "left", _("Left open")


class RemedyKind(TextChoices):
    """What closes a gap, the cheapest first."""

    PART = "part", _("Other work later")
    MOVE = "move", _("Shift moved")
    LONGER = "longer", _("Longer shift")
    CALL = "call", _("Called in")
    FREE = "free", _("Another shift")
    OFFER = "offer", _("Offered")
    TRAIN = "train", _("Training")


class AskState(TextChoices):
    ASKED = "asked", _("Waits for an answer")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class DeviationKind(TextChoices):
    MEETING = "meeting", _("Meeting")
    TRAINING = "training", _("Training")
    TECHNICAL = "technical", _("Something did not work")
    LONGER = "longer", _("A customer took longer")
    OTHER = "other", _("Other")


class SolveState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Lost")
