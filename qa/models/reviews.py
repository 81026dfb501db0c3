"""What a colleague says of an answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from qa.choices import COUNTED, State, Why
from qa.steps import Standing

# All that figures ask of a review. Where an index has them, a year is counted without reading the reviews.
FIGURED = (
    "id", "state", "reviewer", "person", "team", "type", "channel", "language", "scorecard", "message",
    "chance", "score", "failed", "seconds",
)  # fmt: skip


class ReviewQuerySet(models.QuerySet["Review"]):
    def counted(self) -> "ReviewQuerySet":
        return self.filter(state__in=COUNTED)

    def for_rows(self) -> "ReviewQuerySet":
        """With what a row shows; of the answer not its words, which are long."""
        found = self.select_related("person", "reviewer", "team", "scorecard__scorecard", "message__ticket")
        return found.defer(*(f"message__{name}" for name in ("text", "html", "folded", "recipients")))


class Review(models.Model):
    """`person` wrote the answer `message`. What the answer was at that moment stays with the review: team,
    channel, language, type. `chance` is that of having been drawn, None where nobody drew.

    `answers`: {key: a point, or None where it does not apply}, `causes`: {key: [a cause]}. Until it is given
    they may be incomplete. `edit` counts what was saved: two windows. `score` is from 0 to 1, as qa.scoring
    has it, and None before it is given or where nothing was rated; `failed` the critical criteria that made
    it 0. `words` are for the person, `aside` for reviewers and managers alone. `since`: given, or settled.
    """

    scorecard = models.ForeignKey("qa.ScorecardVersion", on_delete=models.PROTECT, related_name="reviews")
    message = models.ForeignKey("tickets.Message", on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="reviews_given")
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.PICKED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    blind = models.BooleanField(default=False)
    chance = models.FloatField(null=True, blank=True)

    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(
        "tickets.TicketType", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)

    answers = models.JSONField(default=dict, blank=True)
    causes = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True)
    aside = models.TextField(blank=True)
    edit = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    failed = models.JSONField(default=list, blank=True)

    begun_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    dropped_for = models.CharField(max_length=300, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("reviewer")), name="review_not_of_oneself"),
            models.UniqueConstraint(
                fields=["message", "reviewer"], condition=~Q(state=State.DROPPED), name="review_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.BEGUN, State.DROPPED], given_at=None, since=None, score=None)
                | Q(state__in=COUNTED, given_at__isnull=False, since__isnull=False),
                name="review_counts_when_given",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="review_score_in_range"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DROPPED) ^ Q(dropped_for=""), name="review_dropped_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-given_at"], name="review_of_person"),
            models.Index(fields=["team", "-given_at"], name="review_of_team"),
            models.Index(fields=["-given_at"], name="review_by_day"),
            models.Index(
                fields=["given_at"], condition=Q(state__in=COUNTED), include=FIGURED, name="review_figures"
            ),
            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
            models.Index(
                fields=["state", "since"], condition=Q(state=State.DISPUTED), name="review_disputed"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of {self.message_id}"

    @property
    def standing(self) -> Standing:
        """Asks for the disputes: prefetch them for many."""
        disputes = [*self.disputes.all()]
        running = next((one for one in disputes if one.is_open), None)
        return Standing(self.state, self.since, len(disputes), bool(running and running.passed_up_at))


class Rating(models.Model):
    """What a given review says of one criterion, so that figures are counted by the database."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.CharField(max_length=8)
    value = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    causes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="rating_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.review_id}"


class Mark(models.Model):
    """A passage of a message, from character `start` up to `end` of its text, and what is said of it. The
    words themselves are read from the message, so that what is redacted stands nowhere else; then `at` says
    that the passage is another by now.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    message = models.ForeignKey("tickets.Message", on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=8, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["message", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mark_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end} in {self.message_id}"

    @property
    def passage(self) -> str:
        """The words; nothing once the message was redacted."""
        redacted = self.message.redacted_at
        return "" if redacted and redacted > self.at else self.message.text[self.start : self.end]


class Reading(models.Model):
    """Somebody other than the two opened a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.review_id}"
