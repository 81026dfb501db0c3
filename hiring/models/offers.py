"""What we offer to whom, and what they said."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import OfferState
from hiring.models.candidates import Candidate


class Offer(models.Model):
    """`second` approves it before it is made, and is not who wrote it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="offers")
    terms = models.TextField()
    starts_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.DRAFTED)
    author = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(author=F("second")), name="offer_four_eyes"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False) | Q(state__in=("drafted", "withdrawn")),
                name="offer_approved_before_it_is_made",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(state__in=("drafted", "approved", "made", "accepted")),
                name="offer_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"
