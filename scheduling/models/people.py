"""When people can and want to work: time off, availability, wishes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from scheduling.choices import HalfDay, OffKind, OffState
from scheduling.models.rosters import ShiftTemplate

STANDING = (OffState.ASKED, OffState.APPROVED)


class TimeOffQuerySet(models.QuerySet["TimeOff"]):
    def approved(self) -> "TimeOffQuerySet":
        return self.filter(state=OffState.APPROVED)

    def standing(self) -> "TimeOffQuerySet":
        return self.filter(state__in=STANDING)

    def between(self, start, end) -> "TimeOffQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class TimeOff(models.Model):
    """Days on which somebody does not work, as asked for and as answered. `days` are the working days in it;
    from and to are instants too, by the clock of the person.
    """

    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="time_off")
    kind = models.CharField(_("kind"), max_length=10, choices=OffKind.choices)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    half = models.CharField(_("half a day"), max_length=10, choices=HalfDay.choices, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    days = models.DecimalField(max_digits=5, decimal_places=1)
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=OffState.choices, default=OffState.ASKED)
    asked_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    objects = TimeOffQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(last_on__gte=F("first_on")),
                name="time_off_has_length",
            ),
            models.CheckConstraint(
                condition=Q(half="") | Q(first_on=F("last_on")), name="time_off_half_of_one_day"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(user=F("decided_by")) | Q(kind=OffKind.SICK),
                name="time_off_decided_by_another",
            ),
            ExclusionConstraint(
                name="time_off_once",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=STANDING),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="time_off_to_decide")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.first_on} to {self.last_on}"


class Allowance(models.Model):
    """How many days of a kind somebody may have in a year, and how many besides that were left of the year
    before, to be taken by `carried_until`; a kind without a row is not limited.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="allowances")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=OffKind.choices)
    days = models.DecimalField(
        _("days"), max_digits=4, decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(366)],
    )  # fmt: skip
    carried = models.DecimalField(
        _("carried over"), max_digits=4, decimal_places=1, default=0,
        validators=[MinValueValidator(0), MaxValueValidator(366)],
    )  # fmt: skip
    carried_until = models.DateField(_("carried over until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "year", "kind"], name="allowance_once"),
            models.CheckConstraint(condition=Q(days__range=(0, 366)), name="allowance_of_a_year"),
            models.CheckConstraint(condition=Q(carried__range=(0, 366)), name="allowance_carries_days"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.year} {self.kind}: {self.days}"


class Blackout(models.Model):
    """Days on which nobody of a team may take a holiday."""

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="blackouts")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="blackout_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.first_on} to {self.last_on}"


class Availability(models.Model):
    """On this weekday they can work from–to only, by their own clock; `never`: not at all. A weekday without
    a row: whenever.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(choices=list(WEEKDAYS.items()))
    never = models.BooleanField(default=False)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "availability"
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["user", "weekday"], name="availability_once"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="availability_of_a_weekday"),
            models.CheckConstraint(
                condition=Q(never=True) | Q(starts__isnull=False, ends__isnull=False),
                name="availability_from_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on weekday {self.weekday}"


class ShiftWish(models.Model):
    """Wanted or unwanted: a weekday, a date, or a kind of shift; `weight` from 1 to 3."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="shift_wishes")
    wanted = models.BooleanField(_("wanted"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    template = models.ForeignKey(
        ShiftTemplate, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(_("how much it matters"), default=2)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["weekday", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False) | Q(on__isnull=False) | Q(template__isnull=False),
                name="shift_wish_for_something",
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 3)), name="shift_wish_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {'wants' if self.wanted else 'does not want'} {self.pk}"

    @property
    def weekday_name(self) -> str:
        return "" if self.weekday is None else str(WEEKDAYS[self.weekday])


class ShiftFeed(models.Model):
    """A secret address under which a calendar reads somebody's shifts, or those of a team they lead. Only a
    mark made of the secret is kept.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="shift_feeds")
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], condition=Q(revoked_at=None), nulls_distinct=False,
                name="shift_feed_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"feed of {self.user_id}"
