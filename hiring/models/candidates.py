"""People who may come to work here, and what we have from them. All of it can be erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hiring.choices import LetterKind, Source
from hiring.models.positions import Position, Stage


class Candidate(models.Model):
    """`consent_on` is when they agreed that we keep what they sent, `consent_until` for how long;
    `keep_until` is the last day, once it is known. `hired_as` is the colleague they became.
    """

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="candidates")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.APPLIED)
    source_note = models.CharField(max_length=160, blank=True)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="candidates")
    stage_since = models.DateTimeField()
    came_at = models.DateTimeField()
    consent_on = models.DateField()
    consent_until = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    hired_as = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-stage_since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_until=None) | Q(consent_until__gte=models.F("consent_on")),
                name="candidate_consent_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["position", "stage", "-stage_since"], name="candidate_board"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="candidate_to_forget"
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"  # no name: it may end in a log


class CandidateFile(models.Model):
    """A CV and what else they sent. `released`: whoever interviews them may read it too."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    released = models.BooleanField(default=False)
    added_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"


class Moved(models.Model):
    """From stage to stage, and why."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="moves")
    was = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"move {self.pk}"


class Note(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class CandidateLetter(models.Model):
    """A letter to them. The letter itself goes with them."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    letter = models.ForeignKey("outbox.Letter", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"letter {self.pk}"
