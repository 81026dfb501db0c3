"""Words about who comes, who goes, and who has looked."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DossierKind(TextChoices):
    POSITION = "position", _("Position")
    RECOMMENDATION = "recommendation", _("Recommendation")


class Part(TextChoices):
    """What somebody is in a file."""

    OWNER = "owner", _("owner")
    WORKS = "works", _("takes part")
    DECIDES = "decides", _("approves")
    LET_IN = "let_in", _("let in for a reason")


class Act(TextChoices):
    """What the log of a file says."""

    SEEN = "seen", _("opened")
    WRITTEN = "written", _("changed")
    FILE = "file", _("downloaded a file")
    EXPORTED = "exported", _("exported")
    LOG = "log", _("opened the log")
    LET_IN = "let_in", _("let themselves in")
    NAMED = "named", _("named somebody")
    REMOVED = "removed", _("took somebody off")
    ERASED = "erased", _("erased")
    FORGOTTEN = "forgotten", _("deleted: its time was over")


# What the log of a file calls the pages of it.
PAGES = {
    "position": _("position"),
    "positions": _("position"),
    "state": _("state of the position"),
    "candidate": _("candidate"),
    "candidates": _("candidates"),
    "stage": _("stage of a candidate"),
    "note": _("note"),
    "file": _("file"),
    "letter": _("letter"),
    "interview": _("interview"),
    "offer": _("offer"),
    "hired": _("who was hired"),
    "invitation": _("invitation"),
    "people": _("who is in it"),
    "recommendation": _("recommendation"),
    "propose": _("proposed"),
    "approve": _("approved"),
    "decline": _("declined"),
    "redraft": _("taken back"),
    "carry_out": _("carried out"),
}


class PositionState(TextChoices):
    OPEN = "open", pgettext_lazy("position", "Open")
    HELD = "held", pgettext_lazy("position", "On hold")
    FILLED = "filled", pgettext_lazy("position", "Filled")
    CLOSED = "closed", pgettext_lazy("position", "Closed")


POSITION_OVER = frozenset({PositionState.FILLED, PositionState.CLOSED})


class Meaning(TextChoices):
    """What a stage means; see hiring.stages."""

    OPEN = "open", _("on the way")
    OFFER = "offer", _("an offer is made")
    HIRED = "hired", _("hired")
    DECLINED = "declined", _("declined")


class Source(TextChoices):
    APPLIED = "applied", _("wrote to us")
    ADVERT = "advert", _("advertisement")
    COLLEAGUE = "colleague", _("named by a colleague")
    AGENCY = "agency", _("agency")
    INSIDE = "inside", _("works here already")
    OTHER = "other", _("otherwise")


class Mark(IntegerChoices):
    """Each is a sentence rather than a number: 2 and 3 are a decision."""

    NO = 1, _("1 – does not meet it")
    PARTLY = 2, _("2 – partly")
    MEETS = 3, _("3 – meets it")
    ABOVE = 4, _("4 – well above")


class Advice(TextChoices):
    YES = "yes", _("hire")
    RATHER = "rather", _("rather hire")
    RATHER_NOT = "rather_not", _("rather not")
    NO = "no", _("do not hire")


class OfferState(TextChoices):
    DRAFTED = "drafted", pgettext_lazy("offer", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("offer", "Approved")
    MADE = "made", pgettext_lazy("offer", "Made")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer", "Declined by the candidate")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")


class LetterKind(TextChoices):
    RECEIVED = "received", _("We have your application")
    INVITATION = "invitation", _("Invitation to a talk")
    DECLINED = "declined", _("We decided for somebody else")
    OFFER = "offer", _("Our offer")


class RecommendationKind(TextChoices):
    PROMOTION = "promotion", _("Promotion")
    TRANSFER = "transfer", _("Transfer")
    TERMINATION = "termination", _("Termination")
    HIRE = "hire", _("Hire")


class RecommendationState(TextChoices):
    DRAFTED = "drafted", pgettext_lazy("recommendation", "Being written")
    PROPOSED = "proposed", pgettext_lazy("recommendation", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("recommendation", "Approved")
    DECLINED = "declined", pgettext_lazy("recommendation", "Declined")
    CARRIED_OUT = "carried_out", pgettext_lazy("recommendation", "Carried out")
