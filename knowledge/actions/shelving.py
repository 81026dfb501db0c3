"""Categories: what they are called, where they stand, and that one goes."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.choices import ICONS
from knowledge.models import Article, Category
from staff.models import User


@transaction.atomic
def save_category(category: Category | None, said: Mapping[str, Any], *, by: User) -> Category:
    """`names` are by language. ValidationError says what is wrong."""
    _require(by)
    row = category or Category()
    row.name = _name(said["name"])
    if not row.name:
        raise ValidationError(_("Give it a name."))
    if Category.objects.exclude(pk=row.pk).filter(name__iexact=row.name).exists():
        raise ValidationError(_("There is one of that name already."))
    known = dict(settings.LANGUAGES)
    row.names = {code: _name(name) for code, name in said.get("names", {}).items() if code in known and name}
    row.icon = said.get("icon", "") if said.get("icon") in ICONS else ""
    row.place = said.get("place") or 0
    row.parent = _parent(row, said.get("parent"))
    row.save()
    return row


@transaction.atomic
def drop_category(category: Category, *, by: User) -> None:
    """What stood in it stands in none."""
    _require(by)
    Article.objects.filter(category=category).update(category=None)
    category.delete()


def _parent(row: Category, parent: Category | None) -> Category | None:
    """One within another and no deeper, so there are no circles."""
    if parent is None:
        return None
    if parent.pk == row.pk or parent.parent_id or (row.pk and row.children.exists()):
        raise ValidationError(_("A category stands within another one at most."))
    return parent


def _name(text: str) -> str:
    return " ".join(str(text).replace("\x00", "").split())[:60]


def _require(by: User) -> None:
    if not by.may("article.manage"):
        raise PermissionDenied("article.manage")
