"""What is taught: courses, in editions, of lessons and of questions."""

from django.db import models
from django.db.models import Q

from knowledge import quizzes
from staff.choices import Level


class CourseQuerySet(models.QuerySet["Course"]):
    def in_use(self) -> "CourseQuerySet":
        return self.filter(archived_at=None)

    def published(self) -> "CourseQuerySet":
        return self.in_use().exclude(current=None)


class Course(models.Model):
    """What stays while its lessons change. Without teams it is everybody's; `invited`: only theirs who were
    enrolled.

    `current` is the edition that is taken; at most one other, not yet published, is being written. Whoever
    ends it well has `skill` at `level`, if it has one, for `valid_months`, or for good.
    """

    title = models.CharField(max_length=160)
    about = models.CharField(max_length=300, blank=True)
    teams = models.ManyToManyField("staff.Team", related_name="courses", blank=True)
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.PROTECT, null=True, blank=True, related_name="courses"
    )
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="courses")
    current = models.OneToOneField(
        "knowledge.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    invited = models.BooleanField(default=False, db_default=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(skill=None, level=None) | Q(skill__isnull=False, level__range=(1, 3)),
                name="course_skill_has_level",
            ),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__range=(1, 120)),
                name="course_valid_for_some_months",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """Lessons and questions as they are taken together. Published, they never change: an attempt stays true
    to what was asked. `questions` are as knowledge.quizzes writes them; `attempts` None is as many as one
    likes.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list, blank=True)
    pass_mark = models.PositiveSmallIntegerField(default=80)
    attempts = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    written_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edit = models.PositiveIntegerField(default=1)
    published_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_edition_number_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(published_at=None), name="course_edition_one_draft_each"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="course_edition_published_by_somebody",
            ),
            models.CheckConstraint(condition=Q(pass_mark__range=(1, 100)), name="course_edition_pass_mark"),
            models.CheckConstraint(
                condition=Q(attempts=None) | Q(attempts__gte=1), name="course_edition_some_attempts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} edition {self.number}"

    @property
    def quiz(self) -> list[quizzes.Question]:
        return [quizzes.read(kept) for kept in self.questions]


class Lesson(models.Model):
    """One step: a text, files, and perhaps a guideline that is read and confirmed with it.

    `key` stays the same from edition to edition.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lessons")
    key = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    article = models.ForeignKey(
        "knowledge.Article", on_delete=models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="lesson_key_once")]

    def __str__(self) -> str:
        return self.title


class LessonFile(models.Model):
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
