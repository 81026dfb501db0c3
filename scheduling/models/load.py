"""How much a team lets its people have, and who let somebody have more."""

from django.db import models
from django.db.models import F, Q

from scheduling.load import DEFAULT, Cap, Caps


class LoadCaps(models.Model):
    """A team without one has scheduling.load.DEFAULT. In minutes; nights in nights. From the soft cap on
    somebody who leads has to say why; the hard one is the end.
    """

    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="load_caps")
    worked_soft = models.PositiveIntegerField(default=int(DEFAULT.worked.soft))
    worked_hard = models.PositiveIntegerField(default=int(DEFAULT.worked.hard))
    effort_soft = models.PositiveIntegerField(default=int(DEFAULT.effort.soft))
    effort_hard = models.PositiveIntegerField(default=int(DEFAULT.effort.hard))
    hot_soft = models.PositiveIntegerField(default=int(DEFAULT.hot.soft))
    hot_hard = models.PositiveIntegerField(default=int(DEFAULT.hot.hard))
    nights_soft = models.PositiveSmallIntegerField(default=int(DEFAULT.nights.soft))
    nights_hard = models.PositiveSmallIntegerField(default=int(DEFAULT.nights.hard))
    rest_soft = models.PositiveIntegerField(default=int(DEFAULT.rest.soft))
    rest_hard = models.PositiveIntegerField(default=int(DEFAULT.rest.hard))

    class Meta:
        verbose_name_plural = "load caps"
        constraints = [
            models.CheckConstraint(
                condition=Q(worked_soft__lte=F("worked_hard"))
                & Q(effort_soft__lte=F("effort_hard"))
                & Q(hot_soft__lte=F("hot_hard"))
                & Q(nights_soft__lte=F("nights_hard"))
                & Q(rest_soft__gte=F("rest_hard")),
                name="load_caps_soft_comes_first",
            )
        ]

    def __str__(self) -> str:
        return f"caps of {self.team_id}"

    def caps(self) -> Caps:
        return Caps(
            Cap(self.worked_soft, self.worked_hard), Cap(self.effort_soft, self.effort_hard),
            Cap(self.hot_soft, self.hot_hard), Cap(self.nights_soft, self.nights_hard),
            Cap(self.rest_soft, self.rest_hard),
        )  # fmt: skip


class LoadOverride(models.Model):
    """Somebody may have more than the soft cap, until then, because whoever leads said why. Rows are added;
    `ended_at` ends one early.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="load_overrides")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="load_override_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="load_override_says_why"),
            models.CheckConstraint(condition=~Q(user=F("by")), name="load_override_by_another"),
        ]
        indexes = [models.Index(fields=["user", "until"], name="load_override_of")]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until}"
