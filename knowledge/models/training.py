"""Who is to take what, how far they are, and what they have for it."""

from django.db import models
from django.db.models import F, Q

from knowledge.choices import Reason, RuleKind
from staff.choices import Level


class EnrolmentRule(models.Model):
    """Whom a course is for by itself: whoever is in a team, whoever in it lacks the skill, or whomever a
    guideline is for, with each version. Ended, it enrols nobody more.
    """

    course = models.ForeignKey("knowledge.Course", on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=10, choices=RuleKind.choices)
    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="training_rules"
    )
    article = models.ForeignKey(
        "knowledge.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="training_rules"
    )
    due_days = models.PositiveSmallIntegerField(default=14)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="guideline", article__isnull=False, team=None)
                | Q(kind__in=["team", "gap"], team__isnull=False, article=None),
                name="training_rule_of_team_or_guideline",
            ),
            models.UniqueConstraint(
                fields=["course", "kind", "team", "article"], condition=Q(ended_at=None),
                nulls_distinct=False, name="training_rule_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} rule of {self.course_id}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> "EnrolmentQuerySet":
        return self.filter(finished_at=None, withdrawn_at=None)


class Enrolment(models.Model):
    """One person's way through one edition. `reason` says who or what wanted it; `version` is the wording of
    a guideline and `renews` the certificate it is for, each once.
    """

    course = models.ForeignKey("knowledge.Course", on_delete=models.PROTECT, related_name="enrolments")
    edition = models.ForeignKey("knowledge.Edition", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="enrolments")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    version = models.ForeignKey(
        "knowledge.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    renews = models.OneToOneField(
        "knowledge.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="renewal"
    )
    enrolled_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrolled_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    more_attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(finished_at=None, withdrawn_at=None),
                name="enrolment_one_open_each",
            ),
            models.UniqueConstraint(fields=["course", "person", "version"], name="enrolment_once_a_version"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(withdrawn_at=None), name="enrolment_ends_one_way"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(finished_at=None, withdrawn_at=None), name="enrolment_due"
            ),
            models.Index(fields=["person", "-finished_at"], name="enrolment_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.withdrawn_at is None


class LessonDone(models.Model):
    """`seen_by` is the trainer, where being there was the lesson."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    lesson = models.ForeignKey("knowledge.Lesson", on_delete=models.PROTECT, related_name="done")
    done_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_done_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id} done in {self.enrolment_id}"


class Attempt(models.Model):
    """`answers` are as knowledge.quizzes judges them. Its number is the seed of the order asked in."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    edition = models.ForeignKey("knowledge.Edition", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    answers = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(finished_at=None), name="attempt_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, percent=None, passed=None)
                | Q(finished_at__isnull=False, percent__range=(0, 100), passed__isnull=False),
                name="attempt_finished_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} in {self.enrolment_id}"


class Certificate(models.Model):
    """What somebody has for a course, with the skill as it was granted then. `evidence` says where it comes
    from if it was not earned here.
    """

    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey("knowledge.Course", on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="certificate"
    )
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    issued_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("issued_on")),
                name="certificate_expires_after_issue",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="certificate_expires"),
            models.Index(fields=["person", "course", "-issued_on"], name="certificate_of_person"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk} of {self.person_id}"
