"""Whether who is on shift will do: by team and quarter of an hour, for two weeks ahead."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CoverageRisk(models.Model):
    """`required` and `rostered` in heads, `missing` those that lack, also because the wrong people are there;
    `p_breach` is the chance that what comes then is answered late.

    `why` holds what it was computed from: by kind of work its need and who is there, and the overall part.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    required = models.DecimalField(max_digits=7, decimal_places=2)
    rostered = models.DecimalField(max_digits=7, decimal_places=2)
    missing = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    p_breach = models.FloatField()
    why = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_at"], name="coverage_risk_once"),
            models.CheckConstraint(
                condition=models.Q(p_breach__gte=0, p_breach__lte=1), name="coverage_risk_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.starts_at:%Y-%m-%d %H:%M}: {self.p_breach:.0%}"


class CoverageTerms(models.Model):
    """When a team's lead is told of a gap ahead. `alarm_percent` 0: never."""

    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="+")
    alarm_percent = models.PositiveSmallIntegerField(
        _("told from this risk on"), default=30, validators=[MaxValueValidator(100)]
    )
    days_ahead = models.PositiveSmallIntegerField(
        _("days ahead"), default=7, validators=[MinValueValidator(1), MaxValueValidator(14)]
    )

    computed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.team_id}: from {self.alarm_percent} %"


class CoverageAlarm(models.Model):
    """A gap that was told: slots in a row that are above the threshold. Told again when it changes."""

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    missing = models.DecimalField(max_digits=7, decimal_places=2)
    p_breach = models.FloatField()
    told_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="coverage_alarm_has_length"
            )
        ]
        indexes = [
            models.Index(
                fields=["team", "starts_at"], condition=models.Q(over_at=None), name="coverage_alarm_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.starts_at:%Y-%m-%d %H:%M}"
