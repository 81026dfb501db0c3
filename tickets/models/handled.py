"""How long colleagues worked on a ticket."""

from django.db import models

from tickets.models.ticket import Ticket


class Handled(models.Model):
    """One colleague's time on one ticket. `measured` and `corrected` are milliseconds; their sum counts.

    `beat_at` is when their browser last said that they are at it, visibly and with their hands: what lies
    between two such beats is added, if it is short (tickets.handling).
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="handled")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    measured = models.BigIntegerField(default=0, db_default=0)
    corrected = models.BigIntegerField(default=0, db_default=0)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "handled"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], name="handled_once"),
            models.CheckConstraint(
                condition=models.Q(measured__gte=0) & models.Q(measured__gte=-models.F("corrected")),
                name="handled_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.ticket_id}"

    @property
    def seconds(self) -> int:
        return (self.measured + self.corrected) // 1000
