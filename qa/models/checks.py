"""A given review is scored once more by somebody who does not see it: how reviewers are reviewed."""

from django.db import models
from django.db.models import Q


class Check(models.Model):
    """`answers` and `score` as on a review. It changes nothing of the review; it is drawn by chance."""

    review = models.OneToOneField("qa.Review", on_delete=models.CASCADE, related_name="checked")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    drawn_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=False) | Q(score=None, answers={}),
                name="check_scored_when_given",
            ),
        ]
        indexes = [models.Index(fields=["by"], condition=Q(given_at=None), name="check_open")]

    def __str__(self) -> str:
        return f"check of {self.review_id}"
