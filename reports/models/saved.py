"""Reports that are kept, who gets them by letter, and which letters went out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedReport(models.Model):
    """`parts` are its figures in their order: see reports.saved.cuts. A private one is its owner's alone; a
    shared one is for everybody who reads the board, each with the figures of their own teams.
    """

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    parts = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="report_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Every(models.TextChoices):
    DAY = "day", _("Every day")
    WEEK = "week", pgettext_lazy("how often", "Every week")
    MONTH = "month", pgettext_lazy("how often", "Every month")


class Subscription(models.Model):
    """Who gets a report, when: at a full hour of their own zone. `on_day` is 0 for each day, the day of the
    week from Monday 0, or that of the month (its last, where it has fewer). What was due by `since` is not
    sent.
    """

    report = models.ForeignKey(SavedReport, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=5, choices=Every.choices)
    on_day = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="report_subscribed_once"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="report_at_an_hour"),
            models.CheckConstraint(
                condition=models.Q(every=Every.DAY, on_day=0)
                | models.Q(every=Every.WEEK, on_day__lte=6)
                | models.Q(every=Every.MONTH, on_day__gte=1, on_day__lte=31),
                name="report_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} to {self.user}, every {self.every}"


class Sent(models.Model):
    """The letter of a day: it leaves once, however often the task runs."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="sent")
    due_on = models.DateField()
    letter = models.ForeignKey("outbox.Letter", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "due_on"], name="report_sent_once")]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.due_on}"
