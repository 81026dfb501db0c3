"""The tags there are: which are still offered, which other words mean them, which are being renamed."""

from django.db import models
from django.utils import timezone


class Tag(models.Model):
    """A word of tickets. Tickets hold the word itself; here stands what managers decided about it."""

    word = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class TagSynonym(models.Model):
    """Whoever types `word` means the tag. No tag is itself a synonym of another."""

    word = models.CharField(max_length=40, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return f"{self.word} → {self.tag}"


class Retagging(models.Model):
    """Every ticket with the one word gets the other: a rename, or a merge of two tags. Worked off in batches;
    what is done no longer has the old word, so it goes on where it was killed.
    """

    was = models.CharField(max_length=40)
    to = models.CharField(max_length=40)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="retagging_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.was} → {self.to}"
