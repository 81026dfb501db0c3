"""What was written in an evaluation, what came of it, and what was signed."""

from django.db import models
from django.db.models import Q

from evaluations.choices import Side, Voice
from lib.canonical import is_intact


class Edition(models.Model):
    """One time through all steps; the first, or another after a manager reopened it for a reason.

    `snapshot` is everything that was signed, as lib.canonical writes it, with its hash: made in the
    transaction of the first signature, and a trigger sees to it that it never changes.
    """

    evaluation = models.ForeignKey(
        "evaluations.Evaluation", on_delete=models.CASCADE, related_name="editions"
    )
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    begun_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    evaluator_ready_at = models.DateTimeField(null=True, blank=True)
    person_ready_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    commented_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="edition_again_for_a_reason"),
            models.CheckConstraint(
                condition=Q(snapshot="", sha256="", frozen_at=None)
                | (~Q(snapshot="") & ~Q(sha256="") & Q(frozen_at__isnull=False)),
                name="edition_frozen_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} edition {self.number}"

    @property
    def is_intact(self) -> bool:
        """Whether what is kept is what was signed."""
        return is_intact(self.snapshot, self.sha256)


class Writing(models.Model):
    """What one voice said, section by section: each time it was saved, a row. The newest counts."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="writings")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    number = models.PositiveIntegerField()
    words = models.JSONField()
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["voice", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "voice", "number"], name="writing_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.voice} {self.number} of {self.edition_id}"


class Proposal(models.Model):
    """What the person would change; a suggestion with a day for its answer as soon as they send it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(max_length=160)
    body = models.TextField()
    shared = models.BooleanField(default=False)
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """Who signed which hash, and when. `agrees` is False for "seen, I disagree", with words that say why."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    agrees = models.BooleanField(default=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "side"], name="signature_once_each_side"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(words=""), name="signature_disagrees_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} signed {self.edition_id}"
