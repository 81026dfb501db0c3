"""Who works when. What is published and what is drafted are two tables: nobody reads a draft by mistake."""

import datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from scheduling.choices import Activity, DraftState

DAY = datetime.timedelta(hours=24)


class ShiftTemplate(models.Model):
    """A shift as it is given again and again. `starts` is by the wall clock of the roster's zone, `minutes`
    are real ones: one over a change of the clocks ends at another hour. `parts` as in `Shift`.
    """

    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="shift_templates"
    )
    name = models.CharField(_("name"), max_length=60)
    letter = models.CharField(_("letter"), max_length=3)
    starts = models.TimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(15), MaxValueValidator(24 * 60)]
    )
    parts = models.JSONField(default=list, blank=True)
    colour = models.PositiveSmallIntegerField(_("colour"), default=1)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["starts", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(active=True), nulls_distinct=False,
                name="template_name_once",
            ),
            models.UniqueConstraint(
                fields=["team", "letter"], condition=Q(active=True), nulls_distinct=False,
                name="template_letter_once",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(15, 24 * 60)), name="template_of_a_day"),
            models.CheckConstraint(condition=Q(colour__range=(1, 8)), name="template_colour_is_one_of_eight"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def length(self) -> datetime.timedelta:
        return datetime.timedelta(minutes=self.minutes)


class Stretch(models.Model):
    """From when to when somebody works, and at what. `parts` are stretches of it that are something else than
    tickets, in minutes of real time from its start: [{"from": 240, "minutes": 30, "kind": "break"}].
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    parts = models.JSONField(default=list, blank=True)
    template = models.ForeignKey(
        ShiftTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def activity_at(self, at: datetime.datetime) -> str:
        """What they do then; the shift must include the moment."""
        minute = int((at - self.starts_at).total_seconds()) // 60
        for part in self.parts:
            if part["from"] <= minute < part["from"] + part["minutes"]:
                return part["kind"]
        return Activity.TICKETS


class ShiftQuerySet(models.QuerySet["Shift"]):
    def of(self, *users: int) -> "ShiftQuerySet":
        return self.filter(user__in=users)

    def between(self, start: datetime.datetime, end: datetime.datetime) -> "ShiftQuerySet":
        """Those that lie in it at least with a part; no shift is longer than a day."""
        return self.filter(starts_at__gt=start - DAY, starts_at__lt=end, ends_at__gt=start)

    def at(self, instant: datetime.datetime) -> "ShiftQuerySet":
        return self.filter(starts_at__gt=instant - DAY, starts_at__lte=instant, ends_at__gt=instant)


class Shift(Stretch):
    """A published shift. Changed by publishing and by what people arrange afterwards, each written down."""

    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="shifts")
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="shifts")
    # Counts up with every change, for calendars that hold a copy (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_at__lte=F("starts_at") + DAY),
                name="shift_has_length_of_a_day_at_most",
            ),
            ExclusionConstraint(
                name="shift_one_place_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["team", "starts_at"], name="shift_of_team"),
            models.Index(fields=["user", "starts_at"], name="shift_of_user"),
            models.Index(fields=["starts_at"], name="shift_when"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_at:%Y-%m-%d %H:%M} to {self.ends_at:%H:%M}"

    @property
    def number(self) -> int:
        """The same whoever has it, and while nobody has."""
        return self.pk


class RosterDraft(models.Model):
    """Weeks of a team that are being planned. `edit` counts up with every change: who changes says which they
    saw, so two planners do not undo one another. `acts` are the last changes, to be taken back.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="roster_drafts")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first Monday"))
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), default=4, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    zone = models.CharField(_("time zone"), max_length=40)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    edit = models.PositiveIntegerField(default=0)
    acts = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weeks__range=(1, 8)), name="draft_of_eight_weeks_at_most"),
            models.CheckConstraint(condition=Q(starts_on__iso_week_day=1), name="draft_begins_on_a_monday"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> datetime.date:
        """The day after its last."""
        return self.starts_on + datetime.timedelta(weeks=self.weeks)

    @property
    def last_on(self) -> datetime.date:
        return self.ends_on - datetime.timedelta(days=1)


class DraftShift(Stretch):
    """A shift in a draft; without somebody it is open."""

    draft = models.ForeignKey(RosterDraft, on_delete=models.CASCADE, related_name="shifts")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_at__lte=F("starts_at") + DAY),
                name="draft_shift_has_length_of_a_day_at_most",
            )
        ]
        indexes = [models.Index(fields=["draft", "starts_at"], name="draft_shift_when")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_at:%Y-%m-%d %H:%M} in {self.draft_id}"


class Publication(models.Model):
    """Weeks of a team that were published: never changed. `content` is every shift as it then was, `before`
    what the weeks held until then; going back is publishing `before`.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40)
    content = models.JSONField()
    before = models.JSONField()
    note = models.CharField(_("note"), max_length=200, blank=True)
    draft = models.ForeignKey(
        RosterDraft, on_delete=models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="publication_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="publication_has_length"),
        ]
        indexes = [models.Index(fields=["team", "starts_at", "ends_at"], name="publication_covers")]

    def __str__(self) -> str:
        return f"{self.team_id} no. {self.number}"

    @property
    def first_on(self) -> datetime.date:
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last_on(self) -> datetime.date:
        return self.ends_at.astimezone(ZoneInfo(self.zone)).date() - datetime.timedelta(days=1)


class Rotation(models.Model):
    """Weeks in which people take turns, kept to be used again: of each week seven numbers of templates, None
    for a free day.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="rotations")
    name = models.CharField(_("name"), max_length=60)
    weeks = models.JSONField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="rotation_name_once")]

    def __str__(self) -> str:
        return self.name


class OnCall(models.Model):
    """Who is called outside shifts; for one skill, or for whatever comes. The least `order` comes first. What
    was entered at once has the same `batch`.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="on_calls")
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="on_calls")
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    batch = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_at", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="on_call_has_length")
        ]
        indexes = [models.Index(fields=["team", "starts_at", "ends_at"], name="on_call_when")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.team_id} from {self.starts_at:%Y-%m-%d %H:%M}"
