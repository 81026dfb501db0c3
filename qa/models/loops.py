"""Findings that say the same, the guideline that is to change for them, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from qa.choices import IN_FORCE, Kind, LoopState
from qa.tone_words import HINTS
from qa.tones.findings import KINDS


class LoopQuerySet(models.QuerySet["Loop"]):
    def for_rows(self) -> "LoopQuerySet":
        """With how many findings there are of how many people, and how many took the lesson of how many."""
        return self.select_related("scorecard", "article", "version", "course").annotate(
            findings_n=models.Count("findings", distinct=True),
            people_n=models.Count("findings__person", distinct=True),
            lessons_n=models.Count("course__enrolments", distinct=True),
            done_n=models.Count(
                "course__enrolments", filter=Q(course__enrolments__finished_at__isnull=False), distinct=True
            ),
        )


class Loop(models.Model):
    """A guideline change that findings propose: those on a criterion of a scorecard, or those of a `kind` of
    tone, with those on criteria that are about it (qa.linked). `telling` are words that many of them have; of
    tone they are the names of its rules, since no words of an answer are kept but in the answer itself.

    Taken up, `article` is the guideline that is written; None again if its draft is thrown away. `question`,
    as knowledge.quizzes writes it, is asked after the lesson. Its next version in force is `version`, and
    `course` the lesson on it, None if nobody was left to learn. `effect` is as qa.looped.written has it.
    """

    scorecard = models.ForeignKey(
        "qa.Scorecard", on_delete=models.PROTECT, null=True, blank=True, related_name="loops"
    )
    criterion = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices, blank=True, default="", db_default="")
    title = models.CharField(max_length=120)
    telling = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=LoopState.choices, default=LoopState.OPEN)
    opened_at = models.DateTimeField()

    taken_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    article = models.ForeignKey(
        "knowledge.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="loops"
    )
    question = models.JSONField(default=dict, blank=True)
    declined_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    version = models.ForeignKey(
        "knowledge.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="loops"
    )
    course = models.OneToOneField(
        "knowledge.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="loop"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    effect = models.JSONField(default=dict, blank=True)

    objects = LoopQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scorecard__isnull=False, kind="") & ~Q(criterion="")
                | Q(scorecard=None, criterion="", kind__in=KINDS),
                name="loop_about_a_criterion_or_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=LoopState.DECLINED, declined_by__isnull=False, declined_at__isnull=False)
                & ~Q(reason="")
                | ~Q(state=LoopState.DECLINED) & Q(declined_by=None, declined_at=None, reason=""),
                name="loop_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LoopState.OPEN, LoopState.DECLINED])
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="loop_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_FORCE, version__isnull=False, published_at__isnull=False)
                | ~Q(state__in=IN_FORCE) & Q(version=None, course=None, published_at=None),
                name="loop_in_force_by_a_version",
            ),
            models.CheckConstraint(
                condition=Q(state=LoopState.MEASURED, measured_at__isnull=False) & ~Q(effect={})
                | ~Q(state=LoopState.MEASURED) & Q(measured_at=None, effect={}),
                name="loop_measured_with_an_effect",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="loop_by_state"),
            models.Index(fields=["scorecard", "criterion"], name="loop_of_criterion"),
        ]

    def __str__(self) -> str:
        return f"loop {self.pk}: {self.title}"

    @property
    def name(self) -> str:
        """In the reader's language where it is about tone."""
        return gettext("Tone: %(kind)s") % {"kind": self.get_kind_display()} if self.kind else self.title

    @property
    def told(self) -> list[str]:
        """What many of its findings say, in words for a reader."""
        return [str(HINTS.get(one, one)) for one in self.telling] if self.kind else self.telling

    @property
    def is_taking(self) -> bool:
        return self.state in (LoopState.OPEN, LoopState.WRITING)

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE


class Finding(models.Model):
    """A criterion that a review rated below one half, or a finding on tone that was confirmed; in one loop
    only, for good. `person` wrote the answer, `team` had it. `stood` is False where the rating was settled
    upwards, or the finding dismissed, before the guideline came into force: its person had nothing to learn
    from it.
    """

    loop = models.ForeignKey(Loop, on_delete=models.CASCADE, related_name="findings")
    review = models.ForeignKey(
        "qa.Review", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    criterion = models.CharField(max_length=8, blank=True)
    tone = models.OneToOneField(
        "qa.ToneFinding", on_delete=models.CASCADE, null=True, blank=True, related_name="looped"
    )
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, db_index=False, related_name="+")
    found_at = models.DateTimeField()
    stood = models.BooleanField(default=True)

    class Meta:
        ordering = [F("review").desc(nulls_last=True), F("tone").desc()]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="finding_in_one_loop"),
            models.CheckConstraint(
                condition=Q(review__isnull=False, tone=None) & ~Q(criterion="")
                | Q(review=None, criterion="", tone__isnull=False),
                name="finding_of_a_review_or_of_tone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.review_id}" if self.review_id else f"tone {self.tone_id}"
