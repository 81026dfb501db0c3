"""What we look for, and the stages a candidate goes through."""

from django.db import models

from hiring import stages
from hiring.choices import Meaning, PositionState
from hiring.models.dossiers import Dossier


class Stage(models.Model):
    """The desk's own words for how far somebody is, in order."""

    name = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    meaning = models.CharField(max_length=10, choices=Meaning.choices, default=Meaning.OPEN)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="stage_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def as_rule(self) -> stages.Stage:
        return stages.Stage(self.pk, self.meaning, self.active)


class Position(models.Model):
    """`skills` and `criteria` are a line each; by the criteria interviewers judge. `budget_line` is what the
    budget calls the money for it. `edit` counts how often it was changed.
    """

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, primary_key=True, related_name="position"
    )
    title = models.CharField(max_length=160)
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    skills = models.TextField(blank=True)
    criteria = models.TextField()
    reason = models.TextField()
    heads = models.PositiveSmallIntegerField(default=1)
    budget_line = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=PositionState.choices, default=PositionState.OPEN)
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(heads__gte=1), name="position_has_heads"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def criteria_list(self) -> list[str]:
        return [line.strip() for line in self.criteria.splitlines() if line.strip()]

    @property
    def skills_list(self) -> list[str]:
        return [line.strip() for line in self.skills.splitlines() if line.strip()]
