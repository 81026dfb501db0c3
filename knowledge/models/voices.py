"""What readers say of articles, and what they looked for in vain."""

from django.db import models
from django.db.models import Q

from knowledge.choices import Answered, Counted, Place, Wrong
from knowledge.models.articles import Article, Version


class Vote(models.Model):
    """Whether a version helped, in a customer's words if there are any. Nothing says who they are."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="votes")
    helpful = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["version", "-at"], name="vote_of_version")]

    def __str__(self) -> str:
        return f"{'yes' if self.helpful else 'no'} of {self.version_id}"


class Report(models.Model):
    """A colleague says what is wrong with a version; whoever looks after it settles it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reports")
    what = models.CharField(max_length=12, choices=Wrong.choices)
    words = models.TextField()
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="report_settled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["version"], condition=Q(settled_at=None), name="report_open")]

    def __str__(self) -> str:
        return f"{self.what}: {self.version_id}"


class DayCount(models.Model):
    """How often something happened with an article in a day; whose doing it was is not kept."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="counts")
    what = models.CharField(max_length=10, choices=Counted.choices)
    day = models.DateField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "what", "day"], name="day_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.day}: {self.n}"


class Missed(models.Model):
    """Words that nothing was found for, by day; `near` is the same for near forms of them."""

    near = models.CharField(max_length=120)
    words = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    place = models.CharField(max_length=10, choices=Place.choices)
    day = models.DateField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["words", "language", "place", "day"], name="missed_once_a_day"),
        ]
        indexes = [models.Index(fields=["near", "language"], name="missed_near")]

    def __str__(self) -> str:
        return f"{self.words} {self.day}: {self.n}"


class MissedAnswer(models.Model):
    """What somebody did about words that nothing was found for."""

    near = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    what = models.CharField(max_length=10, choices=Answered.choices)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["near", "language"], name="missed_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.near}: {self.what}"
