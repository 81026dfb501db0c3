"""Letters and the addresses we no longer write to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from outbox.choices import LetterState


class Letter(models.Model):
    """One letter. `key` says what it is about and makes it unique: queueing it twice sends it once.

    `to` and `cc` are full addresses (`Name <a@b>`); `headers` is name → value; `files` is a list of
    {"sha256", "name", "content_type", "content_id"}.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=320)
    envelope_sender = models.CharField(max_length=320, blank=True)
    to = ArrayField(models.CharField(max_length=400))
    cc = ArrayField(models.CharField(max_length=400), default=list, blank=True)
    reply_to = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, blank=True)
    message_id = models.CharField(max_length=320, unique=True)
    automatic = models.BooleanField(default=True)

    state = models.CharField(max_length=12, choices=LetterState.choices, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="letter_due"),
            models.Index(
                fields=["id"],
                condition=models.Q(announced_at=None) & ~models.Q(state="queued"),
                name="letter_untold",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="letter_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {', '.join(self.to)}"


class Suppression(models.Model):
    """An address that must get no letters: it bounced for good, or asked us to stop."""

    address = models.CharField(max_length=320)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="suppression_address_once")]

    def __str__(self) -> str:
        return self.address
