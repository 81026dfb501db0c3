"""What colleagues propose, what became of it, and who would like it too.

Nothing here says at which second something happened, and keys are drawn, not counted: what stands beside an
anonymous suggestion must not tell when it was written (docs/decisions/0014).
"""

import secrets

from django.db import models
from django.db.models import F, Q

from suggestions.choices import OPEN, Source, State, StepKind

KEYS = (10**8, 9 * 10**8)


def drawn_key() -> int:
    return KEYS[0] + secrets.randbelow(KEYS[1])


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def standing(self) -> "SuggestionQuerySet":
        """Not put together with another."""
        return self.filter(merged_into=None)

    def waiting(self) -> "SuggestionQuerySet":
        """For an answer."""
        return self.standing().filter(state__in=OPEN)


class Suggestion(models.Model):
    """Either it has an author, or the hash of the code by which its author finds it again: never both.

    `team` is whose it is to answer and to read, everybody's without one; `shared`, whether colleagues see it
    besides the author and whoever answers. `owner` answers it. `source_ref` names what it came from, in the
    words of the app it is in, such as the number of a ticket. `told`: whoever answers has heard of
    what the author wrote.
    """

    id = models.BigIntegerField(primary_key=True, default=drawn_key)
    title = models.CharField(max_length=160)
    body = models.TextField()
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.BOX)
    source_ref = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    author = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    receipt_hash = models.CharField(max_length=64, blank=True)
    team = models.ForeignKey(
        "staff.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    shared = models.BooleanField(default=True)
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    told = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_in"
    )
    version = models.ForeignKey(
        "knowledge.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed = models.CharField(max_length=200, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, receipt_hash="") | (Q(author=None) & ~Q(receipt_hash="")),
                name="suggestion_has_author_or_receipt",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(source=Source.BOX, source_ref=""),
                name="suggestion_anonymous_from_nowhere",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="suggestion_not_into_itself"
            ),
            models.UniqueConstraint(
                fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="suggestion_receipt_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-posted_on", "-id"], name="suggestion_newest"),
            models.Index(
                fields=["answer_by"],
                condition=Q(state__in=OPEN, merged_into=None),
                name="suggestion_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        return self.author_id is None


class Step(models.Model):
    """One thing that happened to a suggestion or was said about it, for good: the database refuses changes.

    `place` is its place among those of the suggestion. Without `who` it was the author of an anonymous one
    if it was posted or said, else the desk. `text` are the words; `due` is the day that a reminder is about.
    """

    id = models.BigIntegerField(primary_key=True, default=drawn_key)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    who = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "place"], name="step_place_once"),
            models.UniqueConstraint(
                fields=["suggestion", "kind", "due"],
                condition=Q(kind__in=(StepKind.REMINDED, StepKind.ESCALATED)),
                name="step_reminded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.suggestion_id}"


class Support(models.Model):
    """A colleague would like it too."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="supports")
    colleague = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion", "colleague"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} for {self.suggestion_id}"
