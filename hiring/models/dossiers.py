"""The cover of a restricted file: whose it is, who is in it, who has looked. Positions and recommendations
have one each.
"""

from django.db import models
from django.db.models import Q

from hiring.choices import PAGES, Act, DossierKind, Part


class Dossier(models.Model):
    """Nobody is in it by their role. `keep_until` is the last day it may be kept, once it is closed."""

    kind = models.CharField(max_length=16, choices=DossierKind.choices)
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="dossier_to_forget"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Member(models.Model):
    """Somebody who is in a file. `until`: those who let themselves in are in it for a while only."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(part=Part.OWNER), name="member_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False, part=Part.LET_IN) | (Q(until=None) & ~Q(part=Part.LET_IN)),
                name="member_let_in_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.part} {self.dossier_id}"


class Look(models.Model):
    """That somebody looked at a file or changed it: written once, kept when the file is gone. It holds
    numbers and no names; the database refuses to change it. Without `who` it was the desk.

    `dossier` and `candidate` are numbers and no keys, because what they name may be erased. `about` is the
    colleague the file was about; `page` names the address; `reason` is why somebody let themselves in.
    """

    dossier = models.BigIntegerField()
    candidate = models.BigIntegerField(null=True, blank=True)
    about = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    page = models.CharField(max_length=40, blank=True)
    by_program = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["dossier", "-id"], name="look_at_dossier"),
            models.Index(fields=["about", "-id"], condition=Q(about__isnull=False), name="look_about"),
        ]

    def __str__(self) -> str:
        return f"{self.who_id} {self.act} {self.dossier}"

    @property
    def page_words(self) -> str:
        """Which part of the file it was, for those acts that could be of several."""
        return str(PAGES.get(self.page, "")) if self.act in (Act.SEEN, Act.WRITTEN) else ""
