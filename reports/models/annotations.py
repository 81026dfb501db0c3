"""Words about days, by which figures are explained, and who wrote them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class Annotation(models.Model):
    """What happened from `since` to `last`, both within, in the days of whoever reads. Without a team it is
    for everybody who has the board. What was removed is kept with its history.
    """

    words = models.CharField(max_length=80)
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("since")), name="annotation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(words=""), name="annotation_says_something"),
        ]
        indexes = [
            models.Index(fields=["since"], condition=Q(removed_at=None), name="annotation_since"),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.words}"


class AnnotationChange(models.Model):
    """Who wrote, changed or removed it, and how it read afterwards. Rows are only added."""

    class Kind(models.TextChoices):
        MADE = "made", pgettext_lazy("of a marked day", "written")
        CHANGED = "changed", pgettext_lazy("of a marked day", "changed")
        REMOVED = "removed", pgettext_lazy("of a marked day", "removed")

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    said = models.JSONField(default=dict)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by_id}: {self.said}"
