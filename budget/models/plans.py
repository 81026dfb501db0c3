"""What a year is planned to cost: lines, and their amounts in each version of the plan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budget.choices import LineKind
from budget.sums import MONTHS, nothing


class PlanVersion(models.Model):
    """One plan of a year. Approved, it never changes; another follows it, with the reason for it."""

    year = models.ForeignKey("budget.Year", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(approved_at=None), name="plan_one_draft_a_year"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="plan_changed_for_a_reason"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="plan_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None


class Line(models.Model):
    """What money is for. It stays the same from one version of the plan to the next."""

    year = models.ForeignKey("budget.Year", on_delete=models.CASCADE, related_name="lines")
    centre = models.ForeignKey("budget.CostCentre", on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["centre__code", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "centre", "kind", "name"], name="line_once_in_a_centre"),
        ]

    def __str__(self) -> str:
        return self.name


class Planned(models.Model):
    """Twelve months of a line, in cents, in one version. `edit` counts how often it was saved, so that two
    people do not overwrite each other.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="planned")
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="planned")
    cents = ArrayField(models.BigIntegerField(), default=nothing)
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="planned_once"),
            models.CheckConstraint(condition=Q(cents__len=MONTHS), name="planned_twelve_months"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} in {self.version_id}"
