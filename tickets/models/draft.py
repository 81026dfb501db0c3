"""What somebody writes before it is a message, and for a few seconds after."""

from django.db import models

from tickets.choices import MessageKind
from tickets.models.message import Message
from tickets.models.ticket import Ticket


class DraftQuerySet(models.QuerySet["Draft"]):
    def being_written(self) -> "DraftQuerySet":
        return self.filter(message=None, send_at=None, asked_at=None)

    def asked(self) -> "DraftQuerySet":
        return self.filter(asked_at__isnull=False)

    def shared(self) -> "DraftQuerySet":
        return self.being_written().filter(shared_at__isnull=False)

    def planned(self) -> "DraftQuerySet":
        return self.filter(send_at__isnull=False)


class Draft(models.Model):
    """What somebody is writing, `to` and `cc` as they typed them, with the macro they chose; at most
    one of a kind for each ticket.

    With `send_at` it is finished and waits for its time: then it is sent as an answer, with the move `then`,
    unless a public message came after `seen`. With `asked_at` it waits for somebody to approve it. With
    `message` it was sent, and is kept so that it comes back should its writer take that answer back.

    With `shared_at` whoever sees the ticket reads it as it is written, and may write on in it: then it is
    theirs, and `taken_from` tells whose it was. `edit` counts what was done to it, so that nobody takes what
    they have not read.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="drafts")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    text = models.TextField(blank=True)
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    saved_at = models.DateTimeField(auto_now=True)
    then = models.CharField(max_length=12, blank=True, db_default="", default="")
    seen = models.BigIntegerField(null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    macro = models.ForeignKey("Macro", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    edit = models.PositiveIntegerField(default=0, db_default=0)
    taken_from = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="kept_draft"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "ticket", "kind"],
                condition=models.Q(message=None, send_at=None, asked_at=None),
                name="draft_being_written_once",
            ),
            models.CheckConstraint(
                condition=models.Q(message=None, send_at=None)
                | models.Q(message=None, asked_at=None)
                | models.Q(send_at=None, asked_at=None),
                name="draft_waits_for_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="public") | models.Q(message=None, send_at=None, asked_at=None),
                name="draft_only_answers_leave",
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=models.Q(send_at__isnull=False), name="draft_planned"),
            models.Index(fields=["asked_at"], condition=models.Q(asked_at__isnull=False), name="draft_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} draft of {self.user_id} on {self.ticket_id}"


class DraftFile(models.Model):
    """A file that will go along with what is being written."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
