"""Words about suggestions and thanks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(TextChoices):
    BOX = "box", _("The box")
    TICKET = "ticket", _("A ticket")
    EVALUATION = "evaluation", _("An evaluation")
    REVIEW = "review", _("A review")


class State(TextChoices):
    """See suggestions.workflow, which says how one follows another."""

    NEW = "new", pgettext_lazy("suggestion", "New")
    CONSIDERED = "considered", pgettext_lazy("suggestion", "Considered")
    ACCEPTED = "accepted", pgettext_lazy("suggestion", "Accepted")
    DECLINED = "declined", pgettext_lazy("suggestion", "Declined")
    DONE = "done", pgettext_lazy("suggestion", "Done")


OPEN = (State.NEW, State.CONSIDERED)  # it waits for an answer


class StepKind(TextChoices):
    """What happened to a suggestion; the moves are called as in suggestions.workflow."""

    POSTED = "posted", _("suggested it")
    SAID = "said", _("said")
    CONSIDER = "consider", _("is considering it")
    ACCEPT = "accept", _("accepted it")
    DECLINE = "decline", _("declined it")
    FINISH = "finish", _("says that it is done")
    REOPEN = "reopen", _("took it up again")
    HANDED_OVER = "handed_over", _("gave it to somebody else to answer")
    LINKED = "linked", _("said what it changed")
    MERGED = "merged", _("put it together with another")
    TOOK_IN = "took_in", _("put another together with this")
    UNMERGED = "unmerged", _("took two apart again")
    REDACTED = "redacted", _("removed words for good")
    REMINDED = "reminded", _("reminded whoever answers: the day has come")
    ESCALATED = "escalated", _("asked the next manager: still no answer")
