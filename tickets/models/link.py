"""How two tickets belong together without being one."""

from django.conf import settings
from django.db import models

from tickets.choices import LinkKind
from tickets.models.ticket import Ticket


class TicketLink(models.Model):
    """`one` is, to `other`, what the kind says: its duplicate, its child, an incident of that problem, split
    from it. What is merely related has the lower number as `one`.
    """

    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    one = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_out")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_in")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind"], name="link_once"),
            models.UniqueConstraint(
                fields=["one", "kind"],
                condition=models.Q(kind__in=["child", "incident", "duplicate"]),
                name="link_one_parent",
            ),
            models.CheckConstraint(condition=~models.Q(one=models.F("other")), name="link_not_to_itself"),
            models.CheckConstraint(
                condition=~models.Q(kind="related") | models.Q(one__lt=models.F("other")),
                name="link_related_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.kind} {self.other_id}"
