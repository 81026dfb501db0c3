"""What people are told of, and how."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Each is a line in everybody's settings."""

    ESCALATION = "escalation", _("promises at risk, promises missed")
    WAKING = "waking", _("tickets back from a snooze")
    MENTIONED = "mentioned", _("notes that mention you")
    CUSTOMER = "customer", _("what customers write on your tickets")
    ASSIGNED = "assigned", _("tickets that somebody gives to you")
    FOLLOWED = "followed", _("what is said on tickets you follow")
    APPROVAL = "approval", _("answers that wait for your approval")
    ANSWER = "answer", _("answers of yours that were not sent")
    GUIDELINE = "guideline", _("guidelines to read")
    TRAINING = "training", _("training, certificates that end")
    BACKUP = "backup", _("colleagues who need backup")
    EVALUATION = "evaluation", _("evaluations and goals")
    REVIEW = "review", _("reviews of answers")
    SCORE = "score", _("low scores of customers")
    SUGGESTION = "suggestion", _("suggestions")
    THANKS = "thanks", _("thanks and praise")
    HIRING = "hiring", _("hiring and recommendations")
    BUDGET = "budget", _("the budget")
    ROSTER = "roster", _("shifts, rosters and gaps in them")
    PROBLEM = "problem", _("what many customers suddenly ask")
    ALARM = "alarm", _("alarms about the desk itself")


class Way(TextChoices):
    TRAY = "tray", _("In the desk")
    LETTER = "letter", _("By mail")
    DIGEST = "digest", _("By mail, once a day")
    PUSH = "push", _("In the browser")
