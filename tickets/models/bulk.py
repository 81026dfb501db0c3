"""One act on many tickets, worked off in the background."""

from django.db import models

from tickets.choices import StepState
from tickets.models.ticket import Ticket


class BulkJob(models.Model):
    """Somebody wants this done to all tickets of a list. First it is tried, with nothing changed; once they
    have seen what would become of it and said yes, at `started_at`, it is done.

    `act` is what the button says (tickets.bulk_acts), `values` what it sets: a type, and fields by their
    keys; `query` is the list; `undoes` the job that this one takes back. The tickets are those that were in
    the list when it was made: its steps.
    """

    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="bulk_jobs")
    act = models.CharField(max_length=80)
    tag = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=120)
    query = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by"
    )
    total = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_at__isnull=True) | models.Q(tried_at__isnull=False),
                name="bulk_tried_before_started",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(started_at__isnull=False),
                name="bulk_started_before_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="bulk_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.act} on {self.total} tickets by {self.by_id}"


class BulkStep(models.Model):
    """One ticket of a job. `why` says what stands in the way, when it was tried or done; `before` is how the
    ticket was, and `revision` how far it had come right after, so that it can be taken back.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="steps")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.NEW)
    why = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["job", "ticket"], name="bulk_step_once")]
        indexes = [models.Index(fields=["job", "state", "id"], name="bulk_step_state")]

    def __str__(self) -> str:
        return f"{self.state}: ticket {self.ticket_id} of job {self.job_id}"
