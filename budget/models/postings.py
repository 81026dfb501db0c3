"""What was spent. Rows are never changed: what was wrong is reversed, and posted anew."""

from django.db import models
from django.db.models import Q

from budget.choices import LineKind

HAND = "hand"


class PostingQuerySet(models.QuerySet["Posting"]):
    def standing(self) -> "PostingQuerySet":
        """Neither reversed nor a reversal."""
        return self.filter(reverses=None, reversed_by=None)


class Posting(models.Model):
    """So many cents on a day. `source` posted it: "hand" (typed, or in the file that `batch` names) or a
    provider of the settings; `source_ref` is what that calls it, and `turn` counts how often it was posted,
    each but the last reversed. `person` is whose pay it is.

    Without a line it counts for the only line of its centre and kind, if there is one.
    """

    year = models.ForeignKey("budget.Year", on_delete=models.PROTECT, related_name="postings")
    centre = models.ForeignKey("budget.CostCentre", on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    line = models.ForeignKey(
        "budget.Line", on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    commitment = models.ForeignKey(
        "budget.Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    person = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField()
    cents = models.BigIntegerField()
    words = models.CharField(max_length=200)
    reference = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=20, default=HAND)
    source_ref = models.CharField(max_length=120)
    turn = models.PositiveIntegerField(default=1)
    batch = models.CharField(max_length=12, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["year", "-day", "-id"], name="posting_by_day"),
            models.Index(fields=["source", "source_ref"], name="posting_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_ref", "turn"], condition=Q(reverses=None), name="posting_once"
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="posting_of_something"),
            models.CheckConstraint(
                condition=~Q(source=HAND) | Q(made_by__isnull=False), name="posting_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.cents} {self.words}"
