"""What belongs to one person's desk: what they have seen and look at, the views they saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket


class Seen(models.Model):
    """Up to when this person has seen the ticket; it is unread if it was active after that."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="seen_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.ticket_id}"


class Presence(models.Model):
    """When this colleague's browser last showed the ticket. It is true for some seconds, then forgotten."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="present")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} looks at {self.ticket_id}"


class Follow(models.Model):
    """A colleague who is told of what is said on the ticket, as long as they may see it."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="follows")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.ticket_id}"


class SavedView(models.Model):
    """A named filter of the inbox: one's own, a team's when `team` is set, or everybody's when `shared`.
    `query` is what the address bar holds; what somebody finds by it is theirs to see.
    """

    owner = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="saved_views")
    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    shared = models.BooleanField(default=False, db_default=False)
    name = models.CharField(_("name"), max_length=60)
    query = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=models.Q(shared=False) | models.Q(team__isnull=True),
                name="saved_view_for_one_circle",
            ),
        ]

    def __str__(self) -> str:
        return self.name
