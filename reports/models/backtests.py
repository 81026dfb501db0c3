"""Back-tests of promises: asked once, worked off in batches, kept."""

import datetime
from typing import Any

from django.db import models

from sla.backtest import Line
from sla.choices import Audience
from tickets.choices import Metric, Priority


class BacktestRun(models.Model):
    """The tickets of the last `days` before `made_at` under a draft; without `terms`, as they were.

    Worked off by ticket number: `reached` is the last that was looked at, of those from `first` on that were
    opened since. `differing` counts tickets whose stored timers were not what their events say. `lines` holds
    sla.backtest.Line by "metric team priority".
    """

    name = models.CharField(max_length=80)
    policy = models.ForeignKey(
        "sla.Policy", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.CUSTOMER)
    terms = models.JSONField(default=dict, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    days = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    newly_late = models.PositiveIntegerField(default=0)
    no_longer_late = models.PositiveIntegerField(default=0)
    sooner_seconds = models.BigIntegerField(default=0)
    handling_seconds = models.BigIntegerField(default=0)
    lines = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="backtest_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.days} days"

    def count(self, metric: str, team: int, priority: str, line: Line) -> None:
        key = f"{metric} {team} {priority}"
        known = Line.from_json(self.lines[key]) if key in self.lines else Line()
        known.add(line)
        self.lines[key] = known.as_json()

    def by_key(self) -> list[tuple[str, int, str, Line]]:
        """(metric, team, priority, line), metrics in their order."""
        order, urgency = list(Metric.values), list(Priority.values)
        found: list[tuple[Any, ...]] = [
            (*key.split(), Line.from_json(told)) for key, told in self.lines.items()
        ]
        found.sort(key=lambda row: (order.index(row[0]), int(row[1]), urgency.index(row[2])))
        return [(metric, int(team), priority, line) for metric, team, priority, line in found]


class BacktestChange(models.Model):
    """One clock of one ticket that would be missed now and was not, or the other way round."""

    class Kind(models.TextChoices):
        NEWLY_LATE = "newly_late"
        NO_LONGER_LATE = "no_longer_late"

    run = models.ForeignKey(BacktestRun, on_delete=models.CASCADE, related_name="changes")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    metric = models.CharField(max_length=20, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField()
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    late_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "ticket", "metric", "cycle"], name="backtest_change_once")
        ]
        indexes = [models.Index(fields=["run", "kind", "id"], name="backtest_changes")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.metric} {self.cycle} of {self.ticket_id}"

    @property
    def late(self) -> datetime.timedelta:
        return datetime.timedelta(seconds=self.late_seconds)
