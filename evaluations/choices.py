"""Words about evaluations and goals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SectionKind(TextChoices):
    STRENGTHS = "strengths", _("Strengths")
    IMPROVE = "improve", _("Areas to improve")
    OWN = "own", _("A section of your own")


class Held(TextChoices):
    """Who evaluates whom."""

    REPORTS_TO = "reports_to", _("whoever they report to")
    LEAD = "lead", _("whoever leads their team")


class State(TextChoices):
    """See evaluations.steps, which says how one follows another."""

    OPENED = "opened", pgettext_lazy("evaluation", "Being written")
    SHARED = "shared", pgettext_lazy("evaluation", "Shared")
    COMMENTED = "commented", pgettext_lazy("evaluation", "Commented")
    SIGNED = "signed", pgettext_lazy("evaluation", "Signed once")
    DONE = "done", pgettext_lazy("evaluation", "Signed by both")
    WITHDRAWN = "withdrawn", pgettext_lazy("evaluation", "Withdrawn")


RUNNING = (State.OPENED, State.SHARED, State.COMMENTED, State.SIGNED)


class Voice(TextChoices):
    """Who speaks in what was written."""

    EVALUATOR = "evaluator", _("What the evaluator says")
    PERSON = "person", _("What they say themselves")
    COMMENT = "comment", _("Their comment")


class Side(TextChoices):
    """Who signs."""

    EVALUATOR = "evaluator", _("Evaluator")
    PERSON = "person", _("Evaluated")


class GoalState(TextChoices):
    OPEN = "open", pgettext_lazy("goal", "Open")
    DONE = "done", pgettext_lazy("goal", "Reached")
    DROPPED = "dropped", pgettext_lazy("goal", "Dropped")
