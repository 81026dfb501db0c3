"""A round of evaluations, and the evaluation of one person in it."""

import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from evaluations.choices import RUNNING, State
from evaluations.steps import Standing


class Cycle(models.Model):
    """The period is from the first moment of `since` to the last of `until`, in the zone of each person."""

    name = models.CharField(max_length=80, unique=True)
    form = models.ForeignKey("evaluations.FormVersion", on_delete=models.PROTECT, related_name="cycles")
    since = models.DateField()
    until = models.DateField()
    write_by = models.DateField()
    sign_by = models.DateField()
    opened_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="cycle_period_in_order"),
            models.CheckConstraint(condition=Q(write_by__lte=F("sign_by")), name="cycle_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def running(self) -> "EvaluationQuerySet":
        return self.filter(state__in=RUNNING)

    def for_rows(self) -> "EvaluationQuerySet":
        return self.select_related("person", "evaluator", "cycle", "current")


class Evaluation(models.Model):
    """`current` is the newest edition: a reopened one has one more, and keeps what was signed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="evaluations")
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="evaluations")
    evaluator = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="evaluations_held")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPENED)
    current = models.OneToOneField(
        "evaluations.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    withdrawn_for = models.CharField(max_length=300, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__until", "person__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="evaluation_once_in_a_cycle"),
            models.CheckConstraint(condition=~Q(person=F("evaluator")), name="evaluation_not_of_oneself"),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN) ^ Q(withdrawn_for=""),
                name="evaluation_withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "cycle"], name="evaluation_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cycle_id}"

    @property
    def standing(self) -> Standing:
        return Standing(
            self.state,
            self.current.evaluator_ready_at is not None,
            self.current.person_ready_at is not None,
            self.cycle.write_by,
            self.cycle.sign_by,
        )

    @property
    def period(self) -> tuple[datetime.datetime, datetime.datetime]:
        """The first moment of it and the first after it."""
        zone = ZoneInfo(self.person.time_zone)
        since = datetime.datetime.combine(self.cycle.since, datetime.time(), zone)
        until = datetime.datetime.combine(
            self.cycle.until + datetime.timedelta(days=1), datetime.time(), zone
        )
        return since.astimezone(datetime.UTC), until.astimezone(datetime.UTC)
