"""The shelves of what is written down, in the order that readers see."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import get_language


class Category(models.Model):
    """`names` are by language; where one is missing it is called by its `name`."""

    name = models.CharField(max_length=60, unique=True)
    names = models.JSONField(default=dict, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")), name="category_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        names: dict[str, Any] = self.names
        return names.get(language) or self.name

    @property
    def slug(self) -> str:
        return slugify(str(self)) or "-"
