"""Words about reviews."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Why(TextChoices):
    """How an answer came to be reviewed."""

    PICKED = "picked", pgettext_lazy("review", "Picked by hand")
    SAMPLED = "sampled", pgettext_lazy("review", "Drawn")
    FOLLOW_UP = "follow_up", pgettext_lazy("review", "After coaching")


class State(TextChoices):
    """See qa.steps, which says how one follows another."""

    BEGUN = "begun", pgettext_lazy("review", "Being written")
    GIVEN = "given", pgettext_lazy("review", "Given")
    READ = "read", pgettext_lazy("review", "Acknowledged")
    DISPUTED = "disputed", pgettext_lazy("review", "Disputed")
    DROPPED = "dropped", pgettext_lazy("review", "Dropped")


# These count: in the person's own list, in every figure.
COUNTED = (State.GIVEN, State.READ, State.DISPUTED)


class Verdict(TextChoices):
    OPEN = "open", pgettext_lazy("dispute", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("dispute", "Accepted")
    PARTLY = "partly", pgettext_lazy("dispute", "Accepted in part")
    REJECTED = "rejected", pgettext_lazy("dispute", "Rejected")


class DrawState(TextChoices):
    """A drawn answer that nobody could take is open; what was replaced says by which."""

    OPEN = "open", pgettext_lazy("draw", "Nobody's yet")
    GIVEN_OUT = "given_out", pgettext_lazy("draw", "With a reviewer")
    REPLACED = "replaced", pgettext_lazy("draw", "Replaced")
    RESERVE = "reserve", pgettext_lazy("draw", "In reserve")


class Kind(TextChoices):
    """Of what an answer sounds like: those of qa.tones.findings."""

    CONDESCENDING = "condescending", pgettext_lazy("tone", "Condescending")
    RUDE = "rude", pgettext_lazy("tone", "Rude")
    CARELESS = "careless", pgettext_lazy("tone", "Careless")


class Heard(TextChoices):
    """What people made of a finding of the tone monitor."""

    OPEN = "open", pgettext_lazy("finding", "To judge")
    CONFIRMED = "confirmed", pgettext_lazy("finding", "Confirmed")
    DISMISSED = "dismissed", pgettext_lazy("finding", "Dismissed")


class LoopState(TextChoices):
    """From findings that say the same to a guideline, its lesson, and whether it helped."""

    OPEN = "open", pgettext_lazy("loop", "Proposed")
    WRITING = "writing", pgettext_lazy("loop", "Being written")
    PUBLISHED = "published", pgettext_lazy("loop", "In force")
    MEASURED = "measured", pgettext_lazy("loop", "Measured")
    DECLINED = "declined", pgettext_lazy("loop", "Declined")


# Later findings that say the same join these.
TAKING = (LoopState.OPEN, LoopState.WRITING)
IN_FORCE = (LoopState.PUBLISHED, LoopState.MEASURED)
