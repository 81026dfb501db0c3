"""The chain over the log: which rows there were, in which order, so that one that is gone is missed."""

from django.db import models


class HistoryEntry(models.Model):
    """A link: event `event` of ticket `ticket` stands at place `number`. Numbers have no gaps.

    `content` is the seal of what the event says, `seal` that of the link, which holds on to the one before.
    With `amends` the desk itself took words out of an event (redaction): the last link of an event counts.
    Plain numbers, no foreign keys: what is deleted must leave its link behind. Rows are only added.
    """

    number = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField()
    ticket = models.BigIntegerField()
    at = models.DateTimeField()
    content = models.BinaryField(max_length=16)
    seal = models.BinaryField(max_length=16)
    amends = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["ticket", "number"], name="history_of_ticket")]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(amends=False), name="history_event_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="history_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: event {self.event} of {self.ticket}"


class HistoryState(models.Model):
    """How far the chain has come; one row.

    `up_to`: every event up to this id is chained or was refused, and none can still arrive below it.
    `unsealed_up_to`: the last event that may be without a seal of its own, because it was written before
    there were seals; not known while an older version of the desk may still write. `beginning` seals it.
    `looked_up_to` and `looked_at` are the watch's, `problems` what it found.
    """

    begun_at = models.DateTimeField()
    up_to = models.BigIntegerField(default=0)
    unsealed_up_to = models.BigIntegerField(null=True, blank=True)
    beginning = models.BinaryField(max_length=16, null=True, blank=True)
    looked_up_to = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    round_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="history_state_is_one")]

    def __str__(self) -> str:
        return f"chained up to event {self.up_to}"
