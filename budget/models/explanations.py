"""Why a month was out of bounds."""

import datetime

from django.db import models
from django.db.models import Q

from budget.choices import LineKind


class Explanation(models.Model):
    """Asked for once a month is over and what a centre spent on one kind is out of the year's limits.

    `plan_cents` and `actual_cents` are what they were when it was last looked at, unexplained, or when it
    was explained. `settled_at`: it came back within the limits before anybody had to explain.
    """

    year = models.ForeignKey("budget.Year", on_delete=models.CASCADE, related_name="explanations")
    centre = models.ForeignKey("budget.CostCentre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    month = models.PositiveSmallIntegerField()
    plan_cents = models.BigIntegerField()
    actual_cents = models.BigIntegerField()
    found_at = models.DateTimeField()
    words = models.TextField(blank=True)
    explained_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["month", "centre__code", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["year", "centre", "kind", "month"], name="explanation_once"),
            models.CheckConstraint(condition=Q(month__lte=11), name="explanation_of_a_month"),
            models.CheckConstraint(
                condition=Q(explained_at=None, explained_by=None, words="")
                | Q(Q(explained_at__isnull=False, explained_by__isnull=False), ~Q(words="")),
                name="explanation_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.kind} {self.month}"

    @property
    def month_on(self) -> datetime.date:
        return self.year.months[self.month]
