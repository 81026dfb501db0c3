"""Promises to customers, as versions that are never rewritten."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sla.policy import PolicyError
from sla.terms import Terms, read_terms


class Policy(models.Model):
    """The first active policy by position whose team fits (or that has no team) is the ticket's policy."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0)
    team = models.ForeignKey(
        "staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="policies"
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """`terms` is the JSON form of sla.terms: what is promised for each priority."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    def clean(self) -> None:
        try:
            read_terms(self.terms)
        except PolicyError as error:
            raise ValidationError({"terms": str(error)}) from error

    def read(self) -> Terms:
        return read_terms(self.terms)
