"""Words around what customers say of a solved ticket."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Score(IntegerChoices):
    """Best last; pages and letters show them the other way round."""

    VERY_BAD = 1, pgettext_lazy("score", "Very bad")
    BAD = 2, pgettext_lazy("score", "Bad")
    MIDDLING = 3, pgettext_lazy("score", "So-so")
    GOOD = 4, pgettext_lazy("score", "Good")
    VERY_GOOD = 5, pgettext_lazy("score", "Very good")


BEST_FIRST = tuple(reversed(Score))
# From here on somebody is satisfied.
SATISFIED = Score.GOOD
# Score → an icon for pages, a face for letters.
ICONS = {1: "angry", 2: "frown", 3: "meh", 4: "smile", 5: "laugh"}
FACES = {1: "😠", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"}


class SurveyState(TextChoices):
    WAITING = "waiting", _("not asked yet")
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    LEFT_OUT = "left_out", _("not asked")


class LeftOut(TextChoices):
    """Why a customer was not asked about a ticket that was solved."""

    REOPENED = "reopened", _("it was opened again")
    MERGED = "merged", _("it was merged into another")
    ANSWER_SINCE = "answer_since", _("an answer left after it was solved, or is about to")
    NO_ANSWER = "no_answer", _("nobody had answered")
    LATELY = "lately", _("they were asked lately")
    AWAY = "away", _("they are away")
    STOPPED = "stopped", _("they want no letters, or their address does not work")
    NOBODY = "nobody", _("nobody reads at their address")
    AUTOMATIC = "automatic", _("it came from a machine")
    OFF = "off", _("asking was switched off")
