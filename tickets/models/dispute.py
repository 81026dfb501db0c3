"""What an agent holds against a clock, until a manager answers. The events say the same; lists read these."""

from django.conf import settings
from django.db import models

from tickets.choices import DisputeAnswer, Metric
from tickets.models.event import TicketEvent
from tickets.models.ticket import Ticket


class Dispute(models.Model):
    """A stretch of one cycle that should not count, says `raised_by`. At most one is open for a cycle.

    `raised` and `answered` are the events; an exclusion may have taken out another stretch than was asked.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="disputes")
    metric = models.CharField(max_length=20, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    raised = models.OneToOneField(TicketEvent, on_delete=models.CASCADE, related_name="+")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=DisputeAnswer.choices, blank=True, default="")
    answered = models.OneToOneField(
        TicketEvent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["raised_at", "pk"]
        indexes = [
            models.Index(fields=["raised_at", "id"], condition=models.Q(answer=""), name="dispute_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "metric", "cycle"],
                condition=models.Q(answer=""),
                name="dispute_once_a_cycle",
            ),
            models.CheckConstraint(
                condition=models.Q(since__lt=models.F("until")), name="dispute_has_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.cycle} of {self.ticket_id}: {self.reason}"
