"""When people really worked."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from scheduling.choices import AskState, DeviationKind


class Attendance(models.Model):
    """From clocking in to clocking out; open while it lasts, and one at a time."""

    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="attendances")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="attendance_ends_later"
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(ends_at=None), name="attendance_open_once"),
            ExclusionConstraint(
                name="attendance_one_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_at"], name="attendance_of")]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.starts_at:%Y-%m-%d %H:%M}"


class Pause(models.Model):
    """A break within it."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="pause_ends_later"
            ),
            models.UniqueConstraint(fields=["attendance"], condition=Q(ends_at=None), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return f"break from {self.starts_at:%Y-%m-%d %H:%M}"


class ClockCorrection(models.Model):
    """Somebody forgot the clock: what it should say, why, and what whoever leads said. What it said before
    is kept.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="corrections")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="correction_has_length"),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(state="asked"), name="correction_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id}: {self.state}"


class Deviation(models.Model):
    """Time in which somebody did something else than planned, and was right to: once approved it counts as
    kept.
    """

    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="deviations")
    kind = models.CharField(_("kind"), max_length=10, choices=DeviationKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="deviation_has_length"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(user=F("decided_by")), name="deviation_by_another"
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_at"], name="deviation_of")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.starts_at:%Y-%m-%d %H:%M}"
