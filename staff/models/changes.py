"""What was changed about somebody, and who was asked in."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from staff.choices import Role, StaffChangeKind


class StaffChange(models.Model):
    """Who changed what about whom: `old` became `new`, as they were called then. Rows are added, never
    changed.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="staff_changes")
    kind = models.CharField(max_length=12, choices=StaffChangeKind.choices)
    old = models.TextField(blank=True, default="")
    new = models.TextField(blank=True, default="")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="staff_change_of_user")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"

    @property
    def is_about_money(self) -> bool:
        return self.kind == StaffChangeKind.COST


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Somebody is asked to join. The link of the newest letter works once, until `expires_at`; `letters`
    counts them, and each makes the link of the one before worthless.
    """

    email = models.EmailField()
    full_name = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    teams = models.ManyToManyField("staff.Team", related_name="+", blank=True)
    letters = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(
        "staff.User", on_delete=models.CASCADE, null=True, blank=True, related_name="invitation"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_pending_once",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_ends_one_way"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: datetime.datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
