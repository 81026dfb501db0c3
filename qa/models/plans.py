"""Which answers are reviewed: a plan, its cycles, what each of them drew."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from qa.choices import DrawState


class Plan(models.Model):
    """Every `days` days, from `starts_on` on, so many answers of each person are drawn and given to
    reviewers. No teams: everybody's. No scorecard: the narrowest that applies to the answer.
    """

    name = models.CharField(max_length=80, unique=True)
    scorecard = models.ForeignKey(
        "qa.Scorecard", on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    teams = models.ManyToManyField("staff.Team", blank=True, related_name="+")
    per_person = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(20)])
    days = models.PositiveSmallIntegerField(default=7)
    starts_on = models.DateField()
    blind = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(per_person__gte=1, per_person__lte=20), name="plan_draws_something"
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="plan_has_days"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanReviewer(models.Model):
    """`quota` is the most that they get of one cycle."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["user__full_name"]
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="plan_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.quota}"


class Cycle(models.Model):
    """From `since` up to, not with, `until`. With the same `seed` the same answers are drawn again. `sizes`
    says how many answers each person wrote in it: what the sample stands for. `edit` counts what changed in
    what it drew, `kept` is what qa.quality made of it, and of which `edit`.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    seed = models.BigIntegerField()
    sizes = models.JSONField(default=dict)
    drawn_at = models.DateTimeField()
    edit = models.PositiveIntegerField(default=0, db_default=0)
    kept = models.JSONField(default=dict, db_default={}, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="cycle_number_once"),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="review_cycle_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} cycle {self.number}"

    @property
    def last(self) -> datetime.datetime:
        """A moment of its last day."""
        return self.until - datetime.timedelta(seconds=1)


class Draw(models.Model):
    """An answer that was drawn, or stands in reserve in the order `place`. `chance` is that of having been
    drawn, `reasons` what made it likelier: {a name of qa.risks: its weight}. One that was replaced says by
    which and why; what stepped in counts with the chance of its own.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="draws")
    message = models.ForeignKey("tickets.Message", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    chance = models.FloatField()
    reasons = models.JSONField(default=dict, blank=True)
    place = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DrawState.choices)
    review = models.OneToOneField(
        "qa.Review", on_delete=models.SET_NULL, null=True, blank=True, related_name="draw"
    )
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    replaced_for = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["person__full_name", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "message"], name="draw_once"),
            models.CheckConstraint(condition=Q(chance__gt=0, chance__lte=1), name="draw_has_a_chance"),
        ]
        indexes = [models.Index(fields=["cycle", "state"], name="draw_by_state")]

    def __str__(self) -> str:
        return f"{self.message_id} in {self.cycle_id}"
