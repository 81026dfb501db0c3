"""What our people can do, since when, and until when it is proven."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.choices import Level, SkillChangeKind, SkillKind


def source_in_words(source: str) -> str:
    """`certificate:7` is for programs."""
    return str(_("Certificate")) if source.startswith("certificate:") else source


class Skill(models.Model):
    """One line of the catalogue. `code` is the language code of a language that the desk writes in.

    One that is no longer active stays with those who hold it, and is granted to nobody.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=SkillKind.choices, default=SkillKind.CRAFT)
    code = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True, default="")
    about = models.CharField(_("about"), max_length=300, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="skill_once_for_each_language"
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(kind=SkillKind.LANGUAGE), name="skill_code_only_for_languages"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class HeldSkillQuerySet(models.QuerySet["HeldSkill"]):
    def on(self, day: datetime.date) -> "HeldSkillQuerySet":
        """Those that hold on this day: the last day counts."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day))


class HeldSkill(models.Model):
    """`granted_by` is nobody where a certificate gave it; `source` says which, `evidence` what shows it."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="held_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="held")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")

    objects = HeldSkillQuerySet.as_manager()

    class Meta:
        ordering = ["skill__kind", "skill__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="held_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="held_skill_level_is_one_to_three"),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"], condition=Q(expires_on__isnull=False), name="held_skill_by_expiry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.skill} {self.level}"

    @property
    def source_words(self) -> str:
        return source_in_words(self.source)


class SkillChange(models.Model):
    """What was granted and withdrawn, by whom. Rows are added, never changed."""

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="skill_changes")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=9, choices=SkillChangeKind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.skill_id} of {self.user_id}"

    @property
    def source_words(self) -> str:
        return source_in_words(self.source)


class TeamNeed(models.Model):
    """So many people of the team hold the skill, on this level or above."""

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="needs")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.WORKS)
    people = models.PositiveSmallIntegerField(_("people"), default=1)

    class Meta:
        ordering = ["team__name", "skill__kind", "skill__name"]
        constraints = [
            models.UniqueConstraint(fields=["team", "skill"], name="team_need_once"),
            models.CheckConstraint(
                condition=Q(level__range=(1, 3)) & Q(people__gte=1), name="team_need_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.people} × {self.skill} {self.level}"
