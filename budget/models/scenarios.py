"""What-ifs that somebody kept."""

from django.db import models

from budget.what_if import Change, read


class Scenario(models.Model):
    """`changes` are those of budget.what_if as it writes them, each with `words` about it."""

    year = models.ForeignKey("budget.Year", on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)
    changes = models.JSONField(default=list)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="scenario_name_once")]

    def __str__(self) -> str:
        return self.name

    def read(self) -> list[Change]:
        return [read(one) for one in self.changes]
