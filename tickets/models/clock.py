"""The timers of a ticket: a cache of sla.clock over its events, which a command can rebuild and must find
the same.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sla.choices import Audience
from tickets.choices import ClockState, Metric
from tickets.models.ticket import Ticket


class TicketClock(models.Model):
    """`due_at` is empty while it is paused. `breached_at` is the due time; when we noticed is in the
    event.

    The `adjusted_` figures leave out what a manager excluded, and are empty where nothing was. `by_hand`:
    somebody set `due_at`.

    `warn_at` is the first warning, from which lists show it as pressing. `warned` names the thresholds that
    were told of (sla.policy.Threshold.key), and `next_warn_at` is when the next one is to be.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="clocks")
    audience = models.CharField(
        max_length=8, choices=Audience.choices, default=Audience.CUSTOMER, db_default=Audience.CUSTOMER
    )
    metric = models.CharField(max_length=20, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=14, choices=ClockState.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    target_seconds = models.PositiveIntegerField()
    elapsed_seconds = models.PositiveIntegerField(default=0)
    warned_at = models.DateTimeField(null=True, blank=True)
    warned = ArrayField(models.CharField(max_length=24), default=list, db_default=[], blank=True)
    next_warn_at = models.DateTimeField(null=True, blank=True)
    breach_noticed_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False, db_default=False)
    adjusted_state = models.CharField(
        max_length=14, choices=ClockState.choices, blank=True, default="", db_default=""
    )
    adjusted_seconds = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["audience", "metric", "cycle"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "audience", "metric", "cycle"], name="clock_once_each_audience"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(stopped_at=None, breach_noticed_at=None),
                name="clock_breach_due",
            ),
            models.Index(
                fields=["next_warn_at", "id"],
                condition=models.Q(stopped_at=None, next_warn_at__isnull=False),
                name="clock_next_warning",
            ),
            models.Index(
                fields=["ticket"],
                condition=models.Q(stopped_at=None, state=ClockState.UNSCHEDULABLE),
                name="clock_unschedulable",
            ),
            # What presses on somebody now, of all that ever did.
            models.Index(fields=["warn_at"], condition=models.Q(warn_at__isnull=False), name="clock_warn_at"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.cycle} of {self.ticket_id}"
