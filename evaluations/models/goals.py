"""What somebody wants to reach, and how it goes."""

from django.db import models
from django.db.models import Q

from evaluations.choices import GoalState


class Goal(models.Model):
    """`measure` says how one will see that it is reached. `ended_for` is the reason, if it was dropped, or
    what came of it.
    """

    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(max_length=160)
    measure = models.TextField()
    due_on = models.DateField()
    evaluation = models.ForeignKey(
        "evaluations.Evaluation", on_delete=models.SET_NULL, null=True, blank=True, related_name="goals"
    )
    set_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=GoalState.choices, default=GoalState.OPEN)
    ended_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_for = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=GoalState.OPEN, ended_at=None, ended_by=None)
                | (~Q(state=GoalState.OPEN) & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="goal_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=GoalState.DROPPED) | ~Q(ended_for=""), name="goal_dropped_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="open"), name="goal_open_by_day"),
        ]

    def __str__(self) -> str:
        return self.title


class CheckIn(models.Model):
    """How a goal stands on a day, and how far it is, in percent, if that can be said."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="check_in_percent_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} on {self.at:%Y-%m-%d}"
