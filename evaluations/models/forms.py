"""What an evaluation asks. A version never changes: an evaluation keeps the one it began with."""

from django.db import models
from django.db.models import Q


class Form(models.Model):
    name = models.CharField(max_length=80, unique=True)
    current = models.OneToOneField(
        "evaluations.FormVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    """`sections`: [{"key", "kind", "title", "hint"}] in their order; a key stays from version to version."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sections = models.JSONField()
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.CheckConstraint(condition=~Q(sections=[]), name="form_version_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"

    @property
    def keys(self) -> list[str]:
        return [section["key"] for section in self.sections]
