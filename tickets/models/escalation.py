"""A ladder that is being climbed, and whom each of its levels was told to."""

from django.conf import settings
from django.db import models

from sla.choices import Audience
from tickets.choices import EscalationEnd, Metric
from tickets.models.ticket import Ticket


class Escalation(models.Model):
    """Started by one warning (`threshold`) or breach (none) of one clock, which fell due at `happened_at`.

    The ladder is that of `policy_version`. `climbed` is the number of its last level that was told;
    `next_at` when the next one is, empty at the top, while the clock stands still, and at the end.
    `resumed_at`: the clock stood still until then, so no level was due before.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="escalations")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    metric = models.CharField(max_length=20, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField()
    threshold = models.CharField(max_length=24, blank=True)
    happened_at = models.DateTimeField()
    policy_version = models.ForeignKey("sla.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    climbed = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=12, choices=EscalationEnd.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "audience", "metric", "cycle", "threshold", "happened_at"],
                name="escalation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="")
                | models.Q(ended_at__isnull=False, next_at=None) & ~models.Q(end=""),
                name="escalation_ended_climbs_no_more",
            ),
            models.CheckConstraint(
                condition=models.Q(end="acknowledged", acknowledged_by__isnull=False)
                | ~models.Q(end="acknowledged") & models.Q(acknowledged_by=None),
                name="escalation_acknowledged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=models.Q(next_at__isnull=False), name="escalation_due"
            ),
            models.Index(fields=["ticket"], condition=models.Q(ended_at=None), name="escalation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.threshold or 'breach'} of {self.ticket_id}"


class EscalationStep(models.Model):
    """One level told to one person, once. `due_at` is when it was to be."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="steps")
    level = models.PositiveSmallIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "level", "recipient"], name="escalation_step_once")
        ]

    def __str__(self) -> str:
        return f"level {self.level} of {self.escalation_id} to {self.recipient_id}"
