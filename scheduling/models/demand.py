"""What comes to a team: counted, marked, expected; and what it asks of staffing."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from scheduling.asking import ANYBODY, Ask
from scheduling.choices import MarkKind, Work


class Arrivals(models.Model):
    """How much came within the quarter of an hour that begins at `starts_at`.

    `channel` is a word of whoever counts (`source`). `handle_seconds` were spent on `handled` of the `count`;
    on the others nobody measured. Counted anew by day, never added to: counting twice changes nothing.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    handled = models.PositiveIntegerField(default=0)
    handle_seconds = models.PositiveBigIntegerField(default=0)
    source = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "arrivals"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "starts_at", "channel", "language", "skill", "source"],
                nulls_distinct=False, name="arrivals_once",
            ),
            models.CheckConstraint(
                condition=models.Q(count__gt=0) & models.Q(handled__lte=models.F("count")),
                name="arrivals_are_some",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["source", "starts_at"], name="arrivals_source_at")]

    def __str__(self) -> str:
        return f"{self.count} for {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"


class CountedDay(models.Model):
    """A day (UTC) that a source was counted for, also if nothing came: one that is missing is a gap."""

    source = models.CharField(max_length=20)
    day = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="counted_day_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"


class CountedUpTo(models.Model):
    """Up to which of its own numbers a source's changes were looked at. `asks` stands for what it asked of
    whom, `asks_since` for when that changed: days counted before are counted again.
    """

    source = models.CharField(max_length=20, unique=True)
    position = models.BigIntegerField(default=0)
    asks = models.CharField(max_length=64, blank=True, default="")
    asks_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.source} up to {self.position}"


class MarkQuerySet(models.QuerySet["DemandMark"]):
    def standing(self) -> "MarkQuerySet":
        return self.filter(undone_at=None)

    def between(self, start, end) -> "MarkQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class DemandMark(models.Model):
    """A stretch that is not like the others: of one team, or of the whole desk.

    What lies behind is left out of what is learned from (an outage), or taken as that kind of day (a
    holiday). What lies ahead is multiplied by `factor`. Never removed: undone.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    work = models.CharField(max_length=10, choices=Work.choices, blank=True)
    kind = models.CharField(max_length=12, choices=MarkKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    factor = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(20)],
    )  # fmt: skip
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="mark_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(factor__isnull=True) | models.Q(factor__gte=0, factor__lte=20),
                name="mark_factor_in_bounds",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="mark_when")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"


class StaffingTerms(models.Model):
    """What a team wants to keep for one kind of work: versions, of which the newest counts.

    `service_percent` are answered within `target_seconds`; of tickets these are open hours.
    `handle_seconds` None: as it was measured. `typed` is the week that somebody typed, where there is too
    little history: {"unit": "arrivals" | "heads", "week": 7 × 48 numbers}, on the team's clock.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    work = models.CharField(max_length=10, choices=Work.choices)
    number = models.PositiveIntegerField()
    service_percent = models.PositiveSmallIntegerField(
        _("how many of a hundred"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    target_seconds = models.PositiveIntegerField(_("within"), validators=[MaxValueValidator(30 * 86400)])
    handle_seconds = models.PositiveIntegerField(
        _("handling time"), null=True, blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(86400)],
    )  # fmt: skip
    patience_seconds = models.PositiveIntegerField(
        _("patience"), null=True, blank=True, validators=[MinValueValidator(5), MaxValueValidator(86400)]
    )
    shrinkage_percent = models.PositiveSmallIntegerField(
        _("shrinkage"), default=25, validators=[MaxValueValidator(90)]
    )
    occupancy_percent = models.PositiveSmallIntegerField(
        _("busy at most"), default=85, validators=[MinValueValidator(10), MaxValueValidator(100)]
    )
    concurrency = models.PositiveSmallIntegerField(
        _("at once"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    fewest = models.PositiveSmallIntegerField(
        _("never fewer than"), default=0, validators=[MaxValueValidator(500)]
    )
    between_calls = models.BooleanField(_("answered between calls too"), default=True)
    typed = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["team", "work", "-number"]
        constraints = [models.UniqueConstraint(fields=["team", "work", "number"], name="staffing_terms_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.work} v{self.number}"


class ForecastRun(models.Model):
    """What was expected, when it was asked: one number for each half hour from `starts_at` on.

    `expected`, `low` and `high` are as long as each other; `scores` is each method with its errors, the
    chosen one first; `told` says what it was made from. `method` "typed" is a week that somebody typed.
    `parts` are those of it that ask for a skill or a language; the rest is for anybody.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    work = models.CharField(max_length=10, choices=Work.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    expected = models.JSONField()
    low = models.JSONField()
    high = models.JSONField()
    method = models.CharField(max_length=60)
    scores = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["team", "work", "-made_at"], name="forecast_newest")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.work} {self.made_at:%Y-%m-%d %H:%M}"

    def asked(self) -> dict[Ask, list[float]]:
        """What of it asks for a skill or a language, by half hour."""
        return {Ask(one["skill"], one["language"]): one["expected"] for one in self.parts}

    def expected_of(self, ask: Ask) -> list[float]:
        asked = self.asked()
        if ask != ANYBODY:
            return asked.get(ask, [0.0] * len(self.expected))
        return [
            max(all_ - sum(parts), 0.0) for all_, *parts in zip(self.expected, *asked.values(), strict=True)
        ]


class NeedOverride(models.Model):
    """Heads that somebody set by hand for a stretch, with the reason: all of them, or those with a skill or a
    language. Never removed: undone.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    work = models.CharField(max_length=10, choices=Work.choices)
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    heads = models.DecimalField(
        max_digits=6, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(500)]
    )
    reason = models.CharField(max_length=200)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="override_has_length"
            )
        ]
        indexes = [models.Index(fields=["team", "starts_at"], name="override_when")]

    def __str__(self) -> str:
        return f"{self.heads} for {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ask(self) -> Ask:
        return Ask(self.skill_id, self.language)
