"""What is said and done often: a text to begin with, and changes that go with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.choices import Handing, MacroChangeKind, MessageKind, Priority


class Macro(models.Model):
    """One's own when `owner` is set, a team's when `team` is, else everybody's. `then` is a move that
    sending makes with it (wait, solve).
    """

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(
        "staff.User", on_delete=models.CASCADE, null=True, blank=True, related_name="macros"
    )
    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="macros"
    )
    kind = models.CharField(max_length=12, choices=MessageKind.choices, default=MessageKind.PUBLIC)
    text = models.TextField(blank=True)
    then = models.CharField(max_length=8, blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices, blank=True)
    to_team = models.ForeignKey(
        "staff.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handing = models.CharField(max_length=8, choices=Handing.choices, blank=True)
    add_tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    remove_tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="macro_has_one_place"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MacroChange(models.Model):
    """Who changed a macro, when, and how it read afterwards. Rows are only added."""

    macro = models.ForeignKey(Macro, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes")
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=MacroChangeKind.choices)
    said = models.JSONField(default=dict)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}: {self.kind}"
