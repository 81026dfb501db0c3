"""Help that follows from findings: what was agreed, and whether it helped."""

from django.db import models
from django.db.models import F, Q


class Coaching(models.Model):
    """About one criterion of a scorecard. `action` is what both agreed; on `follow_up_on` so many of the
    answers that the person wrote since are drawn for the coach to review: without them it cannot be closed.
    `followed_at` says that they were drawn, `expected` how many there were to draw. `effect` is kept as it
    was at the close.
    """

    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="coachings")
    coach = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="coachings_led")
    scorecard = models.ForeignKey("qa.Scorecard", on_delete=models.PROTECT, related_name="coachings")
    criterion = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    findings = models.ManyToManyField("qa.Review", related_name="coachings")
    action = models.TextField()
    opened_at = models.DateTimeField()
    follow_up_on = models.DateField()
    wanted = models.PositiveSmallIntegerField(default=5)
    seed = models.BigIntegerField()
    followed_at = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveSmallIntegerField(default=0)
    follow_ups = models.ManyToManyField("qa.Review", related_name="follows", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    effect = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("coach")), name="coaching_not_of_oneself"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(followed_at__isnull=False), name="coaching_followed_up"
            ),
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=20), name="coaching_wants_some"),
        ]
        indexes = [
            models.Index(
                fields=["follow_up_on"], condition=Q(followed_at=None), name="coaching_to_follow_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} with {self.person_id}"
