"""Searches for a roster: one row each, so that a worker may be killed at any time."""

from django.db import models
from django.db.models import Q

from scheduling.choices import SolveState


class SolveRun(models.Model):
    """Asked for on a draft as it was at `edit`. `heard_at` is when the search last told how far it is: one
    that is not heard of is lost, and can be begun again. `told` holds for the page what it found: gaps with
    their reasons, rules in conflict, what to give way on.
    """

    draft = models.ForeignKey("scheduling.RosterDraft", on_delete=models.CASCADE, related_name="solves")
    seconds = models.PositiveSmallIntegerField(default=60)
    state = models.CharField(max_length=10, choices=SolveState.choices, default=SolveState.WAITING)
    stop = models.BooleanField(default=False)
    edit = models.PositiveIntegerField()
    cost = models.BigIntegerField(null=True, blank=True)
    bound = models.BigIntegerField(null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)
    told = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_solve_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.state}"

    @property
    def is_on(self) -> bool:
        return self.state in (SolveState.WAITING, SolveState.RUNNING)
