"""What the radar remembers of tickets, and the problems it found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from reports.radar.choices import ProblemState


class TicketPrint(models.Model):
    """What a ticket is compared by: topics as keys (tag:…, type:…, field:…=…), beginnings of its words.

    Kept as long as the radar looks back. `who` asked, as a contact's number.
    """

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    who = models.BigIntegerField()
    topics = ArrayField(models.CharField(max_length=120), default=list)
    words = ArrayField(models.CharField(max_length=8), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="print_at"),
            GinIndex(fields=["words"], name="print_words"),
        ]

    def __str__(self) -> str:
        return f"print of {self.ticket_id}"


class WordCount(models.Model):
    """How many of the prints hold a beginning; "" counts all of them."""

    word = models.CharField(max_length=8, primary_key=True)
    n = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.word} {self.n}"


class TopicHour(models.Model):
    """How many tickets of a topic came in an hour; topic "" is the whole desk. Hours of UTC, for good."""

    topic = models.CharField(max_length=120)
    hour = models.DateTimeField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "hour"], name="topic_hour_once")]
        indexes = [models.Index(fields=["hour"], name="topic_hour")]

    def __str__(self) -> str:
        return f"{self.n} {self.topic} {self.hour:%Y-%m-%d %H}"


class TopicWeek(models.Model):
    """The counts of a topic's hours in a week that is over, added up; `week` is its Monday in the zone."""

    zone = models.CharField(max_length=64)
    topic = models.CharField(max_length=120)
    week = models.DateField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "topic", "week"], name="topic_week_once")]
        indexes = [models.Index(fields=["week"], name="topic_week")]

    def __str__(self) -> str:
        return f"{self.n} {self.topic} {self.week}"


class ProblemCandidate(models.Model):
    """More than usual came of one thing, known by `topic`, a key, or by `core`, beginnings of words.

    `count` tickets in an hour made it, where `usual` were to be expected; `rates` is what is usual by hour
    of the week. Accepted, it has a problem ticket; dismissed, its like is left alone until `quiet_until`.
    """

    topic = models.CharField(max_length=120, blank=True)
    core = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=ProblemState.choices, default=ProblemState.OPEN)
    found_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    usual = models.FloatField()
    rates = models.JSONField(default=list)
    problem = models.OneToOneField(
        "tickets.Ticket", on_delete=models.PROTECT, null=True, blank=True, related_name="candidate"
    )
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    quiet_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(state="open") & ~Q(topic=""), name="problem_open_once_a_topic"
            ),
            models.UniqueConstraint(
                fields=["core"], condition=Q(state="open", topic=""), name="problem_open_once_by_words"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None, problem=None)
                | Q(state="accepted", decided_at__isnull=False, problem__isnull=False)
                | Q(state="dismissed", decided_at__isnull=False, problem=None, quiet_until__isnull=False)
                & ~Q(reason=""),
                name="problem_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "-found_at"], name="problem_by_state")]

    def __str__(self) -> str:
        return f"problem {self.pk}: {self.name}"

    @property
    def is_open(self) -> bool:
        return self.state == ProblemState.OPEN


class ProblemMember(models.Model):
    """A ticket that seems to belong to it. `linked_at` is when it became an incident of the problem ticket,
    `left_out_at` when somebody said that it is none.
    """

    candidate = models.ForeignKey(ProblemCandidate, on_delete=models.CASCADE, related_name="members")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()
    linked_at = models.DateTimeField(null=True, blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ticket"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "ticket"], name="problem_member_once"),
            models.CheckConstraint(
                condition=Q(linked_at=None) | Q(left_out_at=None), name="problem_member_in_or_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} of {self.candidate_id}"
