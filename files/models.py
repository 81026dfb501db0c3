"""One row for each distinct content that the desk has been given, and one for what it says."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

# As of messages: what lies past this is not searched.
SEARCHED_CHARS = 200_000


class Blob(models.Model):
    """`sha256` is the hex digest; the bytes lie in FILES_ROOT under its first two characters."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="blob_size_not_negative"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} bytes)"


class BlobText(models.Model):
    """What a content says, for search alone. It goes with its blob. Without text a row says why, so that
    nobody reads it again.
    """

    class State(models.TextChoices):
        READ = "read", _("read")
        EMPTY = "empty", _("without text")
        UNREADABLE = "unreadable", _("not readable")
        TOO_LARGE = "too_large", _("too large")
        STOPPED = "stopped", _("took too long")

    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, primary_key=True, related_name="words")
    state = models.CharField(max_length=12, choices=State.choices)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now_add=True)
    search_vector = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED_CHARS), config="desk"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["search_vector"], name="blob_text_search")]

    def __str__(self) -> str:
        return f"{self.blob_id[:12]} ({self.state})"
