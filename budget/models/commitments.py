"""Money that is promised to others: contracts with vendors, orders."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budget.choices import LineKind
from budget.sums import MONTHS, nothing


class Commitment(models.Model):
    """So much by month of a year. What is posted against it releases its earliest months; `ended_at`: what
    is left will not come.
    """

    year = models.ForeignKey("budget.Year", on_delete=models.CASCADE, related_name="commitments")
    centre = models.ForeignKey("budget.CostCentre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LineKind.choices, default=LineKind.VENDORS)
    line = models.ForeignKey("budget.Line", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vendor = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    cents = ArrayField(models.BigIntegerField(), default=nothing)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["vendor", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__len=MONTHS), name="commitment_twelve_months"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="commitment_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.vendor
