"""Who changed what of a year, and from what to what."""

from django.db import models

from budget.choices import Done


class Change(models.Model):
    """Append-only: the database refuses anything else. `data` has what it was and what it became."""

    year = models.ForeignKey("budget.Year", on_delete=models.PROTECT, related_name="changes")
    line = models.ForeignKey("budget.Line", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=12, choices=Done.choices)
    words = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["year", "-at", "-id"], name="budget_change_by_day")]

    def __str__(self) -> str:
        return f"{self.what} {self.words}"
