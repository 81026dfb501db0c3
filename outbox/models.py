"""Letters, what became of them for each recipient, and the addresses we no longer write to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from outbox.choices import SETTLED, DeliveryState, LetterState, Why


class Letter(models.Model):
    """One letter. `key` says what it is about and makes it unique: queueing it twice sends it once.

    `to` and `cc` are full addresses (`Name <a@b>`); `headers` is name → value; `files` is a list of
    {"sha256", "name", "content_type", "content_id"}. `thread` is any name of the conversation it belongs to.
    `state` sums up the deliveries. While it is `sending`, `lease` names the worker's try and `handed_at` is
    when it began.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    thread = models.CharField(max_length=40, blank=True, db_default="", default="")
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
    lease = models.CharField(max_length=32, blank=True, db_default="", default="")
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="letter_due"),
            models.Index(fields=["handed_at"], condition=models.Q(state="sending"), name="letter_in_hand"),
            models.Index(
                fields=["state", "queued_at"],
                condition=models.Q(state__in=["failed", "suppressed", "undecided"]),
                name="letter_unsent",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(announced_at=None, state__in=sorted(SETTLED)),
                name="letter_to_tell",
            ),
            models.Index(
                fields=["sent_at"], condition=models.Q(automatic=True), name="letter_automatic_sent"
            ),
            models.Index(
                fields=["thread", "sent_at"],
                condition=models.Q(automatic=True) & ~models.Q(thread=""),
                name="letter_automatic_thread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="letter_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", handed_at__isnull=False) | ~models.Q(state="sending"),
                name="letter_sending_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {', '.join(self.to)}"


class Delivery(models.Model):
    """A letter and one of those it is for. `code` is an enhanced status (5.1.1) or the server's three digits,
    `diagnostic` what was said. It is written as `undecided` before the letter is handed over, so that a
    worker that dies leaves the truth behind.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="deliveries")
    address = models.CharField(max_length=320)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    code = models.CharField(max_length=12, blank=True)
    diagnostic = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(Lower("address"), "sent_at", name="delivery_by_address")]
        constraints = [models.UniqueConstraint("letter", Lower("address"), name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"


class Suppression(models.Model):
    """An address that must get no letters: it bounced for good, or asked us to stop.

    A person's answer still goes to one that merely bounced: their mailbox may be back.
    """

    address = models.CharField(max_length=320)
    why = models.CharField(max_length=10, choices=Why.choices, db_default="asked", default=Why.ASKED)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="suppression_address_once")]

    def __str__(self) -> str:
        return self.address
