"""Teams and who is in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """`colour` picks one of the eight team colours of the interface."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    colour = models.PositiveSmallIntegerField(default=1)
    signature = models.TextField(_("signature"), blank=True)
    # By language; `signature` is for those that have none here.
    signatures = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    takes_web_form = models.BooleanField(_("offered on the web form"), default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(colour__range=(1, 8)), name="team_colour_is_one_of_eight"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def signature_in(self, language: str) -> str:
        return self.signatures.get(language) or self.signature


class Membership(models.Model):
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    leads = models.BooleanField(default=False)
    # Somebody else approves their answers before these leave.
    supervised = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
