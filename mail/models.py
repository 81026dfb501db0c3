"""Mailboxes, and every mail that ever came in, byte for byte."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.choices import Outcome, Security


class Mailbox(models.Model):
    """An address of the desk: where its mail is fetched and what its answers are sent as.

    `secret` is the sealed password (lib.sealed). `uid_validity` and `last_uid` are the cursor of RFC 3501:
    they
    move in the transaction that stores the raw mail. A mailbox without a host only sends.
    """

    name = models.CharField(_("name"), max_length=80)
    address = models.EmailField(_("address"), unique=True)
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="mailboxes")
    aliases = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)

    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(max_length=255, blank=True)
    secret = models.TextField(blank=True)
    folder = models.CharField(max_length=255, default="INBOX")
    uid_validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)

    polled_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address


class SenderRule(models.Model):
    """What a colleague decided about a sender: let in what its machine sends, or hear no more of it."""

    class Say(models.TextChoices):
        ALLOW = "allow", _("Allowed")
        DENY = "deny", _("Denied")

    address = models.CharField(max_length=320, unique=True)
    say = models.CharField(max_length=5, choices=Say.choices)
    decided_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.address}: {self.say}"

    @classmethod
    def for_address(cls, address: str) -> str:
        """What was decided about this (normalised) address, or ''."""
        return cls.objects.filter(address=address).values_list("say", flat=True).first() or ""


class RawEmail(models.Model):
    """One mail as it came, stored before anybody looked into it. `content` is never changed.

    `mail_key` is its normalised Message-ID, or one made from its bytes; `fingerprint` is the sha256 of
    From, Date
    and body, which tells a second delivery from another mail with a borrowed id.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="mails")
    folder = models.CharField(max_length=255, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    envelope_to = models.CharField(max_length=320, blank=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    stored_at = models.DateTimeField(auto_now_add=True)
    content = models.BinaryField()

    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    cause = models.CharField(max_length=60, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail_key = models.CharField(max_length=320, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    verdict = models.JSONField(default=dict, blank=True)
    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    message = models.ForeignKey(
        "tickets.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(outcome="pending"), name="mail_pending"),
            models.Index(
                fields=["-id"], condition=models.Q(outcome="quarantined", decision=""), name="mail_quarantine"
            ),
            models.Index(fields=["mailbox", "mail_key"], name="mail_by_key"),
            models.Index(fields=["mailbox", "sha256"], name="mail_by_hash"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "folder", "uid_validity", "uid"],
                condition=models.Q(uid__isnull=False),
                name="mail_uid_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["created", "appended"]) | models.Q(handled_at__isnull=False),
                name="mail_handled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"
