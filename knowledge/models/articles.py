"""What is written down for colleagues and customers, in versions, and who has read which."""

import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from knowledge.choices import ArticleKind

SEARCHED_CHARS = 100_000  # what a tsvector can hold, whatever the words are


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_use(self) -> "ArticleQuerySet":
        return self.filter(archived_at=None)

    def published(self) -> "ArticleQuerySet":
        return self.in_use().exclude(current=None)

    def sources(self) -> "ArticleQuerySet":
        """Without what is a translation of another."""
        return self.filter(source=None)

    def usable(self) -> "ArticleQuerySet":
        """Without what waits to be looked through again, and translations of what has changed since."""
        behind = ~Q(current__made_from=models.F("source__current")) | Q(current__made_from=None)
        return self.exclude(review_on__lte=timezone.localdate()).exclude(behind, source__isnull=False)

    def public(self) -> "ArticleQuerySet":
        """What customers may read. A translation is public as long as what it translates is."""
        shown = self.published().filter(kind=ArticleKind.PUBLIC)
        away = Q(source__archived_at__isnull=False) | Q(source__isnull=False, source__current=None)
        return shown.exclude(away)


class Article(models.Model):
    """What stays while its text changes. Without teams it is everybody's.

    `current` is the version in force; at most one other, not yet published, is being written. A translation
    is an article with versions of its own; all but the words it has from its `source`. `keywords` are words
    of readers that it is found by besides its own.
    """

    kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=10, default="en", db_default="en")
    source = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    category = models.ForeignKey(
        "knowledge.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    keywords = models.TextField(blank=True, default="", db_default="")
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
            models.UniqueConstraint(fields=["source", "language"], name="article_once_in_each_language"),
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

    @property
    def is_public(self) -> bool:
        return self.kind == ArticleKind.PUBLIC

    @property
    def root_id(self) -> int:
        """Of the article that all languages are of."""
        return self.source_id or self.pk


class Version(models.Model):
    """One wording. Published, it never changes: what was read stays what was read.

    `edit` counts how often the draft was saved, so that two writers do not overwrite each other. `made_from`
    is the version that a translation is of. A guideline has to be read from `in_force_on`, or at once.
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
    in_force_on = models.DateField(null=True, blank=True)
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="made_into"
    )
    asked_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    search_vector = models.GeneratedField(
        expression=SearchVector("title", config="desk", weight="A")
        + SearchVector(Left("body", SEARCHED_CHARS), config="desk", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-number"]
        indexes = [GinIndex(fields=["search_vector"], name="version_search")]
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
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None) | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="version_asked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    def holds_in_days(self, day: datetime.date) -> int:
        """In how many days it comes into force; 0 if it is."""
        return max(0, (self.in_force_on - day).days) if self.in_force_on else 0


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
