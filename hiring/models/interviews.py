"""What each interviewer found, by themselves."""

from django.db import models
from django.db.models import Q

from hiring.choices import Advice
from hiring.models.candidates import Candidate


class Scorecard(models.Model):
    """`marks` is a list of {"criterion", "mark" 1–4 or None, "words"} by the criteria of the position. Handed
    in, it no longer changes, and only then shows its writer what the others found.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="scorecards")
    interviewer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(null=True, blank=True)
    marks = models.JSONField(default=list, blank=True)
    advice = models.CharField(max_length=10, choices=Advice.choices, blank=True)
    summary = models.TextField(blank=True)
    asked_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "interviewer"], name="scorecard_once_each"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | ~Q(advice=""), name="scorecard_handed_in_with_advice"
            ),
        ]

    def __str__(self) -> str:
        return f"scorecard {self.pk}"
