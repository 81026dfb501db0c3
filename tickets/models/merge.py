"""A ticket went into another, and can come out again for a while."""

from django.conf import settings
from django.db import models

from tickets.models.ticket import Ticket


class Merge(models.Model):
    """`before` is what it takes to undo it: how the source was, what moved, what the target got.

    {"source": {field: value}, "active_at": of the target, "messages": [[id, origin, apart]], "participants":
    [contact], "tags": [added], "drafts": [{…}]}. A source is merged at most once at a time.
    """

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="absorbed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    let_in = models.BooleanField()
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(undone_at=None), name="merge_one_live"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="merge_not_into_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"
