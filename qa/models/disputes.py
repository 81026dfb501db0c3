"""What the person objects to, and what came of it."""

from django.db import models
from django.db.models import Q

from qa.choices import Verdict


class Dispute(models.Model):
    """About a review: `criteria` are the keys that are objected to, and `before` is what it said (answers and
    score) when it was settled, kept whole: a settled dispute may change both. Or about a finding on tone that
    was confirmed: `before` says by whom and when.
    """

    review = models.ForeignKey(
        "qa.Review", on_delete=models.CASCADE, null=True, blank=True, related_name="disputes"
    )
    tone = models.ForeignKey(
        "qa.ToneFinding", on_delete=models.CASCADE, null=True, blank=True, db_index=False,
        related_name="disputes",
    )  # fmt: skip
    number = models.PositiveSmallIntegerField()
    criteria = models.JSONField(default=list, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    passed_up_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    answer = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)
    settled_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="dispute_number_once"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(verdict=Verdict.OPEN), name="dispute_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["tone", "number"], name="tone_dispute_number_once"),
            models.UniqueConstraint(
                fields=["tone"], condition=Q(verdict=Verdict.OPEN), name="tone_dispute_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(review__isnull=False, tone=None)
                | Q(review=None, criteria=[], tone__isnull=False),
                name="dispute_of_a_review_or_of_tone",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN, settled_at=None, settled_by=None, answer="")
                | (~Q(verdict=Verdict.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="dispute_settled_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute {self.number} of {self.review_id or self.tone_id}"

    @property
    def is_open(self) -> bool:
        return self.verdict == Verdict.OPEN
