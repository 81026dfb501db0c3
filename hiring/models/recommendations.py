"""What somebody recommends about a person, on what grounds, and who agreed."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import RecommendationKind, RecommendationState
from hiring.models.candidates import Candidate
from hiring.models.dossiers import Dossier


class Recommendation(models.Model):
    """About a colleague, or about a candidate if it is to hire them. Its author owns the dossier."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, primary_key=True, related_name="recommendation"
    )
    kind = models.CharField(max_length=12, choices=RecommendationKind.choices)
    subject = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="recommendations"
    )
    author = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=RecommendationState.choices, default=RecommendationState.DRAFTED
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False, candidate=None)
                | Q(subject=None, candidate__isnull=False, kind=RecommendationKind.HIRE),
                name="recommendation_about_one_person",
            ),
            models.CheckConstraint(condition=~Q(author=F("second")), name="recommendation_four_eyes"),
            models.CheckConstraint(
                condition=~Q(subject=F("second")), name="recommendation_not_approved_by_its_subject"
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("author")), name="recommendation_not_written_by_its_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"


class Wording(models.Model):
    """One version. Once proposed the database refuses to change it; another follows.

    `findings` is a list of {"criterion", "finding"}; `alternatives` is {"training", "plan", "other"}.
    `evidence` is canonical JSON, frozen when it was proposed, and `sha256` its digest.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    findings = models.JSONField(default=list)
    alternatives = models.JSONField(default=dict)
    evidence_from = models.DateField()
    evidence_to = models.DateField()
    evidence = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField()
    edit = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="wording_number_once"),
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(proposed_at=None), name="wording_one_draft_each"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, evidence="", sha256="")
                | (Q(proposed_at__isnull=False) & ~Q(sha256="")),
                name="wording_proposed_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(evidence_from__lte=F("evidence_to")), name="wording_evidence_of_a_span"
            ),
        ]

    def __str__(self) -> str:
        return f"wording {self.recommendation_id} v{self.number}"


class Step(models.Model):
    """What became of it, who said so, and why."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()  # of the version it is about
    state = models.CharField(max_length=12, choices=RecommendationState.choices)
    who = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"step {self.pk}"
