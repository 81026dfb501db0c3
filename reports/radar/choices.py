"""What becomes of what the radar found."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ProblemState(TextChoices):
    OPEN = "open", pgettext_lazy("problem", "To decide")
    ACCEPTED = "accepted", pgettext_lazy("problem", "A problem")
    DISMISSED = "dismissed", pgettext_lazy("problem", "Dismissed")
