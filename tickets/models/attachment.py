"""Files that came or went with a message."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from tickets.models.message import Message


class Attachment(models.Model):
    """`content_id` marks a picture that the message's HTML shows inside the text. Once
    `redacted_at`, its blob only says that it was removed. `read_at`: what its blob says has been written
    down for search, or will not be.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")
    content_id = models.CharField(max_length=255, blank=True)
    inline = models.BooleanField(default=False)
    redacted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="attachment_named"),
            models.Index(fields=["id"], condition=models.Q(read_at=None), name="attachment_unread"),
        ]

    def __str__(self) -> str:
        return self.name
