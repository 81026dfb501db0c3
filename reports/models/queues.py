"""What waited for an answer, by days: made from facts, so that all of it can be made again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class QueueDay(models.Model):
    """Of a team and a language on one day (UTC): `seconds` says of each five minutes how long tickets that
    were answered since had waited in it, added up over them.
    """

    day = models.DateField()
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=8)
    seconds = ArrayField(models.PositiveIntegerField(), size=288)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "day", "language"], name="queue_day_once"),
        ]
        indexes = [models.Index(fields=["day"], name="queue_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.team_id} {self.language}"


class StaleQueue(models.Model):
    """A day (UTC) whose queues are not what the facts say; it is read from these until it was made anew."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)
