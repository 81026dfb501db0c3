"""Thanks between colleagues, praise from customers, goals of teams. Nothing here is counted by person."""

from django.db import models
from django.db.models import Q


class Thanks(models.Model):
    """`shared`: the giver would have the teams of those thanked read it. `ticket`: the number of the one it
    is about.
    """

    giver = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    ticket = models.BigIntegerField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-pk"]
        verbose_name_plural = "thanks"
        indexes = [
            models.Index(fields=["-said_at", "-id"], name="thanks_newest"),
            models.Index(fields=["giver", "-said_at"], name="thanks_by_giver"),
        ]

    def __str__(self) -> str:
        return self.words


class Thanked(models.Model):
    """Somebody who was thanked; `shared` once they too would have their team read it."""

    thanks = models.ForeignKey(Thanks, on_delete=models.CASCADE, related_name="thanked")
    colleague = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thanks", "colleague"], name="thanked_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} thanked by {self.thanks_id}"


class Praise(models.Model):
    """What a customer said well of somebody's work: a quotation for those who may see the ticket.

    `message` and `ticket` are numbers of an app above: what is removed there is removed here.
    """

    message = models.BigIntegerField(unique=True)
    ticket = models.BigIntegerField()
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    colleague = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField()
    noted_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        indexes = [
            models.Index(fields=["-noted_at", "-id"], name="praise_newest"),
            models.Index(fields=["ticket"], name="praise_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"praise on {self.ticket}"


class TeamGoal(models.Model):
    """Something a team wants to have done by a day; how far it is, somebody says by hand."""

    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(max_length=160)
    until = models.DateField()
    progress = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    edit = models.PositiveIntegerField(default=1)
    reached_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="goal_progress_in_percent"),
            models.CheckConstraint(
                condition=Q(reached_at=None, progress__lt=100) | Q(reached_at__isnull=False, progress=100),
                name="goal_reached_at_a_hundred",
            ),
            models.CheckConstraint(
                condition=Q(reached_at=None) | Q(dropped_at=None), name="goal_reached_or_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.title
