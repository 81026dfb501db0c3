"""Opening hours, as versions that are never rewritten."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.calendar import CalendarError, WorkingCalendar


class Calendar(models.Model):
    """The opening hours of one or more teams. A team without one is open around the clock."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    teams = models.ManyToManyField("staff.Team", related_name="calendars", through="scheduling.TeamCalendar")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """`schedule` is the JSON form that WorkingCalendar.from_dict takes. Clocks name the version they were
    computed with.

    `source` is what was typed (scheduling.written.Source), empty if a command set the hours; `names` says
    what the dated entries are called. Public holidays are written out up to the end of `through`.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schedule = models.JSONField()
    source = models.JSONField(default=dict, blank=True)
    names = models.JSONField(default=dict, blank=True)
    through = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["calendar", "-number"]
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar} v{self.number}"

    def clean(self) -> None:
        try:
            calendar = WorkingCalendar.from_dict(self.schedule)
        except CalendarError as error:
            raise ValidationError({"schedule": str(error)}) from error
        if not calendar.has_opening_within(timezone.now()):
            raise ValidationError(
                {"schedule": _("These hours never open in the coming year. Add an opening.")}
            )

    def working_calendar(self) -> WorkingCalendar:
        return WorkingCalendar.from_dict(self.schedule)


class TeamCalendar(models.Model):
    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="calendar_link")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="team_links")

    def __str__(self) -> str:
        return f"{self.team}: {self.calendar}"
