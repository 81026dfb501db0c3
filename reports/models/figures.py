"""What is counted: facts of tickets, and figures of days made from them. All of it can be made again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce

from reports.choices import WAITED, Dimension, FactKind
from tickets.choices import Channel, Priority
from tickets.models.ticket import NEVER

WEEK = 604_800  # seconds
OPEN_UNTIL = Coalesce("until", models.Value(NEVER))


class TicketFact(models.Model):
    """A fact of reports.counted.facts, with what the ticket is now, to be taken apart and listed."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveBigIntegerField(null=True, blank=True)
    working = models.PositiveBigIntegerField(null=True, blank=True)
    kept = models.BooleanField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(
        "staff.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    priority = models.CharField(max_length=10, choices=Priority.choices)
    language = models.CharField(max_length=8)
    organisation = models.ForeignKey(
        "customers.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    type = models.ForeignKey(
        "tickets.TicketType",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    topics = ArrayField(models.CharField(max_length=40), default=list)
    products = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "number"], name="fact_once")]
        indexes = [
            # With the team, so that what a lead may see is counted without the facts themselves.
            models.Index(fields=["kind", "at"], include=["team"], name="fact_kind_at_team"),
            models.Index(fields=["at"], name="fact_at"),
            models.Index(fields=["until"], condition=models.Q(kind="backlog"), name="fact_backlog_until"),
            # Of how many the end is not known yet, the database knows of this index alone.
            models.Index(OPEN_UNTIL, condition=models.Q(kind="backlog"), name="fact_backlog_open"),
            # Few: what waited so long that it is not found by the days after.
            models.Index(
                fields=["at"], condition=models.Q(kind__in=WAITED, seconds__gt=WEEK), name="fact_waited_long"
            ),
            models.Index(
                fields=["agent", "kind", "at"], condition=models.Q(agent__isnull=False), name="fact_of_agent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.ticket_id}"


class Counted(models.Model):
    """A ticket whose facts stand, and how many of its events they come from."""

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    events = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.events}"


class CountedUpTo(models.Model):
    """One row: every event up to this number has been looked at for good."""

    event = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "counted up to"

    def __str__(self) -> str:
        return str(self.event)


class StaleDay(models.Model):
    """A day (UTC) with a fact that is not in the figures yet, or is no more. Twice the same does no harm."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)


class FigureZone(models.Model):
    """A zone whose days have figures from the first fact on, and its months those before `months_until`."""

    name = models.CharField(max_length=64, primary_key=True)
    months_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """What was counted in one zone: of a kind, for a team, and for a `key` of a dimension.

    `sketch` and `working_sketch` hold buckets of reports.counted.sketch with their counts. `at_minutes` sums
    moments as minutes since 1970.
    """

    zone = models.CharField(max_length=64)
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+", db_index=False)
    dimension = models.CharField(max_length=14, choices=Dimension.choices, blank=True, default="")
    key = models.CharField(max_length=40, blank=True, default="")
    n = models.PositiveIntegerField()
    kept = models.PositiveIntegerField(default=0)
    score = models.PositiveIntegerField(default=0)
    at_minutes = models.BigIntegerField(default=0)
    sketch = models.JSONField(default=dict)
    working_sketch = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.zone} {self.day} {self.kind} {self.dimension} {self.key}: {self.n}"


class DayFigure(Figure):
    """On one day. `hours` counts by the hour of it, `seconds` sums those of the facts."""

    seconds = models.BigIntegerField(default=0, db_default=0)
    hours = ArrayField(models.PositiveIntegerField(), size=24)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "kind", "dimension", "day", "team", "key"], name="day_figure_once"
            )
        ]
        indexes = [models.Index(fields=["zone", "day"], name="day_figure_day")]


class MonthFigure(Figure):
    """The figures of the days of a month that is over, added up. `day` is its first."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "kind", "dimension", "day", "team", "key"], name="month_figure_once"
            )
        ]
        indexes = [models.Index(fields=["zone", "day"], name="month_figure_month")]
