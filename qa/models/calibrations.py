"""Several reviewers score the same answers, to find out whether they see the same."""

from django.db import models
from django.db.models import Q


class Calibration(models.Model):
    """Open until somebody closes it with what came of it. It changes no score: its sheets are its own."""

    name = models.CharField(max_length=80)
    scorecard = models.ForeignKey(
        "qa.ScorecardVersion", on_delete=models.PROTECT, related_name="calibrations"
    )
    people = models.ManyToManyField("staff.User", related_name="calibrations")
    due_on = models.DateField()
    opened_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="calibration_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalibrationItem(models.Model):
    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="items")
    message = models.ForeignKey("tickets.Message", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "message"], name="calibration_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.calibration_id}"


class Sheet(models.Model):
    """What one of them says of one answer: {key: a point, or None where it does not apply}."""

    item = models.ForeignKey(CalibrationItem, on_delete=models.CASCADE, related_name="sheets")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    words = models.TextField(blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["user__full_name"]
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="sheet_once")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.item_id}"


class Said(models.Model):
    """A word in the discussion."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="said")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.calibration_id}"
