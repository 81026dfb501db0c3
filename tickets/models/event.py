"""What happened: append-only, the one source of history, timers, letters and reports."""

from django.db import models
from django.utils import timezone

from tickets.choices import Channel, EventKind
from tickets.models.message import Message
from tickets.models.ticket import Ticket


class TicketEvent(models.Model):
    """`at` is when it happened (a mail's received time), `recorded_at` when we wrote it down.

    `actor` or `contact` says who; neither means the desk itself, and `data["source"]` which part of it.
    `via` is the channel of what was said, `through` by which way somebody acted (tickets.ways). `data` holds
    old and new values. `seal` is made with a key that the database does not know (tickets.seals).
    Rows are never changed, but for `announced_at`, and words that are redacted; a trigger sees to it.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        "customers.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    via = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    through = models.CharField(max_length=60, blank=True, default="", db_default="")
    data = models.JSONField(default=dict, blank=True)
    seal = models.BinaryField(max_length=16, null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="event_history"),
            models.Index(fields=["id"], condition=models.Q(announced_at=None), name="event_unannounced"),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.ticket_id}"
