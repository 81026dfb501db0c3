"""What is written down for colleagues, in versions, and who has read which."""

from django.db import models
from django.db.models import Q

from knowledge.choices import ArticleKind


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_use(self) -> "ArticleQuerySet":
        return self.filter(archived_at=None)

    def published(self) -> "ArticleQuerySet":
        return self.in_use().exclude(current=None)


class Article(models.Model):
    """What stays while its text changes. Without teams it is everybody's.

    `current` is the version in force; at most one other, not yet published, is being written.
    """

    kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    title = models.CharField(max_length=160)
    category = models.CharField(max_length=60, blank=True)
    teams = models.ManyToManyField("staff.Team", related_name="articles", blank=True)
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="articles")
    review_on = models.DateField(null=True, blank=True)
    current = models.OneToOneField(
        "knowledge.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["category", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(archived_at=None, archived_by=None)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
                name="article_archived_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(archived_at=None), name="article_by_review"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_guideline(self) -> bool:
        return self.kind == ArticleKind.GUIDELINE


class Version(models.Model):
    """One wording. Published, it never changes: what was read stays what was read.

    `edit` counts how often the draft was saved, so that two writers do not overwrite each other.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField()
    change_note = models.CharField(max_length=300, blank=True)
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
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(published_at=None), name="version_one_draft_each"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Reading(models.Model):
    """That somebody opened a version, and when they confirmed that they follow it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="readings")
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "reader"], name="reading_once_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} read by {self.reader_id}"
