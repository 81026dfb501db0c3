"""Teams and who is in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from staff.choices import COLOURS, TeamChangeKind


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


class TeamChange(models.Model):
    """Who changed what about a team: `old` became `new`. Rows are added, never changed. Who came into it and
    left it is told in the files of people.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=16, choices=TeamChangeKind.choices)
    old = models.CharField(max_length=80, blank=True, default="")
    new = models.CharField(max_length=80, blank=True, default="")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} of {self.team_id}"

    @property
    def old_words(self) -> str:
        return in_words(self.what, self.old)

    @property
    def new_words(self) -> str:
        return in_words(self.what, self.new)


def in_words(what: str, kept: str) -> str:
    """What was kept for programs, for people."""
    if what == TeamChangeKind.COLOUR:
        return str(dict(COLOURS).get(int(kept or 0), kept))
    if what == TeamChangeKind.LANGUAGE:
        return str(dict(settings.LANGUAGES).get(kept, kept))
    if what in (TeamChangeKind.ACTIVE, TeamChangeKind.FORM):
        return str(_("Yes") if kept == "True" else _("No"))
    return kept
