"""Shifts that go from one to another: gaps, offers, swaps, and what became of each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduling.choices import ApprovalWhen, ExchangeKind, ExchangeState, MoveWhy, OffState
from scheduling.models.people import TimeOff
from scheduling.models.rosters import Shift, Stretch


class Gap(Stretch):
    """A published shift that nobody works any more, or hours that are offered and were nobody's. `number` is
    that of the shift: whoever takes it gets it under the same number.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="gaps")
    number = models.BigIntegerField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    was_of = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    time_off = models.ForeignKey(
        TimeOff, on_delete=models.PROTECT, null=True, blank=True, related_name="gaps"
    )
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gap_has_length")]
        indexes = [models.Index(fields=["team", "starts_at"], name="gap_of_team")]

    def __str__(self) -> str:
        return f"gap of {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_back(self) -> bool:
        """Whose it was is not off after all."""
        off = self.time_off
        return off is not None and (off.state == OffState.WITHDRAWN or self.starts_at >= off.ends_at)


class SwapTerms(models.Model):
    """When whoever leads a team approves what its people arrange among themselves."""

    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="+")
    approval = models.CharField(
        _("approval"), max_length=10, choices=ApprovalWhen.choices, default=ApprovalWhen.HOURS
    )

    def __str__(self) -> str:
        return f"{self.team_id}: {self.approval}"


class Exchange(models.Model):
    """A shift that is offered, or that somebody would swap for `wanted`; `to` None: to the whole team. What
    the shift was stays readable when it is gone. It ends by itself when the shift starts.
    """

    kind = models.CharField(max_length=10, choices=ExchangeKind.choices)
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="exchanges")
    shift = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, related_name="exchanges")
    wanted = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="exchanges")
    to = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taker = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ExchangeState.choices, default=ExchangeState.OPEN)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state__in=("open", "accepted")), name="exchange_once"
            ),
            models.CheckConstraint(condition=~Q(by=F("taker")), name="exchange_with_another"),
        ]
        indexes = [models.Index(fields=["team", "state", "starts_at"], name="exchange_of_team")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.shift_id} by {self.by_id}"


class ShiftMove(models.Model):
    """A published shift went from one to another: written down with each change, never changed. Without
    `after` it is a gap, or in no roster any more; without `before` it was one. `sequence` is the one it has
    since. Of those from before they were kept, `ends_at` and `team` are not known.
    """

    number = models.BigIntegerField()
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    before = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=10, choices=MoveWhy.choices)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["number", "at"], name="shift_move_of"),
            models.Index(fields=["before", "starts_at"], name="shift_move_from"),
            models.Index(fields=["team", "starts_at"], name="shift_move_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.before_id} to {self.after_id}"
