"""Promises to customers, as versions that are never rewritten."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.conditions import Group, Wrong
from sla.choices import AdoptHow, Audience
from sla.matching import read_conditions
from sla.policy import PolicyError
from sla.terms import Terms, read_terms, refuse_without_target


class Policy(models.Model):
    """The first active policy by position whose conditions fit is the ticket's: one for the customer, and
    one between teams. Whom it is for never changes.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(_("in use"), default=True)
    audience = models.CharField(
        _("promised to"),
        max_length=8,
        choices=Audience.choices,
        default=Audience.CUSTOMER,
        db_default=Audience.CUSTOMER,
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """`terms` is the JSON form of sla.terms: what is promised for each priority; `conditions` that of
    lib.conditions over sla.matching.FIELDS: for which tickets.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    conditions = models.JSONField(default=dict, db_default={}, blank=True)
    made_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    def clean(self) -> None:
        try:
            refuse_without_target(read_terms(self.terms))
        except PolicyError as error:
            raise ValidationError({"terms": str(error)}) from error
        try:
            read_conditions(self.conditions, {})
        except Wrong as error:
            raise ValidationError({"conditions": str(error)}) from error

    def read(self) -> Terms:
        return read_terms(self.terms)

    def read_conditions(self) -> Group:
        return read_conditions(self.conditions)


class PolicyChange(models.Model):
    """What became of a policy besides its versions: moved, switched on or off, renamed."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    was = models.JSONField(default=dict)
    to = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.policy}: {self.was} → {self.to}"


class Adoption(models.Model):
    """Open tickets take over a new version of a policy, or of opening hours, from `made_at` on.

    Worked off in batches by ticket number: `reached` is the last that was looked at, `changed` how many of
    those `looked_at` promise something else now.
    """

    policy_version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="adoptions"
    )
    calendar_version = models.ForeignKey(
        "scheduling.CalendarVersion", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=13, choices=AdoptHow.choices)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(policy_version__isnull=True) ^ models.Q(calendar_version__isnull=True),
                name="adoption_of_one_thing",
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="adoption_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.policy_version or self.calendar_version} by open tickets"
