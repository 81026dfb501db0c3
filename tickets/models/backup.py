"""Somebody needs backup on a ticket, and whom the desk asked."""

from django.db import models
from django.db.models import Q

from tickets.choices import BackupAnswer, BackupEnd
from tickets.models.ticket import Ticket


class BackupQuerySet(models.QuerySet["Backup"]):
    def open(self) -> "BackupQuerySet":
        return self.filter(ended_at=None)

    def waiting(self) -> "BackupQuerySet":
        """Nobody has come yet."""
        return self.open().filter(helper=None)


class Backup(models.Model):
    """At most one is open on a ticket. The ticket stays whose it is; `helper` is who came.

    While nobody has come, `next_at` is when the next is asked; empty once all who lead or manage are asked:
    it stays with them. What they say to each other are notes on the ticket. Nothing counts these by asker.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="backups")
    asker = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    helper = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    came_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=BackupEnd.choices, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="backup_one_open"),
            models.CheckConstraint(
                condition=Q(helper=None, came_at=None) | Q(helper__isnull=False, came_at__isnull=False),
                name="backup_came_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="backup_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(helper=None, ended_at=None), name="backup_next_while_waiting"
            ),
            models.CheckConstraint(condition=~Q(helper=models.F("asker")), name="backup_by_another"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="backup_next"),
            models.Index(fields=["helper"], condition=Q(ended_at=None), name="backup_helper_open"),
        ]

    def __str__(self) -> str:
        return f"backup on {self.ticket_id}"


class BackupCall(models.Model):
    """One person who was asked, by which rule, and what they said. `rule` is of tickets.backing, empty
    for who came unasked.
    """

    backup = models.ForeignKey(Backup, on_delete=models.CASCADE, related_name="calls")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="backup_calls")
    rule = models.CharField(max_length=10, blank=True)
    load = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=BackupAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["backup", "user"], condition=Q(answer=""), name="backup_call_open_once"
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(answer=""), name="backup_call_open")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.backup_id}: {self.answer}"


class BackupWaved(models.Model):
    """Somebody does not want to be offered backup on this ticket again."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="backup_waved_once")]

    def __str__(self) -> str:
        return f"{self.user_id} needs none on {self.ticket_id}"
