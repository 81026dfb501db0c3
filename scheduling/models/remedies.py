"""What was done about gaps, and how it was before."""

from django.db import models
from django.db.models import F, Q

from scheduling.choices import RemedyKind


class RemedyTaken(models.Model):
    """From `starts_at` to `ends_at` somebody is there now who was not, or hours are offered. `number` is that
    of the shift, `sequence` what it counts since: one that changed again is not taken back. `before` holds
    the times and parts that a shift had, nothing where there was none.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=RemedyKind.choices)
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.BigIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    before = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="remedy_has_length"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="remedy_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_at"], name="remedy_of_team")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"
