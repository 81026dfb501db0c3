"""Years of the budget, and the cost centres that money is spent by."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from budget.choices import YearState
from budget.sums import Limits, Method, month_of, month_starts, months_over


class Year(models.Model):
    """Twelve months from the first of `starts_on` to `ends_on`; no day is in two years.

    A difference is out of bounds when it is over `limit_percent` of the plan and over `limit_cents`.
    `current` is the plan that counts: the newest that was approved, before that the first.
    """

    name = models.CharField(max_length=40, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(max_length=10, choices=YearState.choices, default=YearState.DRAFT)
    method = models.CharField(max_length=4, default=Method.PLAN.value)
    limit_percent = models.PositiveSmallIntegerField(default=10)
    limit_cents = models.BigIntegerField(default=500_00)
    current = models.OneToOneField(
        "budget.PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__day=1), name="budget_year_begins_a_month"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="budget_year_currency"),
            models.CheckConstraint(
                condition=Q(limit_cents__gte=0, limit_percent__lte=1000), name="budget_year_limits"
            ),
            models.CheckConstraint(
                condition=Q(state=YearState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | Q(~Q(state=YearState.CLOSED), closed_at=None, closed_by=None),
                name="budget_year_closed_by_somebody",
            ),
            ExclusionConstraint(
                name="budget_years_do_not_overlap",
                expressions=[
                    (
                        Func(
                            F("starts_on"), F("ends_on"), Value("[]"),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.state == YearState.CLOSED

    @property
    def limits(self) -> Limits:
        return Limits(self.limit_percent, self.limit_cents)

    @property
    def months(self) -> list[datetime.date]:
        return month_starts(self.starts_on)

    def month_of(self, day: datetime.date) -> int | None:
        return month_of(self.starts_on, day)

    def months_over(self, today: datetime.date) -> int:
        return months_over(self.starts_on, today)


class CostCentre(models.Model):
    """Where money is spent: a branch of a tree. What a team costs is its centre's; `takes_rest`: what has no
    centre of its own is this one's. `owner` explains what is out of bounds.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    team = models.OneToOneField(
        "staff.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="cost_centre"
    )
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    takes_rest = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="centre_is_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["takes_rest"], condition=Q(takes_rest=True), name="centre_one_takes_the_rest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
